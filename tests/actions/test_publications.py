"""Publishing: what is published equals the database row by row, and the same data is published once."""

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from pyarrow import parquet

from stellwerk.access import Rights
from stellwerk.actions import publications
from stellwerk.actions._coverage import record
from stellwerk.actions._coverage_undo import take_back
from stellwerk.actions._publications import FOR_A_SESSION
from stellwerk.actions.publications import publish, publish_asked
from stellwerk.actions.snapshots import refresh_snapshot
from stellwerk.law.coverage import Entry
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageFact,
    CoverageSource,
    JournalEntry,
    Publication,
    PublicationOrder,
    Service,
)
from stellwerk.queries import publication_facts
from stellwerk.queries.indicators import INDICATORS, Filters, figure
from stellwerk.queries.publications import COVERAGE, counts, preview
from tests.actions.test_second_click import at_once
from tests.house.cases import BERLIN, person
from tests.house.databases import address_of
from tests.house.publications import asked, say

DAY = date(2024, 3, 8)
AT = datetime(2024, 3, 8, 16, 4, tzinfo=BERLIN)
AALEN, HEUBACH = "08136088", "08136028"
BUILDING, BIRTH = "99012008001000", "99027002012000"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    """Return the folder where publications go."""
    settings.PUBLICATIONS = tmp_path / "publications"
    return tmp_path / "publications" / "coverage"


@pytest.fixture
def said(preparer: Rights) -> Callable[..., None]:
    """Write down what holds for cells."""

    def say(*entries: Entry, checked_on: date = date(2024, 3, 1)) -> None:
        record(
            entries,
            by=preparer.person,
            by_text="Erika Muster",
            at=AT,
            district="08136",
            kind=ChangeSetKind.FILE,
            title="Abgleich",
            source=CoverageSource.COORDINATOR,
            confidence=Confidence.HIGH,
            checked_on=checked_on,
        )

    return say


@pytest.fixture
def known(said: Callable[..., None]) -> None:
    """Know four facts of two municipalities, one of which has ended and one that begins later."""
    for key in (BUILDING, BIRTH):
        Service.objects.get_or_create(key=key, defaults={"name": f"=Leistung {key}", "source": "Test"})
    said(
        entry(AALEN, BUILDING, "planned", date(2023, 5, 2), planned_on=date(2024, 1, 1)),
        entry(HEUBACH, BUILDING, "none", date(2023, 5, 2)),
        entry(HEUBACH, BIRTH, "not_responsible", date(2024, 3, 9)),
    )
    said(entry(AALEN, BUILDING, "live", date(2024, 1, 15), maturity=3, maturity_model="1.1"))


def entry(ags: str, key: str, state: str, since: date, **more: Any) -> Entry:
    values = {"channel": "efa", "note": "Frau Muster sagt …"} | more
    return Entry(ags=ags, service_key=key, state=state, valid_from=since, **values)


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_what_is_published_equals_the_database_row_by_row(known: None, preparer: Rights, shelf: Path) -> None:
    publish(day=DAY, rights=preparer, at=AT)

    written = lines(shelf / "v1" / "coverage.csv")
    stored = CoverageFact.objects.filter(replaced_by=None, valid_from__lte=DAY).select_related("service")
    expected = {
        (fact.municipality_id, fact.service.key, fact.channel, str(fact.valid_from)): [
            str(fact.valid_to or ""),
            fact.state,
            str(fact.planned_on or ""),
            "" if fact.maturity is None else str(fact.maturity),
            fact.maturity_model,
            fact.source,
            fact.confidence,
            str(fact.checked_on),
        ]
        for fact in stored
    }
    assert len(written) == len(expected) >= 3
    assert {tuple(list(row.values())[:4]): list(row.values())[4:] for row in written} == expected
    assert [list(row.values())[:4] for row in written] == sorted(list(row.values())[:4] for row in written)


def test_csv_json_and_parquet_say_the_same(known: None, preparer: Rights, shelf: Path) -> None:
    publish(day=DAY, rights=preparer, at=AT)

    as_csv = lines(shelf / "v1" / "coverage.csv")
    as_json = json.loads((shelf / "v1" / "coverage.json").read_text(encoding="utf-8"))
    as_parquet = parquet.read_table(shelf / "v1" / "coverage.parquet").to_pylist()
    assert [spoken(row) for row in as_json] == as_csv
    assert [spoken(row) for row in as_parquet] == as_csv


def spoken(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if cell is None else str(cell) for name, cell in row.items()}


def test_nothing_personal_is_published(known: None, preparer: Rights, shelf: Path) -> None:
    publish(day=DAY, rights=preparer, at=AT)

    everything = b"".join(path.read_bytes() for path in (shelf / "v1").iterdir())
    assert b"Muster" not in everything
    assert preparer.person.name.encode() not in everything


