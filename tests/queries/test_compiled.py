"""Questions that are only filled in say the same as those that Ibis writes anew."""

from dataclasses import replace
from datetime import date
from itertools import product

import ibis.expr.types as ir
import pytest

from stellwerk.gateways.warehouse_engines import DuckDB, Limits
from stellwerk.queries import compiled
from stellwerk.queries.indicator_texts import Filters
from stellwerk.queries.questions import Question

DAY = date(2025, 12, 31)
FILTERS = [
    Filters(),
    Filters(district="08115", subject_area=3),
    Filters(districts=("08115", "08111"), channel="efa", day=date(2024, 2, 29)),
    Filters(municipality="08115003", services=("99012008001000", "99027002012000"), day=DAY),
]


class Counted(DuckDB):
    """Counts how often something was written."""

    written = 0

    def sql(self, expression: ir.Table) -> str:
        Counted.written += 1
        return super().sql(expression)


@pytest.fixture
def engine() -> Counted:
    compiled._WRITTEN.clear()
    Counted.written = 0
    return Counted(Limits())


def test_what_is_filled_in_is_what_ibis_writes(engine: Counted) -> None:
    asks = {
        "pairs": Question.pairs,
        "whole": Question.whole_services,
        "reached": Question.reached,
    }
    for filters, dimension, (kind, ask) in product(FILTERS, ("", "district"), asks.items()):
        asked = Question(dimension, filters, DAY)

        filled = compiled.written(engine, asked, kind, ask)

        assert filled.split() == DuckDB.sql(engine, ask(asked)).split(), asked


def test_another_district_and_another_day_are_not_written_anew(engine: Counted) -> None:
    first = Question("municipality", Filters(district="08115", services=("1",), day=date(2025, 3, 1)), DAY)
    compiled.written(engine, first, "pairs", Question.pairs)

    for filters in (
        Filters(district="08111", services=("1", "2", "3"), day=date(2024, 2, 29)),
        Filters(district="08416", services=("7",), day=date(2025, 1, 1)),
    ):
        compiled.written(engine, replace(first, filters=filters), "pairs", Question.pairs)

    assert Counted.written == 1


def test_what_is_no_plain_key_is_written_by_ibis(engine: Counted) -> None:
    asked = Question("", Filters(district="08' OR '1' = '1"), DAY)

    text = compiled.written(engine, asked, "pairs", Question.pairs)

    assert "'08'' OR ''1'' = ''1'" in text
    assert not compiled._WRITTEN
