"""Periods: half-open arithmetic, months, what people see."""

from datetime import date

import pytest

from stellwerk.law.periods import Period, add_months, last_day_before, through


def test_a_period_is_shown_with_its_last_day() -> None:
    assert str(Period(date(2022, 10, 1), date(2024, 10, 1))) == "01.10.2022 bis 30.09.2024"
    assert through(date(2022, 10, 1), date(2024, 9, 30)) == Period(date(2022, 10, 1), date(2024, 10, 1))
    assert last_day_before(date(2025, 7, 1)) == date(2025, 6, 30)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period(date(2024, 10, 2), date(2024, 10, 1))


def test_periods_that_only_touch_do_not_overlap() -> None:
    first, second = Period(date(2024, 1, 1), date(2024, 4, 1)), Period(date(2024, 4, 1), date(2024, 7, 1))

    assert first.overlap(second) is None
    assert first.overlap(Period(date(2024, 3, 31), date(2025, 1, 1))) == through(
        date(2024, 3, 31), date(2024, 3, 31)
    )


def test_a_period_is_cut_at_the_turn_of_months_and_years() -> None:
    period = Period(date(2024, 11, 15), date(2025, 2, 1))

    assert [part.days for part in period.months()] == [16, 31, 31]
    assert [part.days for part in period.years()] == [47, 31]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2022, 10, 1), 24, date(2024, 10, 1)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_months_lead_to_the_same_number_or_the_last_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
