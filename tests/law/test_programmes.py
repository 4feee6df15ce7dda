"""Worked cases of programme terms, as data: tests/examples/programmes.toml."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stellwerk.law.approvals import approved_funding
from stellwerk.law.costs import CostItem, eligible_costs, project_amount
from stellwerk.law.periods import through
from stellwerk.law.terms import (
    Band,
    CostCategory,
    CostPlan,
    DayRule,
    FinancingType,
    FollowUp,
    FollowUpRule,
    Population,
    Terms,
    VacancyRule,
)

WRITTEN = Path(__file__).parents[1] / "examples" / "programmes.toml"
EXAMPLES = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))


def named(one: dict[str, Any]) -> str:
    return str(one["name"])


def number(case: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(case[name]) if name in case else None


def terms_of(case: dict[str, Any]) -> Terms:
    return Terms(
        label="Bedingungen, Fassung 1",
        financing_type=FinancingType(case.get("financing_type", "anteil")),
        monthly_rate=None,
        percent=number(case, "percent"),
        monthly_cap=None,
        day_rule=DayRule.CALENDAR_DAYS,
        vacancy_rule=VacancyRule.OCCUPIED_ONLY,
        longest_months=None,
        minimum_share=Decimal(0),
        is_example=False,
        total_cap=number(case, "total_cap"),
        bands=tuple(Band(low, high or None, Decimal(rate)) for low, high, rate in case.get("bands", ())),
        cost_categories=(
            CostCategory("staff", "Personal"),
            CostCategory("services", "Dienstleistungen", most_days=20),
            CostCategory("travel", "Reisen", most_percent=Decimal(5)),
        ),
        follow_up=FollowUp(FollowUpRule.FUNDED, percent=number(case, "follow_up_percent")),
    )


@pytest.mark.parametrize("case", EXAMPLES["approval"], ids=named)
def test_an_approval_yields_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    eligible = number(case, "eligible")
    place = Population("Aalen", case["people"], date(2024, 12, 31)) if "people" in case else None

    found = approved_funding(
        through(case["first"], case["last"]),
        approved_share=Decimal(case["share"]),
        terms=terms_of(case),
        costs=None if eligible is None else CostPlan(eligible, Decimal(0), Decimal(0)),
        population=place,
        follows=case.get("follows", ""),
    )

    assert found.by_year == {int(year): Decimal(amount) for year, amount in case["by_year"].items()}
    assert found.working.amount == sum(found.by_year.values())
    assert all(step.source for step in found.working.steps)


@pytest.mark.parametrize("case", EXAMPLES["costs"], ids=named)
def test_costs_yield_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    items = [CostItem(category, Decimal(amount), days or None) for category, amount, days in case["items"]]

    assert eligible_costs(items, terms_of(case)).amount == Decimal(case["eligible"])
    assert project_amount(items, terms_of(case)).amount == Decimal(case["granted"])
