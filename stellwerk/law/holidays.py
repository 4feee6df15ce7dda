"""Public holidays and working days of a Land."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5


@lru_cache(maxsize=1024)
def public_holidays(year: int, land: str = "BW") -> Mapping[date, str]:
    """Return the public holidays of a Land in a year with their German names.

    land  abbreviation: "BW"

    NotImplementedError: there is no such Land.
    Law: § 1 FTG (Baden-Württemberg) and the holiday acts of the other Länder.
    """
    found = holidays.country_holidays("DE", subdiv=land, years=year, language="de")
    return dict(sorted(found.items()))


def is_workday(day: date, land: str = "BW") -> bool:
    """Tell whether a period may end on the day: no Saturday, no Sunday, no public holiday.

    Law: § 31 Abs. 3 LVwVfG, § 193 BGB.
    """
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year, land)


def next_workday(day: date, land: str = "BW") -> date:
    """Return the day itself if a period may end on it, else the next one on which it may.

    Law: § 31 Abs. 3 LVwVfG, § 193 BGB.
    """
    while not is_workday(day, land):
        day += timedelta(days=1)
    return day
