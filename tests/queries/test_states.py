"""Grants as amended so far: what the law calculates with."""

from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.terms import CostPlan, Staffing
from stellwerk.law.working import Refused
from stellwerk.models import Grant, Notice, Post, Programme, Run
from stellwerk.queries.states import GrantRow, committed_by_year, granted_states, running_grants


def state_of(file_number: str) -> GrantRow:
    (row,) = granted_states(Grant.objects.filter(file_number=file_number))
    return row


def test_a_grant_is_the_sum_of_its_notices(released: Run) -> None:
    state = state_of("Beispiel-EGK-08117").state

    assert (state.start, state.end) == (date(2022, 8, 16), date(2025, 7, 1))
    assert state.approved_share == Decimal("1.000")
    assert state.staffing == (Staffing(date(2022, 8, 16), None, Decimal("1.000")),)
    assert state.by_year == {
        2022: Decimal("26193.55"),
        2023: Decimal("69600.00"),
        2024: Decimal("69600.00"),
        2025: Decimal("34800.00"),
    }


def test_a_stopped_notice_counts_for_nothing(released: Run, programme: Programme) -> None:
    before = committed_by_year(programme)
    Notice.objects.filter(run=released, grant__file_number="Beispiel-EGK-08117").update(
        stopped_on="2024-03-08"
    )

    state = state_of("Beispiel-EGK-08117").state

    assert state.end == date(2024, 8, 16)
    assert 2025 not in state.by_year
    assert before[2025] - committed_by_year(programme)[2025] == Decimal("34800.00")


def test_a_gap_between_two_holders_stays_a_gap(programme: Programme) -> None:
    state = state_of("Beispiel-EGK-08115").state

    assert state.staffing == (
        Staffing(date(2022, 7, 1), date(2023, 5, 1), Decimal("1.000")),
        Staffing(date(2023, 8, 16), None, Decimal("1.000")),
    )


def test_a_plan_of_costs_comes_along_where_there_is_one(programme: Programme) -> None:
    plan = {"eligible_monthly": Decimal("6123.45"), "own_monthly": Decimal("612.35")}
    Grant.objects.filter(file_number="Beispiel-EGK-08116").update(**plan)

    assert state_of("Beispiel-EGK-08116").state.costs == CostPlan(
        Decimal("6123.45"), Decimal("612.35"), Decimal(0)
    )
    assert state_of("Beispiel-EGK-08117").state.costs is None


def test_grants_come_in_the_order_of_their_file_numbers(programme: Programme) -> None:
    numbers = [row.file_number for row in granted_states(running_grants(programme))]

    assert numbers == sorted(numbers)
    assert len(numbers) == 38


def test_a_post_that_was_handed_back_runs_no_more(programme: Programme) -> None:
    programme.posts.filter(number="EGK-08117").update(returned_on=date(2024, 1, 31))

    numbers = [row.file_number for row in granted_states(running_grants(programme))]

    assert "Beispiel-EGK-08117" not in numbers
    assert len(numbers) == 37


def test_what_is_committed_is_the_sum_of_all_notices_by_year(released: Run) -> None:
    assert committed_by_year(released.programme) == {
        2022: Decimal("391758.82"),
        2023: Decimal("2128431.17"),
        2024: Decimal("2186921.18") + Decimal("385958.82"),
        2025: Decimal("450248.83") + Decimal("890517.84"),
    }


def test_a_grant_without_a_notice_is_refused_by_name(released: Run) -> None:
    programme = released.programme
    office = programme.authority
    post = Post.objects.create(
        programme=programme, employer=office, number="EGK-9", approved_share=Decimal(1)
    )
    Grant.objects.create(
        programme=programme, post=post, recipient=office, file_number="EGK/9", starts_on=date(2024, 5, 2)
    )

    with pytest.raises(Refused, match="Zur Zuwendung EGK/9 gibt es noch keinen Bescheid"):
        list(granted_states(running_grants(programme)))
