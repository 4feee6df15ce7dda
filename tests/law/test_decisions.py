"""Decisions: what the terms yield, cut to what was asked or set, shared out over the years to the cent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.decisions import (
    Change,
    Outcome,
    Proposal,
    changed,
    decide,
    needs_third_pair,
    require_third_pair,
    shared_out,
)
from stellwerk.law.terms import CostPlan, DayRule, FinancingType, Terms, VacancyRule
from stellwerk.law.working import Refused

TERMS = Terms(
    label="Fördergrundsätze, Fassung 2",
    financing_type=FinancingType.FESTBETRAG,
    monthly_rate=Decimal("5800.00"),
    percent=None,
    monthly_cap=None,
    day_rule=DayRule.CALENDAR_DAYS,
    vacancy_rule=VacancyRule.OCCUPIED_ONLY,
    longest_months=24,
    minimum_share=Decimal("0.5"),
    is_example=True,
)
YEAR = Proposal(
    outcome=Outcome.APPROVE,
    asked=Decimal("52200.00"),
    share=Decimal("0.75"),
    starts_on=date(2024, 7, 1),
    ends_on=date(2025, 7, 1),
)


def test_an_approval_gets_what_the_terms_yield_by_year() -> None:
    found = decide(YEAR, TERMS)

    assert found.amount == Decimal("52200.00")
    assert found.by_year == {2024: Decimal("26100.00"), 2025: Decimal("26100.00")}
    assert found.working.amount == found.amount
    assert found.working.steps[0].source == "Fördergrundsätze, Fassung 2 (Beispielwert)"


def test_nobody_gets_more_than_was_asked_for() -> None:
    found = decide(replace(YEAR, asked=Decimal("40000.01"), reason="Mehr ist nicht beantragt."), TERMS)

    assert found.amount == Decimal("40000.01")
    assert found.by_year == {2024: Decimal("20000.01"), 2025: Decimal("20000.00")}
    assert "begrenzt auf den beantragten Betrag" in [step.text for step in found.working.steps]
    assert found.working.steps[-1].value == "20.000,00 €"


def test_a_limit_cuts_every_year_in_proportion_and_says_so() -> None:
    found = decide(replace(YEAR, limit=Decimal("26100.00"), reason="Die Mittel sind begrenzt."), TERMS)

    assert found.by_year == {2024: Decimal("13050.00"), 2025: Decimal("13050.00")}
    limited = [step for step in found.working.steps if step.text == "begrenzt auf den festgesetzten Betrag"]
    assert [step.source for step in limited] == ["§ 40 LVwVfG"]


def test_a_limit_above_what_the_terms_yield_changes_nothing() -> None:
    found = decide(replace(YEAR, limit=Decimal("90000.00")), TERMS)

    assert found.amount == Decimal("52200.00")


def test_an_application_without_an_amount_gets_what_the_terms_yield() -> None:
    assert decide(replace(YEAR, asked=None), TERMS).amount == Decimal("52200.00")


def test_a_refusal_gets_nothing_and_still_knows_what_the_terms_would_yield() -> None:
    found = decide(replace(YEAR, outcome=Outcome.REFUSE, reason="Nicht förderfähig."), TERMS)

    assert (found.amount, found.by_year) == (Decimal(0), {})
    assert found.yielded == {2024: Decimal("26100.00"), 2025: Decimal("26100.00")}


def test_a_refusal_needs_no_share_and_no_period() -> None:
    found = decide(Proposal(Outcome.REFUSE, reason="Nicht förderfähig."), TERMS)

    assert (found.amount, found.yielded) == (Decimal(0), {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"outcome": Outcome.OPEN}, "noch nicht gewählt"),
        ({"outcome": Outcome.REFUSE}, "Ablehnung braucht eine Begründung"),
        ({"outcome": Outcome.REFUSE, "reason": "  "}, "Ablehnung braucht eine Begründung"),
        ({"limit": Decimal("100.00")}, "weniger als beantragt"),
        ({"limit": Decimal("0.00"), "reason": "So."}, "bliebe kein Betrag"),
        ({"share": None}, "fehlt der Stellenumfang"),
        ({"share": Decimal("1.5")}, "fehlt der Stellenumfang"),
        ({"share": Decimal("0.4")}, "Mindestanteil"),
        ({"starts_on": None}, "fehlt der Bewilligungszeitraum"),
        ({"ends_on": None}, "fehlt der Bewilligungszeitraum"),
        ({"ends_on": date(2024, 7, 1)}, "letzte Tag liegt vor dem Beginn"),
        ({"ends_on": date(2026, 7, 2)}, "längstens 24 Monate"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_what_to_do(change: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        decide(replace(YEAR, **change), TERMS)


def test_terms_with_a_share_of_the_costs_need_a_cost_plan() -> None:
    terms = replace(TERMS, financing_type=FinancingType.ANTEIL, monthly_rate=None, percent=Decimal(50))
    costs = CostPlan(Decimal("6000.00"), Decimal(0), Decimal(0))

    with pytest.raises(Refused, match="Finanzierungsplan"):
        decide(YEAR, terms)
    assert decide(replace(YEAR, asked=None, costs=costs), terms).amount == Decimal("27000.00")


@pytest.mark.parametrize(
    ("amount", "by_year", "shared"),
    [
        ("100.00", {2024: "1", 2025: "1", 2026: "1"}, {2024: "33.34", 2025: "33.33", 2026: "33.33"}),
        ("0.01", {2024: "1", 2025: "2"}, {2024: "0.00", 2025: "0.01"}),
        ("7.00", {2024: "3", 2025: "4"}, {2024: "3", 2025: "4"}),
        ("5.00", {2024: "0", 2025: "10"}, {2024: "0.00", 2025: "5.00"}),
    ],
)
def test_what_is_shared_out_is_whole_to_the_cent(amount: str, by_year: dict, shared: dict) -> None:
    found = shared_out(Decimal(amount), {year: Decimal(it) for year, it in by_year.items()})

    assert found == {year: Decimal(it) for year, it in shared.items()}
    assert sum(found.values()) == Decimal(amount)


def test_a_change_keeps_what_it_does_not_say() -> None:
    found = changed(YEAR, Change(Outcome.REFUSE, reason="Nein.", share=Decimal("0.5")))

    assert found == replace(YEAR, outcome=Outcome.REFUSE, reason="Nein.", share=Decimal("0.5"))


@pytest.mark.parametrize(
    ("threshold", "needed"),
    [(None, False), (Decimal("52200.01"), False), (Decimal("52200.00"), True), (Decimal(0), True)],
)
def test_the_programme_says_from_which_amount_a_third_pair_looks(
    threshold: Decimal | None, needed: bool
) -> None:
    assert needs_third_pair([Decimal("100.00"), Decimal("52200.00")], threshold=threshold) is needed


def test_a_release_waits_for_its_countersignature() -> None:
    require_third_pair(is_needed=False, third_by=None)
    require_third_pair(is_needed=True, third_by=7)

    with pytest.raises(Refused, match="dritte Person"):
        require_third_pair(is_needed=True, third_by=None)
