"""Deadlines: when a notice counts as announced, and when a period ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stellwerk.law.figures import Figure, figure_on
from stellwerk.law.holidays import next_workday, public_holidays
from stellwerk.law.periods import add_months, german
from stellwerk.law.working import N_, Marked, Step, Working

_ANNOUNCEMENT = "§ 41 Abs. 2 LVwVfG"
_RETRIEVAL = "§ 41 Abs. 2a LVwVfG"
_PERIOD = "§ 31 Abs. 1 LVwVfG, §§ 187, 188 BGB"
_SHIFT = "§ 31 Abs. 3 LVwVfG"


class Channel(StrEnum):
    """How a notice reaches its recipient."""

    POST = "post"
    EMAIL = "email"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Appeal:
    """The time for a remedy in both readings of the announcement.

    announced, ends                  prevailing reading: the day of announcement never shifts
    announced_shifted, ends_shifted  other reading: it shifts to the next working day
    final_from_safe                  first day on which the notice is final in either reading
    """

    announced: Working
    ends: Working
    announced_shifted: Working
    ends_shifted: Working
    final_from_safe: date


def announced_on(
    dispatched_on: date, *, channel: Channel, fiction_days: int, shift: bool, land: str = "BW"
) -> Working:
    """Return the day on which a notice counts as announced (Bekanntgabefiktion).

    dispatched_on  day of posting or sending; for the portal the day of retrieval
    fiction_days   days after dispatch by the figure of that day; not used for the portal
    shift          disputed: whether a Saturday, Sunday or holiday moves the day on; prevailing: False

    A later real receipt, or none, is a fact that this rule does not know.
    Law: § 41 Abs. 2 and 2a LVwVfG; on the shift § 31 Abs. 3 LVwVfG.
    """
    if channel is Channel.PORTAL:
        day = dispatched_on + timedelta(days=1)
        text, source = N_("abgerufen am %(day)s; bekannt gegeben am Tag danach"), _RETRIEVAL
        values = {"day": german(dispatched_on)}
    else:
        day = dispatched_on + timedelta(days=fiction_days)
        text, source = _dispatch_text(channel), _ANNOUNCEMENT
        values = {"day": german(dispatched_on), "days": str(fiction_days)}
    steps = (Step(text, german(day), source, values),)
    return _shifted(day, steps, land) if shift else Working(day, steps)


def period_end(
    event_on: date, *, months: int = 0, weeks: int = 0, days: int = 0, shift: bool = True, land: str = "BW"
) -> Working:
    """Return the last day of a period that begins with an event.

    event_on  not counted itself
    months    to the day with the same number, or the last one of that month; then weeks, then days
    shift     False for a period of benefits and for a day fixed with reference to § 31 Abs. 3 S. 2

    Law: § 31 Abs. 1, 3, 4 LVwVfG, §§ 187 Abs. 1, 188 Abs. 2 and 3, 193 BGB.
    """
    day = add_months(event_on, months) + timedelta(weeks=weeks, days=days)
    values = {"event": german(event_on), "months": str(months), "weeks": str(weeks), "days": str(days)}
    steps = (Step(_length_text(months, weeks, days), german(day), _PERIOD, values),)
    return _shifted(day, steps, land) if shift else Working(day, steps)


def appeal_period(
    dispatched_on: date,
    *,
    channel: Channel,
    figures: Iterable[Figure],
    land: str = "BW",
    length: str = "remedy_months",
) -> Appeal:
    """Return when a notice becomes final, in both readings of the announcement.

    dispatched_on  day of posting or sending; for the portal the day of retrieval
    figures        must know fiction_days and the length on that day
    length         the figure with the months of the period

    Refused: a figure is not known on that day.
    Law: §§ 31, 41 LVwVfG, §§ 57, 58, 74 VwGO. Between the two ends no remedy is treated as late.
    """
    figures = tuple(figures)
    fiction_days = int(figure_on(figures, "fiction_days", dispatched_on, land).value)
    months = int(figure_on(figures, length, dispatched_on, land).value)
    plain, shifted = (
        announced_on(dispatched_on, channel=channel, fiction_days=fiction_days, shift=shift, land=land)
        for shift in (False, True)
    )
    ends, ends_shifted = (period_end(start.day, months=months, land=land) for start in (plain, shifted))
    final = max(ends.day, ends_shifted.day) + timedelta(days=1)
    return Appeal(plain, ends, shifted, ends_shifted, final)


def _dispatch_text(channel: Channel) -> Marked:
    if channel is Channel.POST:
        return N_("zur Post gegeben am %(day)s; bekannt gegeben am %(days)s. Tag danach")
    return N_("elektronisch abgesandt am %(day)s; bekannt gegeben am %(days)s. Tag danach")


def _length_text(months: int, weeks: int, days: int) -> str:
    if months and not (weeks or days):
        return (
            N_("Ereignis am %(event)s, Frist 1 Monat")
            if months == 1
            else N_("Ereignis am %(event)s, Frist %(months)s Monate")
        )
    if weeks and not (months or days):
        return (
            N_("Ereignis am %(event)s, Frist 1 Woche")
            if weeks == 1
            else N_("Ereignis am %(event)s, Frist %(weeks)s Wochen")
        )
    if days and not (months or weeks):
        return N_("Ereignis am %(event)s, Frist in Tagen: %(days)s")
    return N_("Ereignis am %(event)s, Frist in Monaten: %(months)s, in Wochen: %(weeks)s, in Tagen: %(days)s")


def _shifted(day: date, steps: tuple[Step, ...], land: str) -> Working:
    """Move on to the next working day and say why, where the day is none."""
    moved = next_workday(day, land)
    if moved == day:
        return Working(day, steps)
    values = {"day": german(day)}
    if holiday := public_holidays(day.year, land).get(day):
        text = N_("Der %(day)s ist ein Feiertag (%(holiday)s); es zählt der nächste Werktag.")
        values["holiday"] = holiday
    elif day.isoweekday() == 7:
        text = N_("Der %(day)s ist ein Sonntag; es zählt der nächste Werktag.")
    else:
        text = N_("Der %(day)s ist ein Samstag; es zählt der nächste Werktag.")
    return Working(moved, (*steps, Step(text, german(moved), _SHIFT, values)))
