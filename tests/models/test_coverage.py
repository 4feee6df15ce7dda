"""Coverage: what a fact may say, and that nobody changes what was said."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection

from stellwerk.law.coverage import CHANNELS, HIGHEST_LEVEL, STATES
from stellwerk.models import ChangeSet, Channel, CoverageFact, CoverageState, MaturityModel, Service
from tests.house.cases import BERLIN

Breaks = Callable[..., None]
AT = datetime(2026, 3, 2, 9, 41, tzinfo=BERLIN)


@pytest.fixture
def change_set(db: None) -> ChangeSet:
    return ChangeSet.objects.create(kind="grid", title="Raster", district_id="08115", at=AT, added=1)


@pytest.fixture
def fact(change_set: ChangeSet) -> CoverageFact:
    return CoverageFact.objects.create(
        municipality_id="08115045",
        service=Service.objects.order_by("pk")[0],
        state="live",
        valid_from=date(2026, 3, 2),
        source="coordinator",
        confidence="high",
        checked_on=date(2026, 3, 2),
        change_set=change_set,
    )


def test_a_fact_holds_for_a_day_at_least(fact: CoverageFact, copy_breaks: Breaks) -> None:
    copy_breaks("coverage_has_days", fact, valid_to=fact.valid_from)


@pytest.mark.parametrize(("state", "day"), [("planned", None), ("live", date(2026, 9, 1))])
def test_a_day_is_planned_where_it_is_planned_and_nowhere_else(
    fact: CoverageFact, copy_breaks: Breaks, state: str, day: date | None
) -> None:
    copy_breaks("coverage_planned_has_a_day", fact, channel="efa", state=state, planned_on=day)


@pytest.mark.parametrize(
    ("state", "level", "model"),
    [("live", 5, "1.1"), ("live", 8, "2.0"), ("live", 3, ""), ("live", None, "2.0"), ("none", 0, "1.1")],
)
def test_a_level_is_one_of_its_model_and_of_what_is_live(
    fact: CoverageFact, copy_breaks: Breaks, state: str, level: int | None, model: str
) -> None:
    changes = {"channel": "efa", "state": state, "maturity": level, "maturity_model": model}

    copy_breaks("coverage_maturity_fits_its_model", fact, **changes)


def test_one_fact_begins_on_a_day_and_one_is_open(fact: CoverageFact, copy_breaks: Breaks) -> None:
    copy_breaks("coverage_begins_once", fact, valid_to=date(2026, 4, 1))
    copy_breaks("coverage_one_open_fact", fact, valid_from=date(2026, 4, 1), valid_to=None)


def test_only_what_undoes_names_what_it_undoes(change_set: ChangeSet, copy_breaks: Breaks) -> None:
    key = change_set.pk

    copy_breaks("change_set_undo_names_what", change_set, kind="undo")
    copy_breaks("change_set_undo_names_what", change_set, kind="grid", undoes_id=key)


def test_a_change_is_undone_once(change_set: ChangeSet, copy_breaks: Breaks) -> None:
    again = ChangeSet.objects.create(
        kind="undo", title="Raster", at=AT, added=1, undoes=change_set, district_id="08115"
    )

    copy_breaks("stellwerk_changeset_undoes", again)


CHANGED = {
    "state": "'none'", "valid_from": "'2020-01-01'", "valid_to": "'2030-01-01'", "checked_on": "'2020-01-01'",
    "note": "'anders'", "source": "'pvog'", "channel": "'efa'", "maturity": "3", "checked_by": "'jemand'",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGED)
def test_what_was_said_stays_even_while_it_is_replaced(
    fact: CoverageFact, breaks: Breaks, column: str
) -> None:
    changed = f"UPDATE stellwerk_coveragefact SET {column} = {CHANGED[column]}"

    breaks("coveragefact is append-only", changed)
    breaks("coveragefact is append-only", f"{changed}, replaced_by_id = {fact.change_set_id}")
    breaks("coveragefact is append-only", "DELETE FROM stellwerk_coveragefact")


def test_a_fact_is_replaced_once_and_for_all(fact: CoverageFact, breaks: Breaks) -> None:
    replace = "UPDATE stellwerk_coveragefact SET replaced_by_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(replace, [fact.change_set_id])

    breaks("coveragefact is append-only", replace, fact.change_set_id)
    breaks("coveragefact is append-only", replace, None)


def test_a_change_set_is_never_changed(change_set: ChangeSet, breaks: Breaks) -> None:
    breaks("changeset is append-only", "UPDATE stellwerk_changeset SET title = 'anders'")
    breaks("changeset is append-only", "DELETE FROM stellwerk_changeset")


def test_the_law_knows_the_words_that_are_stored() -> None:
    assert set(STATES) == set(CoverageState.values)
    assert set(CHANNELS) == set(Channel.values)
    assert set(HIGHEST_LEVEL) == set(MaturityModel.values)
