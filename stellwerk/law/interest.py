"""Interest on a repayment: base rate plus margin, split where rate or principal changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from stellwerk.law.figures import Figure, figure_on, half_year_start
from stellwerk.law.money import ZERO, cents, euro, exact, exact_euro
from stellwerk.law.periods import Period, german
from stellwerk.law.working import N_, Refused, Step, Working

_SOURCE = "§ 49a Abs. 3 S. 1 LVwVfG"
_SEGMENT = N_(
    "%(first)s bis %(last)s: %(days)s Zinstage, %(rate)s %% auf %(principal)s "
    "(Basiszinssatz %(base)s %% + %(margin)s Prozentpunkte)"
)


class DayCount(StrEnum):
    """How days become parts of a year; the statute does not say."""

    ACT_365 = "act/365"
    ACT_ACT = "act/act"
    THIRTY_360 = "30/360"


@dataclass(frozen=True, slots=True)
class Repayment:
    """Part of the amount came back; from that day on it bears no interest."""

    received_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class _Segment:
    period: Period
    principal: Decimal
    base: Figure


def interest(
    amount: Decimal,
    start: date,
    end: date,
    *,
    base_rates: Sequence[Figure],
    margin: Decimal,
    day_count: DayCount = DayCount.ACT_365,
    repayments: Sequence[Repayment] = (),
) -> Working:
    """Return the interest on a repayment, one step per base rate and principal (Erstattungszinsen).

    amount      euro, not negative
    start, end  half-open: from the day the notice lost effect to the day of receipt
    base_rates  any order; must hold an entry for every half-year touched, even an unchanged one
    margin      percentage points above the base rate
    day_count   disputed; the first step says which one is followed
    repayments  any order; those before start reduce the amount at once, those after the end are ignored

    Never compounded; rounded half up once, at the end.
    Refused: a half-year without a base rate, or more repaid than owed.
    ValueError: the amount is negative, or the end before the start.
    Law: § 49a Abs. 3 S. 1 LVwVfG, § 247 BGB.
    """
    if amount < 0:
        raise ValueError(f"amount must not be negative: {amount}")
    steps = [Step(_DAY_COUNT_TEXTS[day_count], day_count.value, "Festlegung im Programm")]
    total = Fraction(0)
    for segment in _segments(amount, Period(start, end), base_rates, repayments):
        part = _part(segment, margin, day_count)
        total += part
        steps.append(_step(segment, part, margin, day_count))
    result = cents(_decimal(total))
    steps.append(Step(N_("Zinsen, einmal am Ende auf den Cent gerundet"), euro(result), _SOURCE))
    return Working(result, tuple(steps))


def _segments(
    amount: Decimal, period: Period, base_rates: Sequence[Figure], repayments: Sequence[Repayment]
) -> Iterator[_Segment]:
    """Cut where the principal changes or the base rate does; equal neighbours are one segment."""
    rates = {day: figure_on(base_rates, "base_rate", day) for day in _half_years(period)}
    previous = None
    cuts = {period.start, period.end}
    for day, rate in rates.items():
        if previous is not None and rate.value != previous:
            cuts.add(day)
        previous = rate.value
    cuts.update(paid.received_on for paid in repayments if period.start < paid.received_on < period.end)
    for start, end in pairwise(sorted(cuts)):
        yield _Segment(
            Period(start, end), _principal(amount, start, repayments), rates[half_year_start(start)]
        )


def _half_years(period: Period) -> Iterator[date]:
    day = half_year_start(period.start)
    while day < period.end:
        yield day
        day = date(day.year + (day.month == 7), 1 if day.month == 7 else 7, 1)


def _principal(amount: Decimal, day: date, repayments: Sequence[Repayment]) -> Decimal:
    rest = amount - sum((paid.amount for paid in repayments if paid.received_on <= day), ZERO)
    if rest < 0:
        raise Refused(
            N_(
                "Bis zum %(day)s ist mit %(excess)s mehr zurückgezahlt als gefordert. "
                "Bitte prüfen Sie die Zahlungseingänge."
            ),
            field="repayments",
            day=german(day),
            excess=euro(-rest),
        )
    return rest


def _part(segment: _Segment, margin: Decimal, day_count: DayCount) -> Fraction:
    per_year = Fraction(segment.principal) * Fraction(segment.base.value + margin) / 100
    return per_year * _years(segment.period, day_count)


def _years(period: Period, day_count: DayCount) -> Fraction:
    if day_count is DayCount.ACT_ACT:
        return sum(
            (Fraction(year.days, _days_of_year(year.start.year)) for year in period.years()), Fraction()
        )
    return Fraction(_days(period, day_count), 365 if day_count is DayCount.ACT_365 else 360)


def _days(period: Period, day_count: DayCount) -> int:
    if day_count is not DayCount.THIRTY_360:
        return period.days
    return _thirtieth_days(period.end) - _thirtieth_days(period.start)


def _thirtieth_days(day: date) -> int:
    return day.year * 360 + day.month * 30 + min(day.day, 30)


def _days_of_year(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / number.denominator


_DAY_COUNT_TEXTS = {
    DayCount.ACT_365: N_("Zinstage: Kalendertage, das Jahr zu 365 Tagen"),
    DayCount.ACT_ACT: N_("Zinstage: Kalendertage, das Jahr zu seinen 365 oder 366 Tagen"),
    DayCount.THIRTY_360: N_("Zinstage: der Monat zu 30, das Jahr zu 360 Tagen"),
}


def _step(segment: _Segment, part: Fraction, margin: Decimal, day_count: DayCount) -> Step:
    values = {
        "first": german(segment.period.start),
        "last": german(segment.period.last_day),
        "days": str(_days(segment.period, day_count)),
        "rate": exact(segment.base.value + margin),
        "principal": euro(segment.principal),
        "base": exact(segment.base.value),
        "margin": exact(margin, 0),
    }
    return Step(_SEGMENT, exact_euro(_decimal(part)), f"{_SOURCE}; {segment.base.cited}", values)
