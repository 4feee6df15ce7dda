"""Files of the whole country: every row is checked, and all of it is taken over or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from stellwerk.actions.snapshots import import_coverage, refresh_snapshot
from stellwerk.gateways.coverage_file import Checked
from stellwerk.gateways.warehouse import Manifest, current, switch
from stellwerk.gateways.warehouse_tables import CHANNELS, CONFIDENCES, LEVELS, SOURCES, STATES
from stellwerk.law.working import Refused
from stellwerk.models import Channel, Confidence, CoverageSource, CoverageState, MaturityModel
from stellwerk.queries.indicators import Filters, by, figure
from stellwerk.queries.series import over_time
from stellwerk.queries.warehouse import snapshot, store
from tests.house.cases import BERLIN
from tests.house.coverage import stored_case
from tests.house.warehouse import snapshot_on, warehouse_folder  # noqa: F401

AT = datetime(2026, 1, 15, 8, 30, tzinfo=BERLIN)
DAY = date(2026, 1, 1)
HEAD = "ags,service_key,channel,state,planned_on,valid_from"
GOOD = [
    "08115001,99012008001000,efa,live,,2025-11-03",
    "08115002,99012008001000,any,none,,",
    "08115003,99012008001000,any,planned,2026-05-01,2025-12-01",
    "08111000,99012008001000,own,live,,",
]


@pytest.fixture
def taken(tmp_path: Path, db: None, warehouse_folder: Path) -> Callable[..., Checked]:  # noqa: F811
    """Return how rows are taken over."""

    def take(rows: list[str], head: str = HEAD, **options: bool) -> Checked:
        file = tmp_path / "land.csv"
        file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return import_coverage(file, day=DAY, at=AT, **options)

    return take


def test_a_file_becomes_the_snapshot(taken: Callable[..., Checked]) -> None:
    checked = taken(GOOD)

    one = figure("municipalities", filters=Filters(district="08115"))
    assert (checked.rows, checked.count, one.part, one.whole, one.day) == (4, 0, 1, 3, DAY)


@pytest.mark.parametrize("rows", [sorted(GOOD), GOOD], ids=["in the order of the places", "in no order"])
def test_a_file_says_the_same_however_its_rows_lie(
    rows: list[str],
    tmp_path: Path,
    db: None,
    warehouse_folder: Path,  # noqa: F811
) -> None:
    file = tmp_path / "land.parquet"
    said = zip(*(row.split(",") for row in rows), strict=True)
    table = pyarrow.table(dict(zip(HEAD.split(","), map(list, said), strict=True)))
    pyarrow.parquet.write_table(table, file, row_group_size=1)

    checked = import_coverage(file, day=DAY, at=AT)

    live = {
        district: one.part for district, _name, one in by("municipalities", "district", filters=Filters())
    }
    assert (checked.rows, checked.count) == (4, 0)
    assert {district: part for district, part in live.items() if part} == {"08111": 1, "08115": 1}


def test_every_bad_row_is_named_and_nothing_is_taken_over(taken: Callable[..., Checked]) -> None:
    bad = [
        "08999999,99012008001000,any,live,,",
        "08115004,12345678901234,any,live,,",
        "08115003,99012008001000,any,online,,",
        "08115002,99012008001000,fax,live,,",
        "08115001,99012008001000,any,planned,31.02.2026,",
    ]

    checked = taken([GOOD[0], *bad])

    assert [(it.number, it.text) for it in checked.problems] == [
        (3, "unbekannter Gemeindeschlüssel"),
        (4, "unbekannter LeiKa-Schlüssel"),
        (5, "unbekannter Stand"),
        (6, "unbekannte Art des Onlinedienstes"),
        (7, "kein Tag (JJJJ-MM-TT) in planned_on"),
    ]
    assert current(store()) is None


def test_words_that_mean_nothing_are_named_in_every_column(taken: Callable[..., Checked]) -> None:
    head = "ags,service_key,state,maturity_model,source,confidence"
    first, second = "08115001,99012008001000,live", "08115002,99012008001000,live"

    checked = taken([f"{first},3.0,,", f"{second},2.0,Zeitung,", f"{first},,,sicher", f"{second},,,"], head)

    assert [(it.number, it.text) for it in checked.problems] == [
        (2, "unbekanntes Reifegradmodell"),
        (3, "unbekannte Quelle"),
        (4, "unbekannte Verlässlichkeit"),
    ]


def test_the_warehouse_knows_the_words_of_the_database() -> None:
    assert set(CoverageState.values) == set(STATES)
    assert set(Channel.values) == set(CHANNELS)
    assert set(CoverageSource.values) == set(SOURCES)
    assert set(Confidence.values) == set(CONFIDENCES)
    assert set(MaturityModel.values) == set(LEVELS)


def test_a_row_that_stands_twice_is_named(taken: Callable[..., Checked]) -> None:
    checked = taken([*GOOD, GOOD[1]])

    assert [(it.number, it.text) for it in checked.problems] == [(6, "steht weiter oben schon")]
    assert current(store()) is None


def test_a_row_that_says_by_default_what_another_one_says_is_named(taken: Callable[..., Checked]) -> None:
    checked = taken([*GOOD, f"08115002,99012008001000,,live,,{DAY}"])

    assert [(it.number, it.text) for it in checked.problems] == [(6, "steht weiter oben schon")]
    assert current(store()) is None


def test_what_is_no_number_or_missing_is_named(taken: Callable[..., Checked]) -> None:
    rows = ["08115001,99012008001000,live,high", "08115002,99012008001000,,2", ",99012008001000,live,2"]

    checked = taken(rows, "ags,service_key,state,maturity")

    assert [(it.number, it.text) for it in checked.problems] == [
        (2, "keine Zahl in maturity"),
        (3, "unbekannter Stand"),
        (4, "unbekannter Gemeindeschlüssel"),
    ]
    assert current(store()) is None


def test_bad_rows_of_districts_that_the_database_keeps_are_named_too(
    taken: Callable[..., Checked],
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> None:
    stored_case()
    own = {piece.district for piece in snapshot_on(DAY).pieces if piece.rows}
    assert "08901" in own

    checked = taken([*GOOD, "08901001,12345678901234,any,live,,"])

    assert [(it.number, it.text) for it in checked.problems] == [(6, "unbekannter LeiKa-Schlüssel")]
    assert taken([*GOOD, "08111000,99012008001000,own,none,,"]).count == 1


def test_a_dry_run_writes_nothing(taken: Callable[..., Checked]) -> None:
    assert taken(GOOD, dry_run=True).count == 0
    assert current(store()) is None


def test_a_file_without_the_needed_columns_is_refused(taken: Callable[..., Checked]) -> None:
    with pytest.raises(Refused, match="state"):
        taken(["08115001,99012008001000"], head="ags,service_key")


def test_what_a_file_brought_outlives_a_refresh(taken: Callable[..., Checked]) -> None:
    taken(GOOD)

    manifest = refresh_snapshot(at=AT.replace(hour=9))

    assert manifest.rows == 4


def test_what_a_file_brought_is_counted_anew_on_another_day(taken: Callable[..., Checked]) -> None:
    taken([*GOOD, "08115004,99012008001000,own,live,,2026-02-01"])
    known = figure("collected", filters=Filters(district="08115")).part

    refresh_snapshot(at=AT.replace(month=2))

    later = figure("collected", filters=Filters(district="08115"))
    assert (known, later.part, later.day) == (3, 4, date(2026, 2, 15))


def test_several_facts_of_a_cell_are_one_cell(taken: Callable[..., Checked]) -> None:
    """One municipality offers a service in two ways, another one offered it, planned it and lost it."""
    two_ways = ["08115001,99012008001000,own,none,,2025-01-01,", *[f"{row}," for row in GOOD[:1]]]
    in_turn = [
        "08115002,99012008001000,any,live,,2025-01-01,2025-03-01",
        "08115002,99012008001000,any,planned,2026-01-01,2025-03-01,2025-10-01",
        "08115002,99012008001000,any,none,,2025-10-01,",
    ]

    taken([*two_ways, *in_turn], head=f"{HEAD},valid_to")

    filters = Filters(municipality="08115001")
    assert [(one.part, one.whole) for one in (figure("municipalities", filters=filters),)] == [(1, 1)]
    months = [date(2025, month, 1) for month in (1, 2, 3, 10, 12)]
    shown = over_time("municipalities", days=months, filters=Filters(district="08111"))
    assert all((one.part, one.whole) == (0, 0) for _month, one in shown)
    rows = by("municipalities", "municipality", filters=Filters(district="08115"))
    assert {group: (one.part, one.whole) for group, _name, one in rows} == {
        "08115001": (1, 1),
        "08115002": (0, 1),
    }


def test_a_snapshot_of_an_older_version_is_none_until_the_next_one(taken: Callable[..., Checked]) -> None:
    taken(GOOD)
    manifest = current(store())
    assert manifest is not None
    tables = {name: file for name, file in manifest.tables.items() if name != "cube_total"}
    switch(store(), replace(manifest, tables=tables))

    assert snapshot() is None
    refresh_snapshot(at=AT.replace(hour=10))
    after = snapshot()
    assert after is not None
    assert after.rows == len(GOOD)
