"""Approvals: duration, follow-up, sharing of a post, and the highest amount of a grant."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.approvals import approved_funding, follow_up_terms, require_duration, require_sharing
from stellwerk.law.periods import Period
from stellwerk.law.terms import (
    CostPlan,
    DayRule,
    FinancingType,
    FollowUp,
    FollowUpRule,
    Splitting,
    Terms,
    VacancyRule,
)
from stellwerk.law.working import Refused

TERMS = Terms(
    label="Bedingungen, Fassung 1",
    financing_type=FinancingType.FESTBETRAG,
    monthly_rate=None,
    percent=None,
    monthly_cap=None,
    day_rule=DayRule.CALENDAR_DAYS,
    vacancy_rule=VacancyRule.OCCUPIED_ONLY,
    longest_months=24,
    minimum_share=Decimal("0.5"),
    is_example=False,
    maximum_share=Decimal(1),
    shortest_months=6,
    yearly_rate=Decimal(20_000),
)
TWO_YEARS = Period(date(2024, 7, 1), date(2026, 7, 1))


def approved(terms: Terms = TERMS, period: Period = TWO_YEARS, share: str = "0.75", **more: object):
    return approved_funding(period, approved_share=Decimal(share), terms=terms, **more)


def test_a_year_yields_the_rate_of_a_year_in_proportion_to_the_share() -> None:
    found = approved()

    assert found.by_year == {2024: Decimal(7500), 2025: Decimal(15_000), 2026: Decimal(7500)}
    assert found.working.amount == 30_000


@pytest.mark.parametrize(
    ("end", "words"), [(date(2024, 12, 31), "mindestens 6 Monate"), (date(2026, 7, 2), "längstens 24 Monate")]
)
def test_a_period_is_neither_too_short_nor_too_long(end: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        require_duration(Period(TWO_YEARS.start, end), TERMS)


def test_the_shortest_and_the_longest_period_are_allowed() -> None:
    require_duration(Period(date(2024, 7, 1), date(2025, 1, 1)), TERMS)
    require_duration(TWO_YEARS, TERMS)
    require_duration(Period(date(2024, 7, 1), date(2054, 7, 1)), replace(TERMS, longest_months=None))


def test_more_of_a_post_than_the_maximum_is_refused() -> None:
    with pytest.raises(Refused, match="über dem Höchstanteil von 0,7"):
        approved(replace(TERMS, maximum_share=Decimal("0.7")))


# --- follow-up -----------------------------------------------------------------------------------


def test_a_follow_up_has_its_own_rate_and_duration() -> None:
    follow_up = FollowUp(FollowUpRule.FUNDED, percent=Decimal(40), longest_months=36)
    terms = replace(
        TERMS,
        financing_type=FinancingType.ANTEIL,
        percent=Decimal(70),
        follow_up=follow_up,
        maximum_share=None,
    )
    three_years, costs = (
        Period(date(2024, 7, 1), date(2027, 7, 1)),
        CostPlan(Decimal(5000), Decimal(0), Decimal(0)),
    )

    first = approved(terms, share="1", costs=costs)
    second = approved(terms, three_years, share="1", costs=costs, follows="KSM-7")

    assert first.working.amount == 84_000
    assert second.working.amount == 72_000
    assert "KSM-7" in second.working.steps[0].sentence()


def test_a_follow_up_takes_the_place_of_monthly_rates_and_bands() -> None:
    follow_up = FollowUp(FollowUpRule.FUNDED, yearly_rate=Decimal(12_000))
    changed, _step = follow_up_terms(replace(TERMS, monthly_rate=Decimal(5000), follow_up=follow_up), "7")

    assert (changed.yearly_rate, changed.monthly_rate, changed.longest_months) == (12_000, None, 24)


def test_a_follow_up_that_is_excluded_is_refused() -> None:
    with pytest.raises(Refused, match="Anschlussvorhaben nicht gefördert"):
        approved(replace(TERMS, follow_up=FollowUp(FollowUpRule.EXCLUDED)), follows="7")


# --- several people on one post ------------------------------------------------------------------


SPLIT = replace(TERMS, splitting=Splitting(2, Decimal(1), Decimal("0.5")))


def test_a_whole_post_may_be_shared_by_two_people_with_half_each() -> None:
    require_sharing([Decimal("0.5"), Decimal("0.5")], approved_share=Decimal(1), terms=SPLIT)
    require_sharing([Decimal("0.8")], approved_share=Decimal("0.8"), terms=SPLIT)
    require_sharing([Decimal("0.1")] * 5, approved_share=Decimal("0.5"), terms=TERMS)  # nothing is said


@pytest.mark.parametrize(
    ("parts", "share", "words"),
    [
        (["0.4", "0.4"], "0.8", "ab 1,0 VZÄ"),
        (["0.6", "0.4"], "1", "höchstens 2 Personen"),
        (["0.5", "0.5", "0.5"], "1", "höchstens 2 Personen"),
    ],
)
def test_other_ways_to_share_are_refused(parts: list[str], share: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        require_sharing([Decimal(part) for part in parts], approved_share=Decimal(share), terms=SPLIT)


# --- the highest amount --------------------------------------------------------------------------


def test_the_highest_amount_fills_earlier_years_first() -> None:
    found = approved(replace(TERMS, total_cap=Decimal("16000.01")))

    assert found.by_year == {2024: Decimal(7500), 2025: Decimal("8500.01"), 2026: Decimal(0)}
    assert found.working.amount == Decimal("16000.01")
    assert found.working.steps[-1].value == "16.000,01 €"


def test_a_yearly_cap_limits_each_month() -> None:
    terms = replace(TERMS, financing_type=FinancingType.VOLL, yearly_cap=Decimal(12_000))
    costs = CostPlan(Decimal(4000), Decimal(0), Decimal(0))

    assert approved(terms, share="1", costs=costs).by_year[2025] == 12_000
