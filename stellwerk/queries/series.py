"""Figures over time: every indicator on many days, counted in one question, in the whole or by group."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

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
IN_CHANGES = ("municipalities", "inhabitants", "planned", "collected", "everywhere", "federal", "somewhere")
OF_CHANGES = ("", "district", "region", "subject_area")
MOST_FACTS = (
    40_000_000  # facts × days that are counted within a page; beyond, a smaller part has to be chosen
)


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
    return key in IN_CHANGES and not (filters.channel or filters.municipality)


def _counts(house: Warehouse, key: str, dimension: str, days: tuple[date, ...], filters: Filters) -> Counts:
    by_month = is_counted_by_month(key, filters) and all(day.day == 1 for day in days)
    names: Sequence[str] = questions.COUNTED
    if key == "reached":
        ask, names = questions.reached, ("reached", "places")
    elif by_month and dimension in OF_CHANGES:
        ask = questions.from_changes
    else:
        _refuse_too_much(house, days, filters)
        ask = questions.from_facts
    found: Counts = house.once(
        (ask.__name__, dimension, days, filters),
        lambda: {
            (str(group), day): dict(zip(("seen", *names), map(int, numbers), strict=True))
            for group, day, *numbers in house.rows(
                ask(days, dimension, filters).select("group", "day", "seen", *names)
            )
        },
    )
    return found


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


def _refuse_too_much(house: Warehouse, days: Sequence[date], filters: Filters) -> None:
    is_narrow = filters.district or filters.municipality or filters.services is not None
    if not is_narrow and house.manifest.rows * len(days) > MOST_FACTS:
        raise Refused(
            N_(
                "Für das ganze Land würde dieser Verlauf zu lange rechnen. "
                "Bitte wählen Sie einen Kreis oder eine Prioritätenliste."
            )
        )
