"""Budget: appropriation, commitment authority, missing amounts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.budget import BudgetYear, available_on, check_budget, missing_budget
from stellwerk.law.working import Refused

DECIDED_ON = date(2024, 3, 8)
YEARS = {
    2024: BudgetYear(2024, Decimal("100000.00"), Decimal("0.00")),
    2025: BudgetYear(2025, Decimal("999999.00"), Decimal("80000.00")),
    2026: BudgetYear(2026, Decimal("999999.00"), Decimal("10000.00")),
}


def euros(**amounts: str) -> dict[int, Decimal]:
    return {int(year[1:]): Decimal(amount) for year, amount in amounts.items()}


def test_the_smallest_remainder_is_the_result() -> None:
    working = check_budget(
        YEARS,
        committed=euros(y2024="60000.00", y2025="70000.00"),
        added=euros(y2024="15000.00", y2025="9999.99"),
        decided_on=DECIDED_ON,
    )

    assert working.amount == Decimal("0.01")
    assert [(step.sentence(), step.value) for step in working.steps] == [
        ("2024: Ansatz 100.000,00 € − gebunden 60.000,00 € − neu 15.000,00 €", "25.000,00 €"),
        ("2025: Verpflichtungsermächtigung 80.000,00 € − gebunden 70.000,00 € − neu 9.999,99 €", "0,01 €"),
    ]


def test_a_later_year_is_bound_by_the_commitment_authority_until_it_begins() -> None:
    added = euros(y2025="80000.01")

    assert missing_budget(YEARS, committed={}, added=added, decided_on=DECIDED_ON) == euros(y2025="0.01")
    assert not missing_budget(YEARS, committed={}, added=added, decided_on=date(2025, 1, 1))


def test_the_budget_may_be_used_up_to_the_last_cent() -> None:
    working = check_budget(YEARS, committed={}, added=euros(y2024="100000.00"), decided_on=DECIDED_ON)

    assert working.amount == 0


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        (euros(y2024="112000.00"), "Die Mittel reichen nicht: 2024 fehlen 12.000,00 €. Bitte "),
        (
            euros(y2025="83500.00", y2024="112000.00"),
            "Die Mittel reichen nicht: 2024 fehlen 12.000,00 €, 2025 fehlen 3.500,00 €. Bitte ",
        ),
        (
            euros(y2024="112000.00", y2025="83500.00", y2026="10000.01"),
            "es fehlen je Haushaltsjahr: 2024: 12.000,00 €; 2025: 3.500,00 €; 2026: 0,01 €. Bitte ",
        ),
        (
            euros(y2024="1.00", y2027="1.00"),
            "Für das Haushaltsjahr 2027 sind keine Mittel hinterlegt. Bitte ",
        ),
    ],
)
def test_missing_money_is_refused_with_the_amount_of_each_year(
    added: dict[int, Decimal], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_budget(YEARS, committed={}, added=added, decided_on=DECIDED_ON)

    assert sentence in str(refused.value)
    assert refused.value.field == "budget"


def test_a_year_without_a_budget_entry_lacks_everything() -> None:
    missing = missing_budget(YEARS, committed={}, added=euros(y2027="1.50"), decided_on=DECIDED_ON)

    assert missing == euros(y2027="1.50")


AMOUNTS = st.dictionaries(st.integers(2023, 2028), st.decimals(0, 10**7, places=2))


@given(
    committed=AMOUNTS,
    years=st.sets(st.integers(2023, 2028)),
    decided_on=st.dates(date(2023, 1, 1), date(2027, 1, 1)),
)
def test_nothing_new_is_never_refused(
    committed: dict[int, Decimal], years: set[int], decided_on: date
) -> None:
    added = dict.fromkeys(years, Decimal("0.00"))

    assert check_budget(YEARS, committed=committed, added=added, decided_on=decided_on).amount == 0


@given(committed=AMOUNTS, added=AMOUNTS, decided_on=st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_what_is_missing_would_just_suffice(
    committed: dict[int, Decimal], added: dict[int, Decimal], decided_on: date
) -> None:
    missing = missing_budget(YEARS, committed=committed, added=added, decided_on=decided_on)
    raised = {
        year: BudgetYear(
            year,
            (YEARS[year].appropriation if year in YEARS else 0) + missing.get(year, Decimal(0)),
            (YEARS[year].commitment_authority if year in YEARS else 0) + missing.get(year, Decimal(0)),
        )
        for year in {*YEARS, *added}
    }

    assert not missing_budget(raised, committed=committed, added=added, decided_on=decided_on)


def test_the_day_of_the_decision_says_which_money_counts() -> None:
    assert available_on(YEARS[2024], DECIDED_ON) == Decimal("100000.00")
    assert available_on(YEARS[2025], DECIDED_ON) == Decimal("80000.00")
    assert available_on(YEARS[2025], date(2025, 1, 1)) == Decimal("999999.00")