def test_the_indicators_are_those_of_the_snapshot(
    known: None, preparer: Rights, shelf: Path, settings: Any, tmp_path: Path
) -> None:
    settings.WAREHOUSE = tmp_path / "warehouse"
    refresh_snapshot(at=AT)

    publish(day=DAY, rights=preparer, at=AT)

    written = lines(shelf / "v1" / "indicators.csv")
    whole = {row["indicator"]: row["value"] for row in written if not row["district_key"]}
    values = {key: figure(key, filters=Filters(day=DAY)).value for key in INDICATORS}
    assert whole == {key: "" if value is None else str(value) for key, value in values.items()}
    assert "08136" in {row["district_key"] for row in written}


def test_without_a_snapshot_there_are_no_indicators(
    known: None, preparer: Rights, shelf: Path, settings: Any, tmp_path: Path
) -> None:
    settings.WAREHOUSE = tmp_path / "warehouse"

    publish(day=DAY, rights=preparer, at=AT)

    assert lines(shelf / "v1" / "indicators.csv") == []


def test_the_same_data_is_no_new_version(known: None, preparer: Rights, shelf: Path, verbs: Callable) -> None:
    first = publish(day=DAY, rights=preparer, at=AT)

    again = publish(day=DAY, rights=preparer, at=AT)

    assert (first.is_new, again.is_new) == (True, False)
    assert again.publication == first.publication
    assert [path.name for path in shelf.iterdir()] == ["v1"]
    assert verbs().count("publish") == 1


def test_the_next_version_lists_what_changed(
    known: None, said: Callable, preparer: Rights, shelf: Path
) -> None:
    publish(day=DAY, rights=preparer, at=AT)
    said(entry(HEUBACH, BUILDING, "live", date(2024, 3, 4)))
    Service.objects.filter(key=BIRTH).update(execution_type="9")

    made = publish(day=DAY, rights=preparer, at=AT).publication

    assert made.version == 2
    assert (counts(made)["coverage"].added, counts(made)["coverage"].changed) == (1, 1)
    assert [list(row.values()) for row in lines(shelf / "v2" / "changes.csv")] == [
        ["coverage", "changed", f"{HEUBACH}/{BUILDING}/efa/2023-05-02", "valid_to", "", "2024-03-04"],
        ["coverage", "added", f"{HEUBACH}/{BUILDING}/efa/2024-03-04", "", "", ""],
        ["services", "changed", BIRTH, "execution_type", before(BIRTH, shelf), "9"],
    ]


def before(key: str, shelf: Path) -> str:
    return next(row["execution_type"] for row in lines(shelf / "v1" / "services.csv") if row["key"] == key)


def test_what_stands_in_the_first_version_stays(
    known: None, said: Callable, preparer: Rights, shelf: Path
) -> None:
    publish(day=DAY, rights=preparer, at=AT)
    before = {path.name: path.read_bytes() for path in (shelf / "v1").iterdir()}
    said(entry(HEUBACH, BUILDING, "live", date(2024, 3, 4)))

    publish(day=DAY, rights=preparer, at=AT)

    assert {path.name: path.read_bytes() for path in (shelf / "v1").iterdir()} == before


