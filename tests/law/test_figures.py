"""Figures: the value of the day, its gaps, and the official base rates."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stellwerk.law.figures import Figure, figure_on, half_year_start, load_figures
from stellwerk.law.working import Refused

FIGURES = load_figures()


@pytest.mark.parametrize(
    ("day", "days"),
    [(date(2024, 3, 8), 3), (date(2025, 2, 6), 3), (date(2025, 2, 7), 4), (date(2026, 11, 22), 4)],
)
def test_the_figure_of_the_day_counts(day: date, days: int) -> None:
    assert figure_on(FIGURES, "fiction_days", day).value == days


def test_a_figure_of_another_land_does_not_count() -> None:
    with pytest.raises(Refused, match="Bekanntgabe"):
        figure_on(FIGURES, "fiction_days", date(2026, 1, 1), "BY")

    assert figure_on(FIGURES, "base_rate", date(2026, 1, 1), "BY").value == Decimal("1.27")


def test_a_day_before_the_first_value_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"Für den 30\.06\.2002 ist kein Wert für „Basiszinssatz“ hinterlegt"):
        figure_on(FIGURES, "base_rate", date(2002, 6, 30))


def test_a_half_year_nobody_confirmed_is_refused_even_if_the_rate_may_be_unchanged() -> None:
    known = [figure for figure in FIGURES if figure.valid_from != date(2016, 7, 1)]

    assert figure_on(known, "base_rate", date(2016, 6, 30)).value == Decimal("-0.83")
    with pytest.raises(Refused, match=r"31\.12\.2016"):
        figure_on(known, "base_rate", date(2016, 12, 31))


def test_the_base_rate_after_the_last_entry_is_refused() -> None:
    assert figure_on(FIGURES, "base_rate", date(2026, 12, 31)).value == Decimal("1.52")
    with pytest.raises(Refused):
        figure_on(FIGURES, "base_rate", date(2027, 1, 1))


def test_every_half_year_has_its_own_base_rate() -> None:
    days = [figure.valid_from for figure in FIGURES if figure.name == "base_rate"]

    assert days == [date(year, month, 1) for year in range(2002, 2027) for month in (1, 7)][1:]


def test_an_unconfirmed_figure_says_so_where_it_is_cited() -> None:
    figure = figure_on(FIGURES, "fiction_days", date(2025, 3, 28))

    assert figure.cited.endswith("(nicht bestätigt)")
    assert replace(figure, confirmed=True).cited == figure.source
    assert figure.note


def test_every_figure_has_a_source_and_an_unconfirmed_one_a_note() -> None:
    assert all(figure.source and figure.unit and figure.land for figure in FIGURES)
    assert all(figure.note for figure in FIGURES if not figure.confirmed)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2024, 6, 30), date(2024, 1, 1)),
        (date(2024, 7, 1), date(2024, 7, 1)),
        (date(2024, 12, 31), date(2024, 7, 1)),
    ],
)
def test_the_base_rate_changes_in_january_and_july(day: date, start: date) -> None:
    assert half_year_start(day) == start


@pytest.mark.official
def test_the_base_rates_are_the_official_ones(official_data: Path) -> None:
    with (official_data / "official" / "basiszinssatz.csv").open(encoding="utf-8", newline="") as lines:
        official = [row for row in csv.DictReader(lines) if row["valid_from"] >= "2002-07-01"]

    assert len(official) > 30
    for row in official:
        first, last = date.fromisoformat(row["valid_from"]), row["valid_until"]
        for day in (first, date.fromisoformat(last) if last else first):
            figure: Figure = figure_on(FIGURES, "base_rate", day)
            assert figure.value == Decimal(row["rate_percent"]), day
            assert figure.confirmed is row["source"].startswith("Bundesbank"), day
