"""Variants: the same cases under other settings, and the money taken in the order of the variant."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from stellwerk.law.decisions import Outcome, Proposal
from stellwerk.law.variants import NO_MONEY, TOO_SMALL, Order, Settings, Simulated, simulate
from tests.law.test_decisions import TERMS

REASON = "Die Haushaltsmittel sind begrenzt."
ONE = Proposal(
    Outcome.OPEN,
    asked=Decimal("60000.00"),
    share=Decimal(1),
    starts_on=date(2025, 1, 1),
    ends_on=date(2025, 11, 1),
)  # the terms yield 58,000.00
SMALL = replace(ONE, asked=Decimal("20000.00"))
LARGE = replace(ONE, asked=Decimal("90000.00"))


def simulated(*proposals: Proposal, left: str = "900000.00", **settings: Any) -> list[Simulated]:
    free = {2025: Decimal(left)}
    return simulate(proposals, TERMS, settings=Settings(**settings), left=free, reason=REASON)


def amounts(found: list[Simulated]) -> list[Decimal]:
    return [one.amount for one in found]


def test_without_settings_everything_open_is_tried_as_an_approval() -> None:
    found = simulated(ONE, SMALL)

    assert amounts(found) == [Decimal("58000.00"), Decimal("20000.00")]
    assert {one.proposal.outcome for one in found} == {Outcome.APPROVE}


def test_what_is_refused_already_stays_refused() -> None:
    (found,) = simulated(replace(ONE, outcome=Outcome.REFUSE, reason="Nein."))

    assert (found.proposal.outcome, found.proposal.reason, found.amount) == (Outcome.REFUSE, "Nein.", 0)


def test_a_percentage_a_cap_and_a_share_cut_what_the_terms_yield() -> None:
    assert amounts(simulated(ONE, percent=Decimal(90))) == [Decimal("52200.00")]
    assert amounts(simulated(ONE, cap=Decimal("30000.00"))) == [Decimal("30000.00")]
    assert amounts(simulated(ONE, share_limit=Decimal("0.5"))) == [Decimal("29000.00")]
    assert amounts(simulated(ONE, percent=Decimal(50), cap=Decimal("10000.00"))) == [Decimal("10000.00")]


def test_whoever_gets_less_is_told_the_reason_of_the_variant() -> None:
    (found,) = simulated(ONE, percent=Decimal(90))

    assert found.proposal.reason == REASON
    assert found.proposal.limit == Decimal("52200.00")


def test_small_amounts_are_refused_with_the_reason() -> None:
    found = simulated(ONE, SMALL, refuse_below=Decimal("25000.00"))

    assert amounts(found) == [Decimal("58000.00"), Decimal(0)]
    assert (found[1].proposal.outcome, found[1].proposal.reason) == (Outcome.REFUSE, REASON)
    assert found[1].why is not None
    assert found[1].why.text == TOO_SMALL


def test_the_money_goes_to_whoever_came_first_while_it_lasts() -> None:
    found = simulated(ONE, LARGE, SMALL, left="80000.00", in_budget=True)

    assert amounts(found) == [Decimal("58000.00"), Decimal(0), Decimal("20000.00")]
    assert found[1].why is not None
    assert found[1].why.text == NO_MONEY


def test_the_order_of_the_variant_decides_who_comes_first() -> None:
    smallest = simulated(ONE, LARGE, SMALL, left="60000.00", in_budget=True, order=Order.SMALLEST)
    largest = simulated(ONE, LARGE, SMALL, left="60000.00", in_budget=True, order=Order.LARGEST)

    assert amounts(smallest) == [0, 0, Decimal("20000.00")]
    assert amounts(largest) == [0, Decimal("58000.00"), 0]


def test_a_year_without_a_budget_has_no_money() -> None:
    found = simulate([ONE], TERMS, settings=Settings(in_budget=True), left={}, reason=REASON)

    assert amounts(found) == [0]


def test_what_cannot_be_computed_says_why() -> None:
    (found,) = simulated(replace(ONE, share=None))

    assert found.decided is None
    assert found.why is not None
    assert "Stellenumfang" in found.why.sentence()
