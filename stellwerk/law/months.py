"""Months: how many whole and broken months a time has, by the day rule of the programme."""

from datetime import date
from typing import NamedTuple

from stellwerk.law.periods import days_in_month, first_of_next_month
from stellwerk.law.terms import DayRule

UNITS = (
    377_580  # least common multiple of 28, 29, 30 and 31: any part of any month is a whole number of these
)


class MonthPart(NamedTuple):
    """Some full months in a row (days == of == 0), or one broken month."""

    start: date
    end: date
    full: int
    days: int
    of: int

    @property
    def units(self) -> int:
        return self.full * UNITS + (self.days * UNITS // self.of if self.of else 0)


def month_parts(start: date, end: date, rule: DayRule) -> list[MonthPart]:
    """Return the broken month at the start, the full months, and the broken month at the end.

    start, end  half-open, start before end
    rule        CALENDAR_DAYS: days / days of that month; THIRTIETHS: every month has 30 days, so the 31st
                adds nothing and the last day of February completes it; FULL_MONTHS: a month begun is whole

    Law: programme terms; no statute fixes the rule (§ 24 Abs. 3 TVöD uses calendar days, not confirmed).
    """
    if rule is DayRule.FULL_MONTHS:
        start, end = start.replace(day=1), end if end.day == 1 else first_of_next_month(end)
    first_full = start if start.day == 1 else first_of_next_month(start)
    last_full = end.replace(day=1)
    if last_full < first_full:
        return [_broken(start, end, rule)]
    parts = []
    if start < first_full:
        parts.append(_broken(start, first_full, rule))
    if full := (last_full.year - first_full.year) * 12 + last_full.month - first_full.month:
        parts.append(MonthPart(first_full, last_full, full, 0, 0))
    if last_full < end:
        parts.append(_broken(last_full, end, rule))
    return parts


def _broken(start: date, end: date, rule: DayRule) -> MonthPart:
    if rule is DayRule.CALENDAR_DAYS:
        return MonthPart(start, end, 0, (end - start).days, days_in_month(start))
    done = 30 if end.month != start.month else min(end.day - 1, 30)
    return MonthPart(start, end, 0, done - min(start.day - 1, 30), 30)
