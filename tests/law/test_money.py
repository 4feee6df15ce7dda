"""Money: rounding and the German way of writing it."""

from decimal import Decimal

import pytest

from stellwerk.law.money import cents, euro, exact, exact_euro, grouped


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("0.025", "0.03"), ("2.4949", "2.49"), ("-0.005", "-0.01")],
)
def test_half_a_cent_is_rounded_away_from_zero(amount: str, rounded: str) -> None:
    assert cents(Decimal(amount)) == Decimal(rounded)
    assert euro(Decimal(amount)) == f"{rounded.replace('.', ',')} €"


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0,00 €"), ("1234567.891", "1.234.567,89 €"), ("-1000", "-1.000,00 €"), ("999.995", "1.000,00 €")],
)
def test_euro_are_written_with_comma_and_points(amount: str, text: str) -> None:
    assert euro(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("number", "least", "text"),
    [
        ("1", 1, "1,0"),
        ("0.50", 1, "0,5"),
        ("0.615", 1, "0,615"),
        ("5", 0, "5"),
        ("62.50", 0, "62,5"),
        ("100", 0, "100"),
    ],
)
def test_a_number_shows_as_many_decimals_as_it_has(number: str, least: int, text: str) -> None:
    assert exact(Decimal(number), least) == text


def test_euro_not_yet_rounded_show_up_to_four_decimals() -> None:
    assert exact_euro(Decimal("2419.354838")) == "2.419,3548 €"
    assert exact_euro(Decimal("3827.15625")) == "3.827,1563 €"
    assert exact_euro(Decimal("5000")) == "5.000,00 €"


def test_a_number_without_decimals_is_grouped_as_well() -> None:
    assert grouped(Decimal("1101"), 0) == "1.101"
