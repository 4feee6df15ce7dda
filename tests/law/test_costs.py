"""Costs by category: limits by euro, days and share, and what a measure gets as a whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.costs import CostItem, capped, eligible_costs, project_amount
from stellwerk.law.terms import (
    Band,
    CostCategory,
    FinancingType,
    Population,
    VacancyRule,
)
from stellwerk.law.working import Refused, Working
from tests.house.terms import ANTEIL

TERMS = replace(
    ANTEIL,
    label="Richtlinie, Fassung 1",
    percent=Decimal(80),
    vacancy_rule=VacancyRule.APPROVED_SHARE,
    cost_categories=(
        CostCategory("travel", "Reisen", most_percent=Decimal(5)),
        CostCategory("staff", "Personal"),
        CostCategory("services", "Dienstleistungen", most_days=20),
        CostCategory("publicity", "Öffentlichkeitsarbeit", most_euro=Decimal(1500)),
    ),
)
STAFF = CostItem("staff", Decimal("10000.10"))


def euro(*items: CostItem) -> Decimal:
    return eligible_costs(items, TERMS).amount


def test_each_category_has_its_own_limit() -> None:
    assert euro(STAFF) == Decimal("10000.10")
    assert euro(CostItem("publicity", Decimal(1700))) == 1500
    assert euro(CostItem("services", Decimal(30_000), days=25)) == 24_000
    assert euro(CostItem("services", Decimal(15_000), days=20)) == 15_000


def test_a_share_of_the_others_counts_them_wherever_it_stands() -> None:
    travel = CostItem("travel", Decimal(900))

    assert euro(travel, STAFF) == euro(STAFF, travel) == Decimal("10500.11")  # 500.005 half up
    assert euro(travel) == 0


def test_what_the_terms_do_not_name_is_not_eligible_and_the_working_says_so() -> None:
    working = eligible_costs([CostItem("gifts", Decimal(100)), STAFF], TERMS)

    assert working.amount == Decimal("10000.10")
    assert "nicht zuwendungsfähig" in working.steps[0].sentence()


def test_days_that_are_not_said_are_refused() -> None:
    with pytest.raises(Refused, match="fehlt die Zahl der Tage"):
        euro(CostItem("services", Decimal(1000)))


def test_a_share_is_limited_by_the_highest_amount() -> None:
    terms = replace(TERMS, total_cap=Decimal(20_000))

    assert project_amount([STAFF], terms).amount == Decimal("8000.08")
    assert project_amount([CostItem("staff", Decimal(40_000))], terms).amount == 20_000
    assert capped(Working(Decimal(1), ()), terms).steps == ()


def test_the_size_of_the_place_decides_the_share() -> None:
    small = Band(0, 5000, percent=Decimal(90))
    terms = replace(TERMS, percent=None, bands=(small, Band(5000, None, percent=Decimal(80))))
    village = Population("Kirchheim am Ries", 1900, date(2024, 12, 31))

    working = project_amount([CostItem("staff", Decimal(1000))], terms, population=village)

    assert working.amount == 900
    assert "1.900" in working.steps[0].sentence()


def test_a_shortfall_counts_what_others_bring_in() -> None:
    terms = replace(TERMS, financing_type=FinancingType.FEHLBEDARF)

    granted = project_amount([STAFF], terms, own=Decimal(2500), third_party=Decimal("499.60"))

    assert granted.amount == Decimal("7000.50")
    assert project_amount([STAFF], terms, own=Decimal(20_000)).amount == 0


def test_full_financing_takes_all_that_is_eligible() -> None:
    terms = replace(TERMS, financing_type=FinancingType.VOLL)

    assert project_amount([STAFF], terms).amount == Decimal("10000.10")


def test_a_fixed_amount_per_post_says_nothing_of_a_measure_without_one() -> None:
    terms = replace(TERMS, financing_type=FinancingType.FESTBETRAG, yearly_rate=Decimal(60_000))

    with pytest.raises(Refused, match="Festbetrag je Stelle"):
        project_amount([STAFF], terms)
    with pytest.raises(Refused, match="Fördersatz"):
        project_amount([STAFF], replace(TERMS, percent=None))
