"""Periods: half-open in code, with the last day for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``start`` up to, not including, ``end``."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"period ends before it starts: {self.start} {self.end}")

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def overlap(self, other: "Period") -> "Period | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def months(self) -> Iterator["Period"]:
        """Cut at the turn of each month."""
        start = self.start
        while start < self.end:
            end = min(first_of_next_month(start), self.end)
            yield Period(start, end)
            start = end

    def years(self) -> Iterator["Period"]:
        """Cut at the turn of each year."""
        start = self.start
        while start < self.end:
            end = min(date(start.year + 1, 1, 1), self.end)
            yield Period(start, end)
            start = end

    def __str__(self) -> str:
        return f"{german(self.start)} bis {german(self.last_day)}"


def through(first_day: date, last_day: date) -> Period:
    """Return the period as people say it: both days included."""
    return Period(first_day, last_day + timedelta(days=1))


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def days_in_month(day: date) -> int:
    return (first_of_next_month(day) - day.replace(day=1)).days


def add_months(day: date, months: int) -> date:
    """Return the day with the same number, or the last day of that month (§ 188 Abs. 2 und 3 BGB)."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(day.day, days_in_month(first)))


def last_day_before(end: date) -> date:
    """Return the last day of what ends, half-open, on ``end``: the day people are shown."""
    return end - timedelta(days=1)


@lru_cache(maxsize=4096)
def german(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year:04}"
