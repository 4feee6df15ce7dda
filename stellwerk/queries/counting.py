"""Counting coverage, as Ibis expressions: the same on DuckDB and on Spark, and what the cubes are made of.

A cell is one municipality and one service. Its state is the best of its channels: live before planned before
none before not responsible. A cell without a row is not collected, which is not the same as none.
"""

from collections.abc import Callable, Iterable
from datetime import date

import ibis
import ibis.expr.types as ir

from stellwerk.gateways.warehouse_tables import CHANNELS, DELTAS, LEVEL_COLUMNS, LEVELS, MEASURES, TABLES

RANK = {"live": 4, "planned": 3, "none": 2, "not_responsible": 1}
NOTHING = 0  # the rank of a cell that is not collected
KEY = ("ags", "service_key")
FACTS = TABLES["coverage"]
SIMPLE, KNOTTED = (ibis.table(FACTS.schema(), name=name) for name in ("simple", "knotted"))
CELL, STEP = TABLES["cell"], TABLES["step"]
Narrow = Callable[[ir.Table], ir.Table]


def valid_on(day: date, facts: ir.Table = FACTS) -> ir.Table:
    """Return the facts that hold on a day."""
    return facts.filter(facts.valid_from <= day, facts.valid_to.isnull() | (facts.valid_to > day))


def existing(name: str, day: date) -> ir.Table:
    """Return the municipalities or services that exist on a day."""
    table = TABLES[name]
    return table.filter(table.gone_on.isnull() | (table.gone_on > day))


def cells(day: date, narrow: Narrow = lambda facts: facts) -> ir.Table:
    """Return one row for each collected cell, with 0 or 1 for each thing that is counted, and its places.

    narrow  what is left of the facts before they are merged, so that little is read
    """
    return _measured(_merged(narrow(valid_on(day)), day))


def building_cells(day: date) -> tuple[ir.Table, ir.Table]:
    """Return the cells of a day twice: of facts of which no two meet in a cell, and of all others."""
    facts = valid_on(day, SIMPLE)
    levels = {f"level_{model}": _level(facts, model) for model in LEVELS}
    by_channel = {f"is_{name}": _is(_live(facts) & (facts.channel == name)) for name in CHANNELS}
    simple = facts.select(*KEY, rank=_rank(facts), **by_channel, **levels)
    placed = _placed(simple, existing("municipality", day), existing("service", day))
    knotted = _merged(valid_on(day, KNOTTED), day)
    return placed.select(*CELL.columns), knotted.select(*CELL.columns)


def building_steps() -> tuple[ir.Table, ir.Table]:
    """Return every day on which the state of a cell may change: rank before and after; see above."""
    ends = SIMPLE.filter(SIMPLE.valid_to.notnull())
    nothing = ibis.literal(NOTHING, "int64")
    begin = SIMPLE.select(*KEY, on=SIMPLE.valid_from, after=_rank(SIMPLE), before=nothing)
    end = ends.select(*KEY, on=ends.valid_to, after=nothing, before=_rank(ends))
    return begin.union(end).select(*STEP.columns), _steps(KNOTTED).select(*STEP.columns)


def cube_service() -> ir.Table:
    return _summed(_measured(CELL), ["land", "district_key", "region", "service_key", "subject_area_number"])


def cube_municipality() -> ir.Table:
    keys = ["land", "district_key", "region", "size_class", "ags", "subject_area_number"]
    return _summed(_measured(CELL), keys)


def cube_total() -> ir.Table:
    """Return the cube by service of all districts together."""
    return _summed(TABLES["cube_service"], ["service_key", "subject_area_number"])


def change() -> ir.Table:
    """Return by how much the counts change on the first of each month."""
    return _changed(STEP)


