"""Figures over time: what one question says of many days is what each day says for itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from stellwerk.gateways.warehouse import Manifest
from stellwerk.law.working import Refused
from stellwerk.models import Activity, ActivityFormat, Person
from stellwerk.queries import series
from stellwerk.queries.indicators import INDICATORS, Figure, Filters, by, figure
from stellwerk.queries.series import by_group, over_time
from tests.house.coverage import WorkedCase, stored_case
from tests.house.warehouse import snapshot_on, warehouse_folder  # noqa: F401

DAY = date(2025, 12, 31)
BOTH = Filters(districts=("08901", "08902"))
NORTH = Filters(district="08901")
MONTHS = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(25)]
ANY_DAYS = [date(2024, 8, 17), date(2025, 3, 31), date(2025, 7, 2), date(2025, 12, 31)]


@pytest.fixture(scope="module")
def stored(kept_for_the_module: None) -> WorkedCase:
    return stored_case()


@pytest.fixture
def snapshot(
    stored: WorkedCase,
    coordinator: Any,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> Manifest:
    """Take a snapshot after two visits, one of which is forgotten in the last year."""
    for ags, on in (("08901001", date(2025, 6, 1)), ("08901002", date(2024, 6, 30))):
        visit = Activity.objects.create(
            district_id="08901", on=on, format=ActivityFormat.VISIT, title="Besuch",
            recorded_at="2025-12-01T08:00Z", by=Person.objects.get(pk=coordinator.person.pk),
        )  # fmt: skip
        visit.municipalities.add(ags)
    return snapshot_on(DAY)


def said(one: Figure) -> tuple[int, int, bool]:
    return one.part, one.whole, one.hidden


@pytest.mark.parametrize("days", [MONTHS, ANY_DAYS], ids=["months", "any days"])
@pytest.mark.parametrize("filters", [BOTH, NORTH, Filters(district="08901", channel="efa")])
def test_many_days_say_what_each_says(snapshot: Manifest, days: list[date], filters: Filters) -> None:
    for key in INDICATORS:
        together = [said(one) for _day, one in over_time(key, days=days, filters=filters)]

        assert together == [said(figure(key, filters=filters.on(day))) for day in days], key
    assert len({said(one) for _day, one in over_time("municipalities", days=days, filters=filters)}) > 1


@pytest.mark.parametrize("dimension", ["district", "size_class", "subject_area"])
@pytest.mark.parametrize("days", [[MONTHS[14], MONTHS[24]], [ANY_DAYS[1], ANY_DAYS[3]]])
def test_each_group_says_on_each_day_what_it_says_for_itself(
    snapshot: Manifest, days: list[date], dimension: str
) -> None:
    for key in INDICATORS:
        if key == "reached" and dimension == "subject_area":
            continue
        lines = {
            group: dict(points) for group, _name, points in by_group(key, dimension, days=days, filters=BOTH)
        }
        for day in days:
            for group, name, one in by(key, dimension, filters=BOTH.on(day)):
                assert said(lines[group][day]) == said(one), (key, day, name)


# a1 was visited on 1 June 2025, a2 on 30 June 2024: one year later that visit counts no more.
def test_a_visit_counts_for_a_year(snapshot: Manifest) -> None:
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 30)]

    assert [said(one)[:2] for _day, one in over_time("reached", days=days, filters=NORTH)] == [
        (1, 7), (2, 7), (1, 7),
    ]  # fmt: skip


def test_one_question_answers_however_many_days(snapshot: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    engine = series.warehouse().engine
    rows = engine.rows
    over_time("collected", days=MONTHS[:2], filters=NORTH)
    monkeypatch.setattr(engine, "rows", lambda sql: asked.append(sql) or rows(sql))

    for key in ("municipalities", "inhabitants", "collected"):
        over_time(key, days=MONTHS, filters=NORTH)
    for key in ("federal", "maturity_1_1"):
        over_time(key, days=MONTHS, filters=NORTH)

    assert len(asked) == 2  # the changes, and the facts; of whom anything is known was asked before


def test_a_whole_country_on_any_days_has_to_be_narrowed(
    snapshot: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "MOST", 100)

    with pytest.raises(Refused, match="einen Kreis"):
        over_time("maturity_1_1", days=MONTHS, filters=Filters())
    assert over_time("maturity_1_1", days=MONTHS, filters=NORTH)
    assert over_time("municipalities", days=MONTHS, filters=Filters())


def test_many_facts_are_counted_in_portions(snapshot: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = [said(one) for _day, one in over_time("federal", days=ANY_DAYS, filters=BOTH)]
    series.warehouse().forget()
    monkeypatch.setattr(series, "AT_ONCE", 3 * snapshot.rows)

    assert [said(one) for _day, one in over_time("federal", days=ANY_DAYS, filters=BOTH)] == at_once
