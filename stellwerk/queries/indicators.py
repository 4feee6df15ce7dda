"""The figures of the indicators: one, by a dimension; what would help most; who is alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis.expr.types as ir

from stellwerk.gateways.warehouse import Warehouse
from stellwerk.gateways.warehouse_tables import CHANNELS, LEVEL_COLUMNS, LEVELS
from stellwerk.models import Channel
from stellwerk.queries.compiled import answered
from stellwerk.queries.indicator_texts import INDICATORS, MODELS, Figure, Filters, Indicator
from stellwerk.queries.protection import Counted, hidden, protected
from stellwerk.queries.questions import ALL, PAIRS, WHOLE, Question
from stellwerk.queries.scopes import Scope, scope_of
from stellwerk.queries.warehouse import warehouse

__all__ = [
    "INDICATORS",
    "Figure",
    "Filters",
    "Indicator",
    "Missing",
    "by",
    "figure",
    "next_best",
    "similar_districts",
]

Row = tuple[str, str, Figure]
Counts = Mapping[str, Mapping[str, int]]  # group → what was counted
KINDS = {
    "pairs": ("municipalities", "inhabitants", "planned", "collected"),
    "levels": ("maturity_1_1", "maturity_2_0"),
    "whole": ("everywhere", "federal", "somewhere"),
    "reached": ("reached",),
}
# Part and whole among what is counted.
COLUMNS = {
    "municipalities": ("on", "responsible"),
    "inhabitants": ("on_people", "people"),
    "planned": ("planned", "responsible"),
    "collected": ("collected", "all"),
    "maturity_1_1": ("", "live"),  # the part is the sum of its levels
    "maturity_2_0": ("", "live"),
    "everywhere": ("everywhere", "collected_services"),
    "federal": ("federal", "collected_services"),
    "somewhere": ("somewhere", "collected_services"),
    "reached": ("reached", "places"),
}
ASKED = {
    "pairs": PAIRS,
    "levels": ("collected", "live", *LEVEL_COLUMNS["1.1"], *LEVEL_COLUMNS["2.0"]),
    "all": (*PAIRS, *LEVEL_COLUMNS["1.1"], *LEVEL_COLUMNS["2.0"]),
    "whole": WHOLE,
    "reached": ("reached", "places"),
}
DIMENSIONS = ("district", "region", "size_class", "subject_area", "service", "municipality")
DISTRICT_CLASSES = (0, 100_000, 200_000, 300_000, 500_000)


@dataclass(frozen=True, slots=True)
class Missing:
    """A service, and what its roll-out would bring.

    missing  municipalities that are responsible and in which it is not live; ``planned`` of them have a day
    people   inhabitants of these municipalities
    """

    service_key: str
    name: str
    missing: int
    planned: int
    people: int
    responsible: int


def figure(key: str, *, filters: Filters) -> Figure:
    """Return an indicator for everything that the filters leave.

    Refused: there is no snapshot yet.
    """
    house = warehouse()
    rows = _counted(house, key, "", filters)
    if not rows:
        return Figure(INDICATORS[key], 0, 0, _day(house, filters), _unknown(house, filters))
    (row,) = rows
    return hidden(row.figure) if row.is_small else row.figure


def by(key: str, dimension: str, *, filters: Filters) -> list[Row]:
    """Return an indicator for each group of a dimension: its key, its name, its figure; by name or size.

    dimension  district, region, size_class, subject_area, service, municipality, channel or maturity

    Refused: there is no snapshot yet.
    """
    house = warehouse()
    if dimension == "channel":
        rows = _by_channel(house, key, filters)
    elif dimension == "maturity":
        rows = _by_level(house, key, filters)
    else:
        rows = _counted(house, key, dimension, filters)
    by_key = dimension in ("size_class", "channel", "maturity")
    if not by_key:
        rows = sorted(rows, key=lambda row: (row.name, row.group))
    elif dimension == "size_class":
        rows = sorted(rows, key=lambda row: int(row.group or -1))
    return [(row.group, row.name, row.figure) for row in protected(rows)]


def next_best(*, filters: Filters, limit: int) -> list[Missing]:
    """Return the services whose roll-out would reach most inhabitants, most first.

    Refused: there is no snapshot yet.
    """
    house = warehouse()
    question = Question("service", filters, house.manifest.day)
    kind = f"next {limit}"
    rows = house.once(
        (question, kind), lambda: answered(house, question, kind, lambda it: it.next_best(limit))
    )
    scope = scope_of(house)
    return [
        Missing(
            key,
            scope.name("service", key),
            missing=int(missing),
            planned=int(planned),
            people=int(people),
            responsible=int(responsible),
        )
        for key, missing, planned, people, responsible in rows
    ]


def similar_districts(district: str) -> tuple[str, ...]:
    """Return the districts of the same kind and class of population, this one included, by key."""
    scope = scope_of(warehouse())
    kinds = {it["district_key"]: it["district_kind"] for it in scope.municipalities.values()}
    people: dict[str, int] = dict.fromkeys(kinds, 0)
    for it in scope.municipalities.values():
        people[it["district_key"]] += it["population"] or 0
    mine = kinds.get(district), _class(people.get(district, 0))
    return tuple(sorted(it for it in kinds if (kinds[it], _class(people[it])) == mine))


def _class(people: int) -> int:
    return max(bound for bound in DISTRICT_CLASSES if bound <= people)


def _counted(house: Warehouse, key: str, dimension: str, filters: Filters) -> list[Counted]:
    question = Question(dimension, filters, house.manifest.day)
    kind = _kind(key, dimension)
    counts: Counts = house.once((question, kind), lambda: _ask(house, question, kind))
    scope = scope_of(house)
    pairs = house.once((question, "size"), lambda: scope.pairs(dimension, filters, question.day))
    is_named = scope.is_named(filters)
    counted = _counter(key, question.day)
    return [
        Counted(
            group,
            scope.name(dimension, group) if dimension else "",
            counted(found, pairs.get(group, 0)),
            found["seen"],
            is_named or scope.is_one_place(dimension, group),
        )
        for group, found in counts.items()
    ]


def _kind(key: str, dimension: str) -> str:
    """Return what has to be asked for an indicator; for a total, one question serves several."""
    kind = next(kind for kind, keys in KINDS.items() if key in keys)
    return "all" if not dimension and kind in ("pairs", "levels") else kind


def _ask(house: Warehouse, question: Question, kind: str) -> Counts:
    names = ASKED[kind]

    def expression(asked: Question) -> ir.Table:
        if kind == "whole":
            return asked.whole_services().select("group", "seen", *names)
        return asked.reached().select("group", "seen", *names) if kind == "reached" else asked.pairs(names)

    return {
        group: dict(zip(("seen", *names), numbers, strict=True))
        for group, *numbers in answered(house, question, kind, expression)
    }


def _counter(key: str, day: date) -> Callable[[Mapping[str, int], int], Figure]:
    """Return how an indicator becomes a figure: from what was counted, and how many pairs there are."""
    indicator = INDICATORS[key]
    part, whole = COLUMNS[key]
    levels = LEVEL_COLUMNS[MODELS[key]] if key in MODELS else ()

    def figure_of(found: Mapping[str, int], pairs: int) -> Figure:
        unknown = max(pairs - found["collected"], 0) if "collected" in found else 0
        above = sum(found[name] for name in levels) if levels else found[part]
        return Figure(indicator, above, pairs if whole == "all" else found[whole], day, unknown)

    return figure_of


def _by_channel(house: Warehouse, key: str, filters: Filters) -> list[Counted]:
    """Return what is online by each kind of online service; a cell may be online by several."""
    suffix = "_people" if key == "inhabitants" else ""
    total = next(iter(_counted(house, key, "", replace(filters, channel=None))), None)
    if total is None:
        return []
    names = [f"live_{channel}{suffix}" for channel in CHANNELS]
    found = _parts(house, names, replace(filters, channel=None))
    is_named = scope_of(house).is_named(filters)
    return [
        Counted(
            channel,
            str(Channel(channel).label),
            replace(total.figure, part=found[name]),
            found[f"seen_{name}"],
            is_named,
        )
        for channel, name in zip(CHANNELS, names, strict=True)
    ]


def _by_level(house: Warehouse, key: str, filters: Filters) -> list[Counted]:
    """Return how many cells are live at each level of one model of maturity."""
    model = MODELS[key]
    names = LEVEL_COLUMNS[model]
    found = _parts(house, names, filters)
    whole = sum(found[name] for name in names)
    is_named = scope_of(house).is_named(filters)
    day = _day(house, filters)
    return [
        Counted(
            str(level),
            str(level),
            Figure(INDICATORS[key], found[name], whole, day),
            found[f"seen_{name}"],
            is_named,
        )
        for level, name in zip(LEVELS[model], names, strict=True)
    ]


def _parts(house: Warehouse, names: Sequence[str], filters: Filters) -> dict[str, int]:
    question = Question("", filters, house.manifest.day)
    columns = [*names, *(f"seen_{name}" for name in names)]
    kind = f"parts {' '.join(names)}"
    (row,) = house.once(
        (question, kind),
        lambda: answered(house, question, kind, lambda it: it.parts(names).select(*columns)),
    )
    return {name: int(number or 0) for name, number in zip(columns, row, strict=True)}


def _day(house: Warehouse, filters: Filters) -> date:
    return filters.day or house.manifest.day


def _unknown(house: Warehouse, filters: Filters) -> int:
    scope: Scope = scope_of(house)
    return scope.pairs("", filters, _day(house, filters)).get(ALL, 0)
