"""Staffing: which share of a post was filled when, as runs of equal share."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from stellwerk.law.periods import Period, first_of_next_month
from stellwerk.law.terms import Staffing

_NONE = Decimal(0)


class Run(NamedTuple):
    """A time, half-open, over which the share stays the same."""

    start: date
    end: date
    share: Decimal


def occupied_runs(period: Period, staffing: Sequence[Staffing], *, approved_share: Decimal) -> list[Run]:
    """Return the occupied share over the whole period; 0 where nobody fills the post.

    approved_share  0–1; several people at once add up, but never beyond it

    Law: §§ 23, 44 LHO (a grant is bound to its purpose: the approved post).
    """
    pieces = [Run(person.start, person.end or period.end, person.share) for person in staffing]
    return _sweep(period, pieces, lambda shares: min(sum(shares, _NONE), approved_share))


def at_least(runs: Iterable[Run], minimum_share: Decimal) -> list[Run]:
    """Return the runs with the share 0 wherever it is below the minimum.

    Law: programme terms (minimum share of a post); no statute.
    """
    return _merged(run if run.share >= minimum_share else run._replace(share=_NONE) for run in runs)


def in_whole_months(runs: Sequence[Run]) -> list[Run]:
    """Widen each filled run to the months it touches; where two meet in a month, the larger share counts.

    Law: programme terms (every month begun counts whole); no statute.
    """
    if not runs:
        return []
    period = Period(_first_of_month(runs[0].start), _month_end(runs[-1].end))
    pieces = [Run(_first_of_month(run.start), _month_end(run.end), run.share) for run in runs]
    return _sweep(period, pieces, lambda shares: max(shares, default=_NONE))


def _sweep(period: Period, pieces: Sequence[Run], combine: Callable[[list[Decimal]], Decimal]) -> list[Run]:
    points = {period.start, period.end}
    points.update(day for piece in pieces for day in piece[:2] if period.start < day < period.end)
    return _merged(
        Run(start, end, combine([piece.share for piece in pieces if piece.start <= start < piece.end]))
        for start, end in pairwise(sorted(points))
    )


def _merged(runs: Iterable[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].share == run.share:
            merged[-1] = merged[-1]._replace(end=run.end)
        else:
            merged.append(run)
    return merged


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _month_end(end: date) -> date:
    return end if end.day == 1 else first_of_next_month(end)
