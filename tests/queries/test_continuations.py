"""What another end or another rate would mean, before anything is written."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.working import Refused
from stellwerk.models import Run
from stellwerk.queries.continuations import balances, what_if


def test_an_earlier_end_needs_less(computed: Run) -> None:
    planned = what_if(computed, new_end=date(2025, 7, 1))
    earlier = what_if(computed, new_end=date(2025, 1, 1))

    assert (planned.sums.changed, planned.sums.unchanged) == (32, 6)
    assert planned.sums.added == {2024: Decimal("385958.82"), 2025: Decimal("890517.84")}
    assert earlier.sums.changed < 32
    assert set(earlier.sums.added) == {2024}
    assert not planned.missing
    assert planned.sums.total == Decimal("1276476.66")


def test_a_higher_rate_shows_what_would_be_missing_in_which_year(computed: Run) -> None:
    dear = what_if(computed, new_end=date(2025, 7, 1), monthly_rate=Decimal("58000.00"))

    budget = {row.year: row for row in computed.programme.budget_years.order_by("year")}
    added = dear.sums.added
    assert dear.terms.is_example
    assert abs(added[2024] - 10 * Decimal("385958.82")) < 1  # each grant is rounded on its own
    assert abs(added[2025] - 10 * Decimal("890517.84")) < 1
    assert dear.missing == {
        2024: Decimal("2186921.18") + added[2024] - budget[2024].appropriation,
        2025: Decimal("450248.83") + added[2025] - budget[2025].commitment_authority,
    }
    assert {row.year: -row.left for row in dear.years if row.left < 0} == dear.missing


def test_nothing_is_written(computed: Run, everything_stays: Callable) -> None:
    with everything_stays():
        what_if(computed, new_end=date(2025, 10, 1), monthly_rate=Decimal("4321.09"))


def test_a_grant_that_cannot_be_continued_is_named(computed: Run) -> None:
    with pytest.raises(Refused, match="Zuwendung Beispiel-EGK-08115: Nach „Fördergrundsätze, Fassung 2“"):
        what_if(computed, new_end=date(2026, 7, 2))


def test_a_year_without_a_budget_has_nothing_available(computed: Run) -> None:
    rows = balances(computed.programme, {2031: Decimal("5.00")}, decided_on=computed.letter_date)

    assert (rows[-1].year, rows[-1].available, rows[-1].left) == (2031, 0, Decimal("-5.00"))
