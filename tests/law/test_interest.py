"""Interest: worked cases, refusals, properties."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.figures import load_figures
from stellwerk.law.interest import DayCount, Repayment, interest
from stellwerk.law.working import Refused

EXAMPLES = tomllib.loads(
    (Path(__file__).parents[1] / "examples" / "interest.toml").read_text(encoding="utf-8")
)
FIGURES = load_figures()
MARGIN = Decimal(5)
AMOUNT = Decimal("12345.67")


@pytest.mark.parametrize("case", EXAMPLES["case"], ids=lambda case: case["name"])
def test_worked_case(case: dict[str, Any]) -> None:
    repayments = [
        Repayment(paid["received_on"], Decimal(paid["amount"])) for paid in case.get("repayments", ())
    ]

    working = interest(
        Decimal(case["amount"]),
        case["start"],
        case["end"],
        base_rates=FIGURES,
        margin=MARGIN,
        day_count=DayCount(case.get("day_count", "act/365")),
        repayments=repayments,
    )

    assert working.amount == Decimal(case["interest"])
    assert len(working.steps) == case["segments"] + 2


def test_interest_is_split_where_the_base_rate_changes() -> None:
    working = interest(AMOUNT, date(2023, 12, 1), date(2024, 2, 1), base_rates=FIGURES, margin=MARGIN)

    assert [(step.sentence(), step.value) for step in working.steps] == [
        ("Zinstage: Kalendertage, das Jahr zu 365 Tagen", "act/365"),
        (
            "01.12.2023 bis 31.12.2023: 31 Zinstage, 8,12 % auf 12.345,67 € "
            "(Basiszinssatz 3,12 % + 5 Prozentpunkte)",
            "85,1412 €",
        ),
        (
            "01.01.2024 bis 31.01.2024: 31 Zinstage, 8,62 % auf 12.345,67 € "
            "(Basiszinssatz 3,62 % + 5 Prozentpunkte)",
            "90,3838 €",
        ),
        ("Zinsen, einmal am Ende auf den Cent gerundet", "175,52 €"),
    ]


def test_a_half_year_beyond_the_known_rates_is_refused() -> None:
    with pytest.raises(Refused, match=r"Für den 01\.01\.2027 ist kein Wert für „Basiszinssatz“"):
        interest(AMOUNT, date(2026, 12, 1), date(2027, 1, 2), base_rates=FIGURES, margin=MARGIN)

    assert interest(AMOUNT, date(2026, 12, 1), date(2027, 1, 1), base_rates=FIGURES, margin=MARGIN).amount > 0


def test_a_forgotten_half_year_in_the_middle_is_refused() -> None:
    forgotten = [figure for figure in FIGURES if figure.valid_from != date(2020, 1, 1)]

    with pytest.raises(Refused, match=r"01\.01\.2020"):
        interest(AMOUNT, date(2019, 3, 1), date(2021, 3, 1), base_rates=forgotten, margin=MARGIN)


def test_more_repaid_than_owed_is_refused_with_the_excess() -> None:
    paid = [Repayment(date(2024, 2, 1), Decimal("12345.68"))]

    with pytest.raises(Refused, match=r"Bis zum 01\.02\.2024 ist mit 0,01 € mehr zurückgezahlt"):
        interest(
            AMOUNT, date(2024, 1, 1), date(2024, 4, 1), base_rates=FIGURES, margin=MARGIN, repayments=paid
        )


def test_a_repayment_before_the_start_lowers_the_amount_at_once() -> None:
    start, end = date(2024, 1, 1), date(2024, 4, 1)
    paid = [Repayment(date(2023, 12, 1), Decimal("2345.67"))]

    with_payment = interest(AMOUNT, start, end, base_rates=FIGURES, margin=MARGIN, repayments=paid)

    assert (
        with_payment.amount == interest(Decimal(10000), start, end, base_rates=FIGURES, margin=MARGIN).amount
    )


def test_no_day_bears_no_interest() -> None:
    assert interest(AMOUNT, date(2024, 1, 1), date(2024, 1, 1), base_rates=FIGURES, margin=MARGIN).amount == 0


def test_impossible_inputs_are_our_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        interest(Decimal(-1), date(2024, 1, 1), date(2024, 2, 1), base_rates=FIGURES, margin=MARGIN)
    with pytest.raises(ValueError, match="ends before"):
        interest(AMOUNT, date(2024, 2, 1), date(2024, 1, 1), base_rates=FIGURES, margin=MARGIN)


@given(
    start=st.dates(date(2003, 1, 1), date(2024, 12, 31)),
    days=st.integers(0, 600),
    more=st.integers(1, 100),
    day_count=st.sampled_from(DayCount),
    paid=st.decimals(0, 12345, places=2),
)
def test_a_longer_time_never_bears_less_interest(
    start: date, days: int, more: int, day_count: DayCount, paid: Decimal
) -> None:
    repayments = [Repayment(start + timedelta(days=50), paid)]
    ends = [start + timedelta(days=days), start + timedelta(days=days + more)]

    shorter, longer = (
        interest(
            AMOUNT, start, end, base_rates=FIGURES, margin=MARGIN, day_count=day_count, repayments=repayments
        ).amount
        for end in ends
    )

    assert 0 <= shorter <= longer
