"""The main job on the shipped example, counted from the rows and from the mails that were caught."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stellwerk.gateways.mail_catcher import catching, caught
from stellwerk.letters.verify import attached_data, fingerprint
from stellwerk.management import demonstration
from stellwerk.management.demonstration_area import load_area
from stellwerk.models import (
    CoverageFact,
    Dispatch,
    Letter,
    LetterFile,
    Membership,
    Person,
    Publication,
    Role,
    Run,
    RunState,
    Wave,
)
from stellwerk.queries.open_data import catalogue
from stellwerk.queries.warehouse import snapshot

Done = tuple[Run, demonstration.Report, list[str]]


@pytest.fixture
def done(db: None, fonts: Path, settings: Any, tmp_path: Path) -> Done:
    settings.MAIL_CATCHER_DIR = tmp_path / "mail"
    said: list[str] = []
    with catching(settings.MAIL_CATCHER_DIR) as port:
        settings.SMTP_PORT = port
        run, report = demonstration.do_main_job(said.append)
    return run, report, said


def test_two_people_continue_the_programme_and_38_offices_get_their_letters(
    done: Done, tmp_path: Path
) -> None:
    run, report, said = done

    assert run.state == RunState.SENT
    assert (report.offices, report.grants_changed, report.grants_unchanged) == (38, 32, 6)
    assert (report.notices_sent, report.circulars_sent, report.copies_sent) == (32, 35, 3)
    assert (report.consultations_sent, report.mails_caught) == (3, 73)
    assert (report.duplicates, report.failed) == (0, 0)
    assert len(said) > 3
    draft = demonstration.draft_next(run.programme)  # lies ready to be done by hand
    assert (draft.state, draft.number) == (RunState.DRAFT, run.number + 1)

    mails = {mail.message_id: mail for mail in caught(tmp_path / "mail")}
    for dispatch in Dispatch.objects.select_related("letter"):
        mail = mails[dispatch.message_id]
        assert (mail.recipient, mail.repeats, len(mail.attachments)) == (dispatch.address, 0, 1)
        assert dispatch.letter.file_number in mail.subject


def test_what_is_written_down_is_what_was_sent(done: Done, tmp_path: Path) -> None:
    run, report, _said = done

    demonstration.write_down(report, run, tmp_path)

    written = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert written["notices_sent"] == 32
    assert set(written["budget_by_year"]) == {"2022", "2023", "2024", "2025"}
    for year in written["budget_by_year"].values():
        assert Decimal(year["committed"]) + Decimal(year["added"]) <= Decimal(year["available"])
    files = {fingerprint(path.read_bytes()) for path in (tmp_path / "letters").glob("*.pdf")}
    assert files == set(LetterFile.objects.values_list("sha256", flat=True))
    assert len(files) == 36
    for letter in Letter.objects.select_related("file", "grant"):
        data = attached_data(bytes(letter.file.content))
        assert data == letter.document["data"]
        assert (data is not None) == (letter.kind == "notice")


def test_the_area_is_filled_and_people_who_came_later_are_added(
    db: None, settings: Any, tmp_path: Path
) -> None:
    settings.WAREHOUSE = str(tmp_path / "warehouse")
    settings.PUBLICATIONS = tmp_path / "publications"
    said: list[str] = []
    Membership.objects.filter(role=Role.COORDINATOR).delete()
    Person.objects.filter(email__startswith="koordination").delete()

    load_area(said.append, district="08136")

    assert set(CoverageFact.objects.values_list("municipality__district", flat=True)) == {"08136"}
    assert set(Wave.objects.values_list("district", flat=True)) == {"08136"}
    assert (found := snapshot()) is not None
    assert found.is_example
    (version,) = Publication.objects.order_by("version")
    assert (version.version, version.is_example) == (1, True)
    assert version.rows == CoverageFact.objects.filter(replaced_by=None, valid_from__lte=version.day).count()
    assert (tmp_path / "publications" / "coverage" / "v1" / "coverage.parquet").is_file()
    assert "(Beispieldaten)" in catalogue().serialize(format="turtle")
    assert len(said) == 3
