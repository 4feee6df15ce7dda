"""Drawings without JavaScript: whole numbers on a scale of 1000 for SVG, always beside an equal table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.models import Grant, Notice, Occupancy
from stellwerk.queries.programmes import BudgetRow

WIDTH = 1000
LABEL_WIDTH = 190
ROW_HEIGHT = 34
TOP = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One budget year: what is bound, what a run would add, and where the two limits lie."""

    row: BudgetRow
    committed: int
    added: int
    appropriation: int
    commitment_authority: int


def bars(rows: Sequence[BudgetRow]) -> list[Bar]:
    """Return the years on one common scale."""
    largest = max(
        (max(row.appropriation, row.commitment_authority, row.committed + row.added) for row in rows),
        default=Decimal(0),
    )
    return [
        Bar(
            row,
            _part(row.committed, largest),
            _part(row.added, largest),
            _part(row.appropriation, largest),
            _part(row.commitment_authority, largest),
        )
        for row in rows
    ]


def _part(amount: Decimal, whole: Decimal) -> int:
    return int(WIDTH * amount / whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Span:
    """A time shown as a bar and as a line of the table. last_day None: still running."""

    label: str | Promise
    css: str
    start: date
    last_day: date | None
    row: int
    x: int
    width: int

    @property
    def y(self) -> int:
        return TOP + self.row * ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    spans: list[Span]
    years: list[Tick]
    today: int | None

    @property
    def height(self) -> int:
        return TOP + ROW_HEIGHT * (1 + max((span.row for span in self.spans), default=0))


class _Scale:
    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end
        self.days = max((end - start).days, 1)

    def x(self, day: date) -> int:
        inside = min(max(day, self.start), self.end)
        return LABEL_WIDTH + (WIDTH - LABEL_WIDTH) * (inside - self.start).days // self.days

    def span(self, label: str | Promise, css: str, row: int, start: date, end: date | None) -> Span:
        x = self.x(start)
        last_day = end - timedelta(days=1) if end else None
        return Span(label, css, start, last_day, row, x, max(self.x(end or self.end) - x, 2))

    def years(self) -> list[Tick]:
        first_days = (date(year, 1, 1) for year in range(self.start.year + 1, self.end.year + 1))
        return [Tick(self.x(day), str(day.year)) for day in first_days]


def timeline(
    grant: Grant, notices: Sequence[Notice], occupancies: Sequence[Occupancy], *, today: date
) -> Timeline:
    """Return the funding periods of a grant, who holds its post when, and the gaps between."""
    end = max((notice.period_end for notice in notices), default=grant.starts_on)
    first = min((held.starts_on for held in occupancies), default=grant.starts_on)
    scale = _Scale(min(first, grant.starts_on), max(end, grant.starts_on + timedelta(days=365)))
    staffing = _staffing(scale, grant.starts_on, end, occupancies)
    spans = [*_periods(scale, grant, notices), *sorted(staffing, key=lambda span: span.start)]
    marked = scale.x(today) if scale.start <= today <= scale.end else None
    return Timeline(spans, scale.years(), marked)


def _periods(scale: _Scale, grant: Grant, notices: Iterable[Notice]) -> Iterable[Span]:
    start = grant.starts_on
    for notice in notices:
        if notice.period_end > start:
            css = "period" if notice.number == 0 else "extension"
            yield scale.span(notice.get_kind_display(), css, 0, start, notice.period_end)
            start = notice.period_end


def _staffing(scale: _Scale, start: date, end: date, occupancies: Sequence[Occupancy]) -> Iterable[Span]:
    """Return occupancies by seat, and below them each gap of the funding period in which nobody is there."""
    seats = sorted({held.seat for held in occupancies}) or [1]
    for held in occupancies:
        yield scale.span(_("besetzt"), "occupancy", seats.index(held.seat) + 1, held.starts_on, held.ends_on)
    free = start
    for held in sorted(occupancies, key=lambda one: one.starts_on):
        if held.starts_on > free:
            yield scale.span(_("unbesetzt"), "vacancy", 1, free, min(held.starts_on, end))
        free = max(free, held.ends_on or end)
    if free < end:
        yield scale.span(_("unbesetzt"), "vacancy", 1, free, end)
