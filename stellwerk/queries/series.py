"""Figures over time: every indicator on many days, counted in one question, in the whole or by group."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import ibis.expr.types as ir

from stellwerk.gateways.warehouse import Warehouse
from stellwerk.law.working import N_, Refused
from stellwerk.queries import series_questions as questions
from stellwerk.queries.indicator_texts import INDICATORS, Figure, Filters
from stellwerk.queries.protection import Counted, protected
from stellwerk.queries.protection import hidden as kept_back
from stellwerk.queries.questions import ALL
from stellwerk.queries.scopes import Scope, scope_of
from stellwerk.queries.warehouse import warehouse

Point = tuple[date, Figure]
Line = tuple[str, str, list[Point]]  # group, name, a figure for each day
Ask = Callable[[Sequence[date], str, Filters], ir.Table]
Counts = Mapping[tuple[str, date], Mapping[str, int]]
# Part and whole among what is counted; "all" are the pairs that there could be.
COLUMNS = {
    "municipalities": ("on", "responsible"),
    "inhabitants": ("on_people", "people"),
    "everywhere": ("everywhere", "collected_services"),
    "federal": ("federal", "collected_services"),
    "somewhere": ("somewhere", "collected_services"),
    "planned": ("planned", "responsible"),
    "collected": ("collected", "all"),
    "reached": ("reached", "places"),
    "maturity_1_1": ("graded_1_1", "live"),
    "maturity_2_0": ("graded_2_0", "live"),
}
IN_CHANGES = ("municipalities", "inhabitants", "planned", "collected")
OF_CHANGES = ("", "district", "region", "subject_area")
AT_ONCE = 20_000_000  # facts × days in one question, so that it keeps to its memory
MOST = 150_000_000  # facts × days within a page; beyond, a smaller part has to be chosen


def over_time(key: str, *, days: Sequence[date], filters: Filters) -> list[Point]:
    """Return an indicator on each of these days, in their order.

    Refused: there is no snapshot yet, or so many days of the whole country would take too long.
    """
    lines = by_group(key, "", days=days, filters=filters)
    if lines:
        return lines[0][2]
    return [(day, Figure(INDICATORS[key], 0, 0, day)) for day in days]


def by_group(key: str, dimension: str, *, days: Sequence[date], filters: Filters) -> list[Line]:
    """Return an indicator on each of these days for each group of a dimension, by name.

    dimension  district, region, size_class, subject_area, municipality; "" for the total

    Small numbers are protected on each day. Refused: as ``over_time``.
    """
    house, asked = warehouse(), replace(filters, day=None)
    counts = _counts(house, key, dimension, tuple(days), asked)
    scope = scope_of(house)
    groups = sorted(
        {group for group, _day in counts}, key=lambda group: (_name(scope, dimension, group), group)
    )
    lines: dict[str, list[Point]] = {group: [] for group in groups}
    for day in days:
        rows = _on(house, key, dimension, day, asked, {group: counts.get((group, day)) for group in groups})
        shown = protected(rows) if dimension else [_shown(row) for row in rows]
        for row in shown:
            lines[row.group].append((day, row.figure))
    return [(group, _name(scope, dimension, group), points) for group, points in lines.items()]


def is_counted_by_month(key: str, filters: Filters) -> bool:
    """Are the changes of this figure counted already, so that many days cost little whatever the size?"""
    return key in IN_CHANGES and not (filters.channel or filters.municipality) and filters.services is None


def _counts(house: Warehouse, key: str, dimension: str, days: tuple[date, ...], filters: Filters) -> Counts:
    firsts = all(day.day == 1 for day in days)
    if key == "reached":
        return _asked(house, questions.reached, ("seen", "reached", "places"), dimension, days, filters)
    if is_counted_by_month(key, filters) and firsts and dimension in OF_CHANGES:
        found = _asked(house, questions.from_changes, questions.PAIRS, dimension, days, filters)
        seen = _seen(house, dimension, days, filters)
        return {at: {**counted, "seen": seen[at]} for at, counted in found.items()}
    asked: dict[tuple[str, date], Mapping[str, int]] = {}
    for some in _portions(house, days, filters):
        asked |= _asked(house, questions.from_facts, ("seen", *questions.COUNTED), dimension, some, filters)
    return asked


def _asked(
    house: Warehouse, ask: Ask, names: Sequence[str], dimension: str, days: tuple[date, ...], filters: Filters
) -> Counts:
    def rows() -> Counts:
        question = ask(days, dimension, filters).select("group", "day", *names)
        return {
            (str(group), day): dict(zip(names, map(int, numbers), strict=True))
            for group, day, *numbers in house.rows(question)
        }

    found: Counts = house.once((ask.__name__, dimension, days, filters), rows)
    return found


def _seen(
    house: Warehouse, dimension: str, days: Sequence[date], filters: Filters
) -> Counter[tuple[str, date]]:
    """Count by group and day the municipalities of which anything was known by then."""
    by_area = dimension == "subject_area" or filters.subject_area is not None
    plain = replace(filters, subject_area=None)
    rows = house.once(
        ("first known", by_area, plain), lambda: house.rows(questions.first_known(plain, by_area=by_area))
    )
    known: dict[tuple[str, str], date] = {}
    regions = scope_of(house).municipalities
    for district, ags, area, since in rows:
        if filters.subject_area in (None, area):
            group = {"district": district, "region": regions[ags]["region"], "subject_area": str(area)}
            at = group.get(dimension, ALL), ags
            known[at] = min(known.get(at, since), since)
    return Counter((group, day) for (group, _ags), since in known.items() for day in days if since <= day)


def _portions(house: Warehouse, days: Sequence[date], filters: Filters) -> Iterator[tuple[date, ...]]:
    """Yield the days in as few parts as can be counted with the memory there is.

    Refused: all of them together would take too long.
    """
    is_narrow = filters.district or filters.municipality or filters.services is not None
    facts = 1 if is_narrow else max(house.manifest.rows, 1)
    if facts * len(days) > MOST:
        raise Refused(
            N_(
                "Für das ganze Land würde dieser Verlauf zu lange rechnen. "
                "Bitte wählen Sie einen Kreis oder eine Prioritätenliste."
            )
        )
    size = max(AT_ONCE // facts, 1)
    for first in range(0, len(days), size):
        yield tuple(days[first : first + size])


def _on(
    house: Warehouse,
    key: str,
    dimension: str,
    day: date,
    filters: Filters,
    found: Mapping[str, Mapping[str, int] | None],
) -> list[Counted]:
    """Return the groups on one day, before anything is hidden; of some nothing may be known yet."""
    scope, (part, whole) = scope_of(house), COLUMNS[key]
    pairs = scope.pairs(dimension, filters, day) if whole == "all" or part != "reached" else {}
    rows = []
    for group, numbers in found.items():
        counted = dict(numbers or {}) | {"all": pairs.get(group, 0)}
        unknown = max(counted["all"] - counted.get("collected", 0), 0) if key != "reached" else 0
        figure = Figure(INDICATORS[key], counted.get(part, 0), counted.get(whole, 0), day, unknown)
        is_named = scope.is_named(filters) or scope.is_one_place(dimension, group)
        name = _name(scope, dimension, group)
        rows.append(Counted(group, name, figure, counted.get("seen", 0), is_named))
    return rows


def _shown(row: Counted) -> Counted:
    return replace(row, figure=kept_back(row.figure)) if row.is_small else row


def _name(scope: Scope, dimension: str, group: str) -> str:
    return scope.name(dimension, group) if dimension and group != ALL else ""
