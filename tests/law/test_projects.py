"""A measure by its costs of each kind: limits, share and duration of the terms, the months of each year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stellwerk.law.costs import CostItem
from stellwerk.law.decisions import Change, Decided, Outcome, Proposal, changed, decide
from stellwerk.law.periods import Period
from stellwerk.law.projects import Planned, approved_project, counts_by_kind
from stellwerk.law.terms import (
    CostCategory,
    CostPlan,
    Earlier,
    FinancingType,
    FollowUp,
    FollowUpRule,
    Terms,
)
from stellwerk.law.working import Refused
from tests.house.terms import ANTEIL

TERMS = replace(
    ANTEIL,
    longest_months=24,
    minimum_share=Decimal("0.5"),
    maximum_share=Decimal("0.8"),
    cost_categories=(CostCategory("staff", "Personal"), CostCategory("travel", "Reisen", Decimal(1000))),
    follow_up=FollowUp(FollowUpRule.FUNDED, percent=Decimal(25), longest_months=36),
)
ITEMS = (CostItem("staff", Decimal(120_000)), CostItem("travel", Decimal(4000)))
TWO_YEARS = Period(date(2024, 7, 1), date(2026, 7, 1))


def planned(terms: Terms = TERMS, period: Period = TWO_YEARS, share: str = "0.8", **more: Any) -> Planned:
    return approved_project(period, ITEMS, approved_share=Decimal(share), terms=terms, **more)


def proposal(**changes: Any) -> Proposal:
    values = {
        "outcome": Outcome.APPROVE,
        "share": Decimal("0.8"),
        "starts_on": TWO_YEARS.start,
        "ends_on": TWO_YEARS.end,
        "items": ITEMS,
    }
    return Proposal(**(values | changes))


def decided(terms: Terms = TERMS, **changes: Any) -> Decided:
    return decide(proposal(**changes), terms)


def test_each_kind_is_cut_to_its_limit_and_the_share_taken_of_what_is_left() -> None:
    found = planned()

    assert found.working.amount == 60_500
    assert found.months == {2024: 6, 2025: 12, 2026: 6}
    assert "Reisen: 4.000,00 €, begrenzt" in found.working.steps[1].sentence()


def test_the_share_of_the_post_stays_within_its_limits() -> None:
    with pytest.raises(Refused, match="unter dem Mindestanteil"):
        planned(share="0.4")
    with pytest.raises(Refused, match="über dem Höchstanteil"):
        planned(share="0.9")


def test_the_duration_stays_within_its_limits() -> None:
    with pytest.raises(Refused, match="längstens 24 Monate"):
        planned(period=Period(TWO_YEARS.start, date(2026, 7, 2)))


def test_a_follow_up_has_its_own_share_and_duration() -> None:
    found = planned(period=Period(TWO_YEARS.start, date(2027, 7, 1)), follows="KSM-7")

    assert found.working.amount == 30_250
    assert "KSM-7" in found.working.steps[0].sentence()


def test_own_means_count_for_all_months_of_the_post() -> None:
    terms = replace(TERMS, financing_type=FinancingType.FEHLBEDARF, percent=None)
    costs = CostPlan(Decimal(0), Decimal(1000), Decimal(500))

    assert planned(terms, costs=costs).working.amount == 121_000 - 1500 * 24 * Decimal("0.8")


@pytest.mark.parametrize(
    ("items", "changes", "counts"),
    [
        (ITEMS, {}, True),
        ((), {}, False),
        (ITEMS, {"cost_categories": ()}, False),
        (ITEMS, {"financing_type": FinancingType.FESTBETRAG}, False),
    ],
)
def test_kinds_count_where_the_terms_name_them_and_pay_no_festbetrag(
    items: tuple[CostItem, ...], changes: dict[str, Any], counts: bool
) -> None:
    assert counts_by_kind(items, replace(TERMS, **changes)) is counts


def test_a_decision_falls_on_the_years_by_their_months() -> None:
    found = decided()

    assert found.by_year == {2024: 15_125, 2025: 30_250, 2026: 15_125}
    assert [step.value for step in found.working.steps[-3:]] == ["15.125,00 €", "30.250,00 €", "15.125,00 €"]


def test_a_single_year_needs_no_sharing_out() -> None:
    found = decided(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))

    assert found.by_year == {2025: 60_500}
    assert "Haushaltsjahr" not in found.working.steps[-1].sentence()


def test_less_than_the_plan_yields_falls_on_every_year() -> None:
    found = decided(limit=Decimal(40_000), reason="Mehr ist nicht da.")

    assert found.by_year == {2024: 10_000, 2025: 20_000, 2026: 10_000}


def test_a_measure_without_a_plan_by_kind_is_paid_by_the_month() -> None:
    found = decided(items=(), costs=CostPlan(Decimal(5000), Decimal(0), Decimal(0)))

    assert found.amount == 5000 * 24 * Decimal("0.8") / 2


def test_a_change_keeps_what_it_does_not_name() -> None:
    earlier = Earlier(7, "KSM-7", date(2022, 7, 1))
    it = proposal(follows=earlier)

    assert changed(it, Change(Outcome.APPROVE)) == it
    assert changed(it, Change(Outcome.APPROVE, is_first=True)).follows is None
    assert changed(it, Change(Outcome.APPROVE, items=ITEMS[:1])).items == ITEMS[:1]


def test_a_follow_up_begins_after_the_grant_before() -> None:
    with pytest.raises(Refused, match="beginnt nicht vor diesem Vorhaben"):
        decided(follows=Earlier(7, "KSM-7", TWO_YEARS.start))

    assert decided(follows=Earlier(7, "KSM-7", date(2022, 7, 1))).amount == 30_250


def test_an_item_is_read_as_it_was_written() -> None:
    item = CostItem("services", Decimal("10.50"), days=3)

    assert CostItem.read(item.row()) == item
