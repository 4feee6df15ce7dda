"""Public holidays of Baden-Württemberg against a table of our own."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from stellwerk.law.holidays import is_workday, next_workday, public_holidays

# Easter Sunday, from the tables of the church calendar; all moving holidays follow from it.
EASTER = {
    2022: (4, 17), 2023: (4, 9), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16),
    2029: (4, 1), 2030: (4, 21), 2031: (4, 13), 2032: (3, 28), 2033: (4, 17), 2034: (4, 9), 2035: (3, 25),
}  # fmt: skip
FIXED = [(1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)]
AFTER_EASTER = [
    -2,
    1,
    39,
    50,
    60,
]  # Karfreitag, Ostermontag, Christi Himmelfahrt, Pfingstmontag, Fronleichnam


@pytest.mark.parametrize("year", EASTER)
def test_baden_wuerttemberg_has_its_twelve_holidays(year: int) -> None:
    easter = date(year, *EASTER[year])
    expected = {date(year, month, day) for month, day in FIXED}
    expected |= {easter + timedelta(days=days) for days in AFTER_EASTER}

    assert set(public_holidays(year)) == expected
    assert len(public_holidays(year)) == 12


def test_the_reformation_jubilee_was_a_holiday_once() -> None:
    assert date(2017, 10, 31) in public_holidays(2017)
    assert date(2018, 10, 31) not in public_holidays(2018)


def test_each_land_has_holidays_of_its_own() -> None:
    assert public_holidays(2026, "BW")[date(2026, 6, 4)] == "Fronleichnam"
    assert date(2026, 6, 4) not in public_holidays(2026, "HH")


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2024, 3, 28), date(2024, 3, 28)),
        (date(2024, 3, 29), date(2024, 4, 2)),
        (date(2025, 12, 25), date(2025, 12, 29)),
        (date(2026, 2, 28), date(2026, 3, 2)),
        (date(2022, 12, 31), date(2023, 1, 2)),
    ],
)
def test_a_period_moves_over_weekends_and_holidays(day: date, moved: date) -> None:
    assert next_workday(day) == moved
    assert is_workday(day) is (day == moved)


@pytest.mark.official
def test_the_holidays_are_the_official_ones(official_data: Path) -> None:
    with (official_data / "official" / "holidays_bw.csv").open(encoding="utf-8", newline="") as lines:
        official = {date.fromisoformat(row["date"]): row["name"] for row in csv.DictReader(lines)}
    years = {day.year for day in official}

    ours = {day: name for year in years for day, name in public_holidays(year).items()}

    assert len(years) > 10
    assert ours == official
