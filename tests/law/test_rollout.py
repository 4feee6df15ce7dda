"""Waves: who is next, why somebody is late, and when all will be online by plan and by pace."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.rollout import (
    DONE,
    LATE,
    LATER,
    NEXT,
    Target,
    forecast,
    reason,
    require_no_circle,
    require_order,
    spread,
    standing,
    who_is_next,
)
from stellwerk.law.working import Refused

TODAY = date(2024, 3, 8)
AIDLINGEN, ALTDORF, BOEBLINGEN, BONDORF = "08115001", "08115002", "08115003", "08115004"


@pytest.mark.parametrize(
    ("planned_on", "live_on", "expected"),
    [
        (date(2024, 2, 1), date(2024, 3, 8), DONE),
        (date(2024, 2, 1), date(2024, 3, 9), LATE),  # will be live tomorrow
        (date(2024, 3, 7), None, LATE),
        (date(2024, 3, 8), None, NEXT),
        (date(2024, 3, 22), None, NEXT),
        (date(2024, 3, 23), None, LATER),
    ],
)
def test_where_a_municipality_stands(planned_on: date, live_on: date | None, expected: str) -> None:
    assert standing(Target(AIDLINGEN, planned_on, live_on), today=TODAY) == expected


def test_the_one_who_waits_longest_is_helped_first_and_the_done_not_at_all() -> None:
    targets = [
        Target(BONDORF, date(2024, 3, 29)),
        Target(BOEBLINGEN, date(2024, 3, 1)),
        Target(AIDLINGEN, date(2024, 2, 1), date(2024, 2, 6)),
        Target(ALTDORF, date(2024, 3, 1)),
    ]

    assert [target.ags for target in who_is_next(targets, today=TODAY)] == [ALTDORF, BOEBLINGEN, BONDORF]


def test_the_reason_is_what_is_known_of_the_cell_and_first_of_all_the_wave_before() -> None:
    day = date(2024, 4, 15)

    assert "davor" in reason("none", None, waits_for_wave=True).text
    assert reason("planned", day, waits_for_wave=False).day == day
    assert "kein Angebot" in reason("none", None, waits_for_wave=False).text
    assert "nicht zuständig" in reason("not_responsible", None, waits_for_wave=False).text
    assert "nicht erhoben" in reason("", None, waits_for_wave=False).text
    assert "anderem Weg" in reason("live", None, waits_for_wave=False).text


def test_days_are_spread_evenly_over_working_days_and_the_last_one_is_the_aim() -> None:
    days = spread(5, date(2024, 3, 11), date(2024, 5, 31))

    assert days == [
        date(2024, 3, 27), date(2024, 4, 12), date(2024, 4, 29), date(2024, 5, 14), date(2024, 5, 31),
    ]  # fmt: skip


def test_an_aim_at_the_weekend_is_reached_on_friday() -> None:
    assert spread(1, date(2024, 3, 11), date(2024, 3, 31)) == [date(2024, 3, 29)]


@given(
    st.integers(1, 60),
    st.dates(date(2022, 1, 1), date(2027, 1, 1)),
    st.integers(0, 400),
)
def test_no_day_lies_after_the_aim_and_they_never_go_back(count: int, start: date, length: int) -> None:
    due = date.fromordinal(start.toordinal() + length)

    days = spread(count, start, due)

    assert len(days) == count
    assert days == sorted(days)
    assert max(days) <= due
    assert all(day.weekday() < 5 for day in days)


def test_the_forecast_goes_by_plan_and_by_the_pace_since_the_wave_began() -> None:
    """Two of five went online in the 31 days from 7 February: 2.0 a month, the other three need 47 days."""
    targets = [
        Target(AIDLINGEN, date(2024, 2, 16), date(2024, 2, 20)),
        Target(ALTDORF, date(2024, 2, 26), date(2024, 3, 4)),
        Target(BOEBLINGEN, date(2024, 3, 6)),
        Target(BONDORF, date(2024, 3, 18)),
        Target("08115010", date(2024, 4, 12)),
    ]

    found = forecast(targets, starts_on=date(2024, 2, 7), today=TODAY)

    assert (found.done, found.total, found.per_month) == (2, 5, Decimal("2.0"))
    assert (found.done_on_by_plan, found.done_on_by_pace) == (date(2024, 4, 12), date(2024, 4, 24))
    assert [(m.day, m.by_plan, m.by_pace) for m in found.milestones] == [
        (date(2024, 3, 31), 4, 3),
        (date(2024, 4, 30), 5, 5),
    ]


def test_without_anybody_online_there_is_no_pace_and_no_guess() -> None:
    found = forecast([Target(AIDLINGEN, date(2024, 4, 12))], starts_on=date(2024, 3, 1), today=TODAY)

    assert (found.per_month, found.done_on_by_pace) == (None, None)
    assert {milestone.by_pace for milestone in found.milestones} == {None}


def test_who_was_online_before_the_wave_is_done_but_adds_no_pace() -> None:
    targets = [Target(AIDLINGEN, date(2024, 4, 2), date(2023, 6, 1)), Target(ALTDORF, date(2024, 4, 12))]

    found = forecast(targets, starts_on=date(2024, 3, 1), today=TODAY)

    assert (found.done, found.per_month) == (1, None)


def test_when_all_are_online_the_forecast_is_today() -> None:
    targets = [Target(AIDLINGEN, date(2024, 4, 2), date(2024, 3, 5))]

    found = forecast(targets, starts_on=date(2024, 3, 1), today=TODAY)

    assert found.done_on_by_pace == TODAY
    assert found.milestones[0].by_pace == 1


def test_a_wave_does_not_end_before_it_begins_or_begin_before_the_other_one_is_due() -> None:
    require_order(date(2024, 3, 11), date(2024, 3, 11), before_due_on=date(2024, 3, 10))

    with pytest.raises(Refused, match="liegt vor dem Beginn"):
        require_order(date(2024, 3, 11), date(2024, 3, 10), before_due_on=None)
    with pytest.raises(Refused, match=r"erst am 11\.03\.2024"):
        require_order(date(2024, 3, 11), date(2024, 5, 1), before_due_on=date(2024, 3, 11))


def test_waves_do_not_wait_for_each_other_in_a_circle() -> None:
    known = {1: None, 2: 1, 3: 2, 7: 8, 8: 7}

    require_no_circle(4, 3, known=known)
    require_no_circle(4, 7, known=known)  # an old circle elsewhere is no reason to count for ever
    for wave, after in ((1, 1), (1, 2), (1, 3)):
        with pytest.raises(Refused, match="aufeinander warten"):
            require_no_circle(wave, after, known=known)