def _changed(steps: ir.Table) -> ir.Table:
    month = ibis.ifelse(
        steps.on.day() == 1, steps.on, (steps.on.truncate("M") + ibis.interval(months=1)).cast("date")
    )
    placed = _placed(steps.mutate(month=month.cast("date")), TABLES["municipality"], TABLES["service"])
    people = placed.population.fill_null(0)
    deltas = {state: _difference(placed, state) for state in RANK}
    deltas |= {
        f"{state}_people": _difference(placed, state) * people for state in ("live", "planned", "none")
    }
    changed = placed.mutate(**deltas)
    keys = ["land", "district_key", "region", "subject_area_number", "month"]
    return changed.group_by(keys).agg(**{name: changed[name].sum().cast("int64") for name in DELTAS})


def _merged(facts: ir.Table, day: date) -> ir.Table:
    """Return one row for each cell: the best of its channels, and where it lies."""
    by_channel = {f"is_{name}": _is(_live(facts) & (facts.channel == name)).max() for name in CHANNELS}
    levels = {f"level_{model}": _level(facts, model).max() for model in LEVELS}
    merged = facts.group_by(*KEY).agg(rank=_rank(facts).max(), **by_channel, **levels)
    return _placed(merged, existing("municipality", day), existing("service", day))


def _steps(facts: ir.Table) -> ir.Table:
    ends = facts.filter(facts.valid_to.notnull())
    days = (
        facts.select(*KEY, on=facts.valid_from).union(ends.select(*KEY, on=ends.valid_to)).distinct().view()
    )
    facts = facts.select(*KEY, "valid_from", "valid_to", rank=_rank(facts))
    in_force = days.left_join(
        facts,
        [
            days.ags == facts.ags,
            days.service_key == facts.service_key,
            facts.valid_from <= days.on,
            facts.valid_to.isnull() | (facts.valid_to > days.on),
        ],
    ).select(*(days[name] for name in KEY), days.on, facts.rank)
    after = in_force.group_by(*KEY, "on").agg(after=in_force["rank"].max().fill_null(NOTHING))
    before = after.after.lag().over(group_by=KEY, order_by="on")
    return after.mutate(before=before.fill_null(NOTHING))


def _difference(steps: ir.Table, state: str) -> ir.IntegerColumn:
    rank = RANK[state]
    return _is(steps.after == rank) - _is(steps.before == rank)


def _placed(rows: ir.Table, places: ir.Table, services: ir.Table) -> ir.Table:
    """Add to each cell where its municipality lies, how many live there, and the subject of its service."""
    places = places.select("ags", "land", "district_key", "region", "size_class", "population")
    return rows.join(places, "ags").join(services.select("service_key", "subject_area_number"), "service_key")


def _measured(rows: ir.Table) -> ir.Table:
    people = rows.population.fill_null(0)
    states = {state: _is(rows["rank"] == rank) for state, rank in RANK.items()}
    named = {f"live_{name}": rows[f"is_{name}"].cast("int64") for name in CHANNELS}
    reached = {
        column: _is(rows[f"level_{model}"] == level)
        for model, columns in LEVEL_COLUMNS.items()
        for level, column in zip(LEVELS[model], columns, strict=True)
    }
    with_people = {f"{name}_people": states[name] * people for name in ("live", "planned", "none")}
    with_people |= {f"{name}_people": named[name] * people for name in named}
    return rows.mutate(**states, **named, **reached, **with_people)


def _summed(rows: ir.Table, keys: Iterable[str]) -> ir.Table:
    sums = {name: rows[name].fill_null(0).sum().cast("int64") for name in MEASURES}
    return rows.group_by(list(keys)).agg(**sums)


def _rank(facts: ir.Table) -> ir.IntegerColumn:
    return facts.state.cases(*RANK.items(), else_=NOTHING).cast("int64")


def _level(facts: ir.Table, model: str) -> ir.IntegerColumn:
    return ibis.ifelse(_live(facts) & (facts.maturity_model == model), facts.maturity.cast("int64"), None)


def _live(facts: ir.Table) -> ir.BooleanValue:
    return facts.state == "live"


def _is(condition: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(condition, 1, 0).cast("int64")
