"""Roll-out waves: who is next, who is late and why, and when all will be online, by plan and by pace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from stellwerk.law.coverage import LIVE, NONE, NOT_RESPONSIBLE, PLANNED
from stellwerk.law.periods import first_of_next_month, german
from stellwerk.law.working import N_, Refused

DONE, LATE, NEXT, LATER = "done", "late", "next", "later"
NEXT_DAYS = 14  # what is planned for the next two weeks comes next
LONGEST_MONTHS = 24  # a forecast further ahead says nothing
MONTH_DAYS = Decimal("30.4375")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Target:
    """A municipality of a wave. ``live_on`` is the day since which the service is live there."""

    ags: str
    planned_on: date
    live_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """How many are online at the end of a day: by plan, and if the pace so far holds (None: no pace yet)."""

    day: date
    by_plan: int
    by_pace: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """per_month is the pace so far; done_on_by_pace None: nobody is online yet, so nobody knows."""

    done: int
    total: int
    per_month: Decimal | None
    done_on_by_plan: date
    done_on_by_pace: date | None
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is late: a German sentence; ``day`` is what it speaks of."""

    text: str
    day: date | None = None


def standing(target: Target, *, today: date) -> str:
    """Return whether a municipality is done, late, next or later."""
    if target.live_on is not None and target.live_on <= today:
        return DONE
    if target.planned_on < today:
        return LATE
    return NEXT if target.planned_on <= today + timedelta(days=NEXT_DAYS) else LATER


def who_is_next(targets: Iterable[Target], *, today: date) -> list[Target]:
    """Return those who are not done, in the order in which they should be helped: the latest first."""
    waiting = [target for target in targets if standing(target, today=today) != DONE]
    return sorted(waiting, key=lambda target: (target.planned_on, target.ags))


def reason(state: str, planned_on: date | None, *, waits_for_wave: bool) -> Reason:
    """Say why a municipality is not online: what is known of its cell, or the wave before.

    state  "" where nothing was collected
    """
    if waits_for_wave:
        return Reason(N_("Die Welle davor ist noch nicht fertig."))
    if state == PLANNED and planned_on is not None:
        return Reason(N_("Vorgesehen ist der %(day)s."), planned_on)
    return {
        NONE: Reason(N_("Es gibt noch kein Angebot.")),
        LIVE: Reason(N_("Der Dienst ist online, aber auf anderem Weg als in dieser Welle.")),
        NOT_RESPONSIBLE: Reason(N_("Die Gemeinde ist nicht zuständig. Bitte nehmen Sie sie heraus.")),
    }.get(state, Reason(N_("Der Stand ist nicht erhoben. Bitte fragen Sie nach.")))


def spread(count: int, starts_on: date, due_on: date) -> list[date]:
    """Return a day for each of so many, evenly from the first to the last day, on Mondays to Fridays."""
    days = (due_on - starts_on).days
    return [_working_day(starts_on + timedelta(days=days * n // count), due_on) for n in range(1, count + 1)]


def forecast(targets: Sequence[Target], *, starts_on: date, today: date) -> Forecast:
    """Say when all will be online, month by month.

    The pace counts who went online from the first day of the wave until today, over those days; who was
    online before the wave began is done, but adds no pace.
    ValueError: there are no targets.
    """
    done = [target.live_on for target in targets if target.live_on is not None and target.live_on <= today]
    missing = len(targets) - len(done)
    in_wave = sum(day >= starts_on for day in done)
    days = (today - starts_on).days + 1
    by_plan = max(target.planned_on for target in targets)
    by_pace = _end_by_pace(missing, in_wave, days, today)
    return Forecast(
        done=len(done),
        total=len(targets),
        per_month=_per_month(in_wave, days) if in_wave and days > 0 else None,
        done_on_by_plan=by_plan,
        done_on_by_pace=by_pace,
        milestones=tuple(
            Milestone(
                day, _planned(targets, day, today), _at_pace(len(done), missing, in_wave, days, day, today)
            )
            for day in _month_ends(today, max(by_plan, by_pace or today))
        ),
    )


def require_order(starts_on: date, due_on: date, *, before_due_on: date | None) -> None:
    """Let days pass that follow each other.

    Refused: the last day lies before the first, or the wave begins before the one it waits for is due.
    """
    if due_on < starts_on:
        raise Refused(
            N_("Das Ziel liegt vor dem Beginn. Bitte wählen Sie einen späteren Tag."), field="due_on"
        )
    if before_due_on is not None and starts_on <= before_due_on:
        raise Refused(
            N_(
                "Die Welle davor soll erst am %(day)s fertig sein. Bitte beginnen Sie danach oder lösen Sie "
                "die Abhängigkeit."
            ),
            field="starts_on",
            day=german(before_due_on),
        )


def require_no_circle(wave: int, after: int | None, *, known: Mapping[int, int | None]) -> None:
    """Let a dependency pass that ends somewhere.

    known  wave → the wave it waits for

    Refused: the waves would wait for each other.
    """
    step, seen = after, set[int]()
    while step is not None and step not in seen:
        if step == wave:
            raise Refused(
                N_("Die Wellen würden aufeinander warten. Bitte wählen Sie eine andere Welle davor."),
                field="after",
            )
        seen.add(step)
        step = known.get(step)


def _working_day(day: date, latest: date) -> date:
    """Move a day at the weekend to the Monday after, or the Friday before where that is too late."""
    if day.weekday() < SATURDAY:
        return day
    monday = day + timedelta(days=7 - day.weekday())
    return monday if monday <= latest else day - timedelta(days=day.weekday() - SATURDAY + 1)


def _per_month(done: int, days: int) -> Decimal:
    return (done * MONTH_DAYS / days).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _end_by_pace(missing: int, done: int, days: int, today: date) -> date | None:
    if not missing:
        return today
    if not done or days <= 0:
        return None
    return today + timedelta(days=-(-missing * days // done))


def _planned(targets: Sequence[Target], day: date, today: date) -> int:
    return sum(target.planned_on <= day or standing(target, today=today) == DONE for target in targets)


def _at_pace(done: int, missing: int, in_wave: int, days: int, day: date, today: date) -> int | None:
    if not missing:
        return done
    if not in_wave or days <= 0:
        return None
    return done + min(missing, in_wave * (day - today).days // days)


def _month_ends(today: date, last: date) -> list[date]:
    """Return the last day of this month and of each one up to the last."""
    ends = [first_of_next_month(today) - timedelta(days=1)]
    while ends[-1] < last and len(ends) < LONGEST_MONTHS:
        ends.append(first_of_next_month(ends[-1] + timedelta(days=1)) - timedelta(days=1))
    return ends
