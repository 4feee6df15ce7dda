"""A worker writes what was asked for: exactly what the list shows, with the rights of whoever asked."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from python_calamine import CalamineWorkbook

from stellwerk.access import Rights, rights_of
from stellwerk.gateways import clock
from stellwerk.management import exports
from stellwerk.management.exports import clear_exports, write_export
from stellwerk.models import JournalEntry, ListExport, Membership, Substitution
from tests.house.lists import asked_export


def written(asked: ListExport) -> tuple[ListExport, Path]:
    write_export(asked.pk)
    asked.refresh_from_db()
    return asked, settings.EXPORTS / asked.file


def test_a_csv_holds_exactly_what_the_list_shows(auditor: Rights) -> None:
    query = "q=Landratsamt&sort=-aktenzeichen&spalte=aktenzeichen&spalte=betrag"

    asked, file = written(asked_export(auditor, query=query))

    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Empfängerin oder Empfänger;Aktenzeichen;bewilligt in Euro"
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.split(";")[1], reverse=True)
    assert (asked.state, asked.rows, asked.total) == ("ready", len(lines) - 1, len(lines) - 1)
    assert file.stat().st_mode & 0o077 == 0


def test_words_with_a_typing_error_take_along_what_was_shown(auditor: Rights) -> None:
    _asked, file = written(asked_export(auditor, query="q=Heidenhiem"))

    assert "Landratsamt Heidenheim" in file.read_text().splitlines()[1]


def test_json_names_each_cell(auditor: Rights) -> None:
    _asked, file = written(asked_export(auditor, kind="json"))

    (row,) = json.loads(file.read_text())
    assert row["aktenzeichen"] == "Beispiel-EGK-08136"
    assert row["stelle"] == "Stelle besetzt"
    assert row["beginn"].count("-") == 2


def test_a_spreadsheet_holds_numbers_and_days(auditor: Rights) -> None:
    _asked, file = written(asked_export(auditor, kind="xlsx", query=""))

    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert len(rows) == 39
    assert isinstance(rows[1][4], float)
    assert rows[1][2].year in (2022, 2023)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_what_looks_like_a_formula_stays_text(kind: str, auditor: Rights) -> None:
    JournalEntry.objects.create(at=clock.now(), verb="try", thing="x", thing_id=1, text="=SUMME(A1)")

    _asked, file = written(asked_export(auditor, key="journal", kind=kind, query="q=summe&spalte=was"))

    if kind == "xlsx":
        (_head, row) = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
        assert row[1] == "=SUMME(A1)"
    else:
        assert ("'=SUMME(A1)" if kind == "csv" else '"=SUMME(A1)"') in file.read_text()


def test_the_rights_of_now_count(auditor: Rights) -> None:
    asked = asked_export(auditor)
    Membership.objects.filter(person=auditor.person).update(ends_on=clock.today() - timedelta(days=1))

    before = set(exports.folder().iterdir())

    with pytest.raises(PermissionDenied):
        write_export(asked.pk)

    asked.refresh_from_db()
    assert asked.state == "failed"
    assert set(exports.folder().iterdir()) == before


def test_a_file_is_written_once(auditor: Rights) -> None:
    asked, file = written(asked_export(auditor))
    before = file.stat().st_mtime_ns

    write_export(asked.pk)

    assert file.stat().st_mtime_ns == before


def test_the_page_is_told_how_far_it_is(auditor: Rights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "STEP", 10)
    told = []
    real = exports.act.note_progress
    monkeypatch.setattr(
        exports.act,
        "note_progress",
        lambda pk, *, rows, total, at: (told.append((rows, total)), real(pk, rows=rows, total=total, at=at))[
            1
        ],
    )

    written(asked_export(auditor, query=""))

    assert told == [(0, 38), (10, 38), (20, 38), (30, 38)]


def test_who_gave_up_meanwhile_gets_no_file(auditor: Rights) -> None:
    asked = asked_export(auditor)
    ListExport.objects.filter(pk=asked.pk).update(
        state="writing", file="x", touched_at=timezone.now() - timedelta(days=9999)
    )

    clear_exports()
    write_export(asked.pk)

    asked.refresh_from_db()
    assert (asked.state, asked.file) == ("failed", "")


def test_a_file_is_gone_when_its_time_is_over(auditor: Rights) -> None:
    asked, file = written(asked_export(auditor))
    ListExport.objects.filter(pk=asked.pk).update(expires_at=clock.now() - timedelta(minutes=1))

    clear_exports()

    asked.refresh_from_db()
    assert (asked.state, asked.file) == ("expired", "")
    assert not file.exists()


def test_who_acts_for_somebody_takes_along_what_they_may(auditor: Rights, county: Rights) -> None:
    day = clock.today()
    acts = Substitution.objects.create(
        principal=auditor.person,
        substitute=county.person,
        starts_on=day,
        ends_on=day + timedelta(days=2),
        by=auditor.person,
        created_at=clock.now(),
    )
    rights = rights_of(county.person, on=day, substitution=acts.pk)

    _asked, file = written(asked_export(rights, query=""))

    assert len(file.read_text().splitlines()) == 39