def test_the_record_knows_every_file_by_its_checksum(known: None, preparer: Rights, shelf: Path) -> None:
    made = publish(day=DAY, rights=preparer, at=AT).publication

    assert set(made.files) == {path.name for path in (shelf / "v1").iterdir()}
    for name, facts in made.files.items():
        content = (shelf / "v1" / name).read_bytes()
        assert facts == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def test_the_description_fits_the_files(known: None, preparer: Rights, shelf: Path) -> None:
    publish(day=DAY, rights=preparer, at=AT)

    package = json.loads((shelf / "v1" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (shelf / "v1" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if resource["path"].endswith(".csv"):
            head = content.decode().split("\n")[0].split(",")
            assert [field["name"] for field in resource["schema"]["fields"]] == head
    assert {resource["path"] for resource in package["resources"]} >= {"coverage.csv", "coverage.parquet"}


def test_no_cell_of_a_csv_is_a_formula(known: None, preparer: Rights, shelf: Path) -> None:
    Service.objects.filter(key=BUILDING).update(name='=HYPERLINK("https://boese.invalid")')

    publish(day=DAY, rights=preparer, at=AT)

    for file in (shelf / "v1").glob("*.csv"):
        for row in lines(file):
            assert [cell for cell in row.values() if cell.startswith(("=", "+", "@", "\t"))] == [], file.name


def test_what_an_attempt_left_that_was_not_committed_is_replaced(
    known: None, preparer: Rights, shelf: Path
) -> None:
    (shelf / "v1").mkdir(parents=True)
    (shelf / "v1" / "stray.csv").write_text("left over")

    made = publish(day=DAY, rights=preparer, at=AT).publication

    assert "stray.csv" not in made.files
    assert not (shelf / "v1" / "stray.csv").exists()


def test_a_day_to_come_is_refused(known: None, preparer: Rights, refuses: Callable) -> None:
    with refuses("liegt in der Zukunft"):
        publish(day=date(2024, 3, 9), rights=preparer, at=AT)


def test_a_day_before_all_facts_is_refused(
    known: None, preparer: Rights, refuses: Callable, shelf: Path
) -> None:
    with refuses("noch keine Angabe"):
        publish(day=date(1999, 12, 31), rights=preparer, at=AT)

    assert not shelf.exists()


@pytest.mark.parametrize("who", ["freigabe", "landkreis", "verband", "pruefung", "betrieb"])
def test_only_who_may_publishes(
    known: None, who: str, everybody: dict[str, Rights], forbids: Callable, shelf: Path
) -> None:
    with forbids():
        publish(day=DAY, rights=everybody[who], at=AT)

    assert not shelf.exists()
    assert not Publication.objects.exists()


def test_before_the_first_version_the_preview_counts_everything_as_new(known: None) -> None:
    found = preview(day=DAY)

    assert (
        found.counts["coverage"].added
        == CoverageFact.objects.filter(replaced_by=None, valid_from__lte=DAY).count()
    )
    assert found.counts["services"].added == Service.objects.count()
    assert (found.first, found.is_different) == ([], True)


def test_the_preview_says_what_the_publication_then_lists(
    known: None, said: Callable, preparer: Rights, shelf: Path
) -> None:
    publish(day=DAY, rights=preparer, at=AT)
    assert not preview(day=DAY).is_different
    said(entry(HEUBACH, BUILDING, "live", date(2024, 3, 4)))
    Service.objects.filter(key=BIRTH).update(execution_type="9")

    found = preview(day=DAY)
    made = publish(day=DAY, rights=preparer, at=AT).publication

    assert found.counts == counts(made)
    shown = [(table.name, change.kind, change.after[: table.key]) for table, change in found.first]
    assert shown == [
        ("coverage", "changed", [HEUBACH, BUILDING, "efa", "2023-05-02"]),
        ("coverage", "added", [HEUBACH, BUILDING, "efa", "2024-03-04"]),
        ("services", "changed", [BIRTH]),
    ]


def test_the_preview_of_another_day_shows_what_begins_in_between_however_long_ago_it_was_said(
    known: None, preparer: Rights, shelf: Path
) -> None:
    publish(day=DAY, rights=preparer, at=datetime(2025, 3, 8, 16, 4, tzinfo=BERLIN))

    forward, back = preview(day=date(2024, 3, 9)), preview(day=date(2024, 1, 14))

    ahead = [HEUBACH, BIRTH, "efa", "2024-03-09"]
    assert [(one.kind, one.after[: COVERAGE.key]) for _table, one in forward.first] == [("added", ahead)]
    assert [(one.kind, one.before[3]) for _table, one in back.first] == [("gone", "2024-01-15")]


def test_what_was_taken_back_is_gone_from_the_preview(known: None, preparer: Rights, shelf: Path) -> None:
    publish(day=DAY, rights=preparer, at=AT)
    newest = ChangeSet.objects.order_by("-pk")[0]
    take_back(newest, by=preparer.person, at=AT)

    found, made = preview(day=DAY), publish(day=DAY, rights=preparer, at=AT).publication

    assert found.counts == counts(made)
    assert found.counts["coverage"].gone == 1


def test_a_preview_asks_as_often_however_much_has_changed(
    known: None, said: Callable, preparer: Rights, shelf: Path, django_assert_num_queries: Callable[..., Any]
) -> None:
    publish(day=DAY, rights=preparer, at=AT)
    for number in range(1, 6):
        said(entry(HEUBACH, BUILDING, ("none", "live")[number % 2], date(2024, 3, number)))

    with django_assert_num_queries(6):
        found = preview(day=DAY)

    assert found.counts["coverage"].added == 5


def test_a_preview_does_not_compare_more_than_a_page_can_wait_for(
    known: None, said: Callable, preparer: Rights, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(day=DAY, rights=preparer, at=AT)
    monkeypatch.setattr(publication_facts, "FEW", 2)

    found = preview(day=DAY)

    assert (found.is_whole, found.is_different, found.counts["coverage"].any) == (False, True, False)


def test_pressing_eight_times_at_once_publishes_one_version(own_database: str, shelf: Path) -> None:
    rights = person("vorbereitung")
    with transaction.atomic():
        record(
            [entry(AALEN, BUILDING, "live", date(2024, 1, 15))], by=rights.person, by_text="Test", at=AT,
            district="08136", kind=ChangeSetKind.FILE, title="Abgleich", source=CoverageSource.COORDINATOR,
            confidence=Confidence.HIGH, checked_on=DAY,
        )  # fmt: skip

    outcomes = at_once(*[lambda: publish(day=DAY, rights=rights, at=AT)] * 8)

    told = "Eine Fassung wird gerade veröffentlicht. Bitte warten Sie kurz, und laden Sie die Seite neu."
    assert outcomes["done"] >= 1
    assert outcomes["done"] + outcomes[told] == 8
    assert [one.version for one in Publication.objects.all()] == [1]
    assert [path.name for path in shelf.iterdir()] == ["v1"]


# --- what was asked for on the page --------------------------------------------------------------


@pytest.fixture
def order(own_database: str) -> PublicationOrder:
    """Return an order that waits, in a database that really commits."""
    rights = person("vorbereitung")
    with transaction.atomic():
        say(rights)
    return asked(rights)


def entries(verb: str) -> int:
    return JournalEntry.objects.filter(verb=verb).count()


def now() -> datetime:
    return AT


def test_a_worker_publishes_what_was_asked_for(order: PublicationOrder, shelf: Path) -> None:
    publish_asked(now=now)

    order.refresh_from_db()
    assert (order.started_at, order.finished_at, order.percent, order.failure) == (AT, AT, 100, {})
    assert order.publication == Publication.objects.get()
    assert (shelf / "v1" / "coverage.csv").is_file()
    assert entries("publish") == 1


def test_how_far_it_is_can_be_seen_before_the_commit(
    order: PublicationOrder, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def look(target: Path) -> None:
        with psycopg.connect(address_of(connection.settings_dict["NAME"])) as beside:
            seen.append(beside.execute("SELECT stage, percent FROM stellwerk_publicationorder").fetchone())
            seen.append(beside.execute("SELECT count(*) FROM stellwerk_publication").fetchone())

    monkeypatch.setattr(publications, "fingerprints", lambda draft: look(draft) or {})

    publish_asked(now=now)

    assert seen == [("Prüfsummen werden gebildet", 90), (0,)]


def test_nothing_new_ends_with_the_version_that_holds(order: PublicationOrder, shelf: Path) -> None:
    publish_asked(now=now)
    again = asked(person("vorbereitung"))

    publish_asked(now=now)

    again.refresh_from_db()
    assert again.publication == Publication.objects.get()
    assert again.finished_at == AT


def test_what_goes_wrong_stands_with_the_order_and_nothing_is_published(
    order: PublicationOrder, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("no folder can be made below a file")
    settings.PUBLICATIONS = tmp_path / "full"

    with pytest.raises(NotADirectoryError):
        publish_asked(now=now)

    order.refresh_from_db()
    assert (order.finished_at, order.publication) == (AT, None)
    assert "schiefgegangen" in order.failure["text"]
    assert (Publication.objects.count(), entries("publish_failed")) == (0, 1)


def test_a_refusal_stands_with_the_order(order: PublicationOrder) -> None:
    publish_asked(now=lambda: datetime(2024, 3, 7, 8, 0, tzinfo=BERLIN))

    order.refresh_from_db()
    assert order.failure["values"] == {"day": "08.03.2024"}
    assert not Publication.objects.exists()


def test_while_somebody_else_publishes_the_order_waits_on(order: PublicationOrder, shelf: Path) -> None:
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as other:
        other.execute(FOR_A_SESSION)
        publish_asked(now=now)

        order.refresh_from_db()
        assert (order.started_at, shelf.exists()) == (None, False)
        other.execute("SELECT pg_advisory_unlock_all()")  # closing the line would free it a moment later

    publish_asked(now=now)
    order.refresh_from_db()
    assert order.publication is not None


def test_two_workers_make_one_version_of_one_order(order: PublicationOrder, shelf: Path) -> None:
    outcomes = at_once(*[lambda: publish_asked(now=now)] * 4)

    assert outcomes == {"done": 4}
    assert Publication.objects.count() == 1


def test_where_nobody_asked_nothing_is_published_and_the_lock_is_free(own_database: str, shelf: Path) -> None:
    publish_asked(now=now)

    assert not shelf.exists()
    with psycopg.connect(address_of(own_database)) as other:
        assert other.execute(FOR_A_SESSION).fetchone() == (True,)
