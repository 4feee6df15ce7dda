"""Bands: the size of the place decides the rate, and what is not known is refused, never guessed."""

from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.bands import in_band, require_bands, size_of
from stellwerk.law.rates import monthly_amount
from stellwerk.law.terms import Band, DayRule, FinancingType, Population, Terms, VacancyRule
from stellwerk.law.working import Refused

SMALL = Band(10_000, 20_000, yearly_rate=Decimal("10000"))
LARGE = Band(20_000, None, yearly_rate=Decimal("20000"))
TERMS = Terms(
    label="VwV, Fassung 1",
    financing_type=FinancingType.FESTBETRAG,
    monthly_rate=None,
    percent=None,
    monthly_cap=None,
    day_rule=DayRule.CALENDAR_DAYS,
    vacancy_rule=VacancyRule.OCCUPIED_ONLY,
    longest_months=None,
    minimum_share=Decimal("0.5"),
    is_example=False,
    bands=(SMALL, LARGE),
    population_on=date(2024, 12, 31),
)


def place(people: int | None, as_of: date | None = date(2024, 12, 31)) -> Population:
    return Population("Heidenheim an der Brenz", people, as_of)


@pytest.mark.parametrize(
    ("people", "yearly"), [(10_000, "10000"), (19_999, "10000"), (20_000, "20000"), (630_000, "20000")]
)
def test_the_lower_end_of_a_band_counts_and_the_upper_one_does_not(people: int, yearly: str) -> None:
    banded, step = in_band(TERMS, place(people))

    assert banded.yearly_rate == Decimal(yearly)
    assert banded.bands == ()
    assert step.source == "VwV, Fassung 1"
    assert "Heidenheim an der Brenz" in step.sentence()


def test_twelve_months_of_a_yearly_rate_are_exactly_the_rate() -> None:
    working = monthly_amount(TERMS, None, place(50_000))

    assert round(working.amount * 12, 10) == 20_000
    assert [step.value for step in working.steps] == ["ab 20.000", "1.666,6667 €"]


@pytest.mark.parametrize(
    ("population", "words"),
    [
        (None, "keine Einwohnerzahl mit Stichtag"),
        (place(None), "keine Einwohnerzahl mit Stichtag"),
        (place(12_000, None), "keine Einwohnerzahl mit Stichtag"),
        (place(12_000, date(2025, 1, 1)), "zählt die vom 31.12.2024"),
        (place(9_999), "sieht „VwV, Fassung 1“ keine Förderung vor"),
    ],
)
def test_what_is_not_known_or_not_provided_for_is_refused(population: Population | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        monthly_amount(TERMS, None, population)


def test_sizes_are_said_with_both_ends() -> None:
    assert [size_of(SMALL), size_of(LARGE)] == ["10.000–19.999", "ab 20.000"]


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ((LARGE, Band(15_000, 30_000)), "überschneiden"),
        ((LARGE, Band(30_000, None)), "überschneiden"),
        ((Band(5_000, 5_000),), "endet vor ihrem Beginn"),
    ],
)
def test_bands_that_do_not_fit_together_are_refused(bands: tuple[Band, ...], words: str) -> None:
    with pytest.raises(Refused, match=words):
        require_bands(bands)


def test_bands_may_leave_out_sizes_and_come_in_any_order() -> None:
    require_bands((LARGE, Band(0, 5_000), SMALL))
