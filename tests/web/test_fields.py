"""Numbers and days as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from stellwerk.web.fields import DayField, EuroField, NumberField


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("de", "5.800,50 €", "5800.50"),
        ("de", "5.800", "5800"),
        ("de", "1 234 567,8", "1234567.8"),
        ("de", "0,5", "0.5"),
        ("de", "0.5", "0.5"),
        ("en", "5,800.50", "5800.50"),
        ("en", "5,800", "5800"),
        ("en", "0.5", "0.5"),
        ("en", "0,5", "0.5"),
    ],
)
def test_a_number_is_read_as_it_is_written(language: str, text: str, number: str) -> None:
    with override(language):
        assert NumberField().clean(text) == Decimal(number)


@pytest.mark.parametrize("text", ["5.80.0", "1,2,3", "NaN", "Infinity", "1e3000000", "fünf", "5-"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        EuroField().clean(text)


def test_an_amount_is_not_negative() -> None:
    with pytest.raises(ValidationError):
        EuroField().clean("-1,00")


@pytest.mark.parametrize("text", ["2025-06-30", "30.06.2025"])
def test_a_day_is_read_both_ways(text: str) -> None:
    assert DayField().clean(text) == date(2025, 6, 30)
