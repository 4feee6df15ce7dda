"""Files of the whole country: every row is checked, and all of it is taken over or nothing."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from stellwerk.actions.snapshots import import_coverage, refresh_snapshot
from stellwerk.gateways.coverage_file import Checked
from stellwerk.gateways.warehouse import current
from stellwerk.law.working import Refused
from stellwerk.queries.indicators import Filters, figure
from stellwerk.queries.warehouse import store
from tests.house.cases import BERLIN
from tests.house.warehouse import warehouse_folder  # noqa: F401

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


def test_a_row_that_stands_twice_is_named(taken: Callable[..., Checked]) -> None:
    checked = taken([*GOOD, GOOD[1]])

    assert [(it.number, it.text) for it in checked.problems] == [(6, "steht weiter oben schon")]
    assert current(store()) is None


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
