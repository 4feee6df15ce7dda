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
Narrow = Callable[[ir.Table], ir.Table]


def valid_on(day: date) -> ir.Table:
    """Return the facts that hold on a day."""
    facts = TABLES["coverage"]
    return facts.filter(facts.valid_from <= day, facts.valid_to.isnull() | (facts.valid_to > day))


def existing(name: str, day: date) -> ir.Table:
    """Return the municipalities or services that exist on a day."""
    table = TABLES[name]
    return table.filter(table.gone_on.isnull() | (table.gone_on > day))


def cells(day: date, narrow: Narrow = lambda facts: facts) -> ir.Table:
    """Return one row for each collected cell, with 0 or 1 for each thing that is counted, and its places.

    narrow  what is left of the facts before they are merged, so that little is read
    """
    facts = narrow(valid_on(day))
    by_channel = {f"is_{name}": _is(_live(facts) & (facts.channel == name)).max() for name in CHANNELS}
    levels = {
        f"level_{model}": ibis.ifelse(
            _live(facts) & (facts.maturity_model == model), facts.maturity.cast("int64"), None
        ).max()
        for model in LEVELS
    }
    merged = facts.group_by("land", "district_key", "ags", "service_key").agg(
        rank=_rank(facts).max(), **by_channel, **levels
    )
    return _measured(_placed(merged, existing("municipality", day), existing("service", day)))


def cube_service(day: date) -> ir.Table:
    return _summed(cells(day), ["land", "district_key", "region", "service_key", "subject_area_number"])


def cube_municipality(day: date) -> ir.Table:
    keys = ["land", "district_key", "region", "size_class", "ags", "subject_area_number"]
    return _summed(cells(day), keys)


def change(*, is_plain: bool) -> ir.Table:
    """Return by how much the counts change on the first of each month.

    is_plain  every cell has one fact that goes on, as in a file of one day; counting is quicker then
    """
    steps = _plain_steps() if is_plain else _steps()
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
    keys = ["land", "district_key", "region", "service_key", "subject_area_number", "month"]
    return changed.group_by(keys).agg(**{name: changed[name].sum().cast("int64") for name in DELTAS})


def _steps() -> ir.Table:
    """Return every day on which the state of a cell may change: rank before and after."""
    facts = TABLES["coverage"]
    key = ["land", "district_key", "ags", "service_key"]
    ends = facts.filter(facts.valid_to.notnull())
    days = (
        facts.select(*key, on=facts.valid_from).union(ends.select(*key, on=ends.valid_to)).distinct().view()
    )
    facts = facts.select(*key, "valid_from", "valid_to", rank=_rank(facts))
    in_force = days.left_join(
        facts,
        [
            days.ags == facts.ags,
            days.service_key == facts.service_key,
            facts.valid_from <= days.on,
            facts.valid_to.isnull() | (facts.valid_to > days.on),
        ],
    ).select(*(days[name] for name in key), days.on, facts.rank)
    after = in_force.group_by(*key, "on").agg(after=in_force["rank"].max().fill_null(NOTHING))
    before = after.after.lag().over(group_by=["ags", "service_key"], order_by="on")
    return after.mutate(before=before.fill_null(NOTHING))


def _plain_steps() -> ir.Table:
    facts = TABLES["coverage"]
    key = ["land", "district_key", "ags", "service_key"]
    return facts.select(*key, on=facts.valid_from, after=_rank(facts), before=ibis.literal(NOTHING))


def _difference(steps: ir.Table, state: str) -> ir.IntegerColumn:
    rank = RANK[state]
    return _is(steps.after == rank) - _is(steps.before == rank)


def _placed(rows: ir.Table, places: ir.Table, services: ir.Table) -> ir.Table:
    """Add to each cell where its municipality lies, how many live there, and the subject of its service."""
    places = places.select("ags", "region", "size_class", "population")
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


def _live(facts: ir.Table) -> ir.BooleanValue:
    return facts.state == "live"


def _is(condition: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(condition, 1, 0).cast("int64")
