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
# Where each thing that is counted of a cell stands in the number of its kind; the lowest bits are the rank.
BITS = {f"is_{name}": 8 << place for place, name in enumerate(CHANNELS)}
BITS |= {f"level_{model}": 256 << 4 * place for place, model in enumerate(LEVELS)}
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
    merged = _merged(narrow(valid_on(day)), day)
    return _measured(merged.mutate(cells=1, population=merged.population.fill_null(0)))


def building_cells(day: date) -> tuple[ir.Table, ir.Table]:
    """Return the cells of a day twice: of facts of which no two meet in a cell, and of all others."""
    facts = valid_on(day, SIMPLE)
    levels = {f"level_{model}": _level(facts, model) for model in LEVELS}
    by_channel = {f"is_{name}": _is(_live(facts) & (facts.channel == name)) for name in CHANNELS}
    simple = facts.select(*KEY, rank=_rank(facts), **by_channel, **levels)
    placed = _placed(simple, existing("municipality", day), existing("service", day))
    knotted = _merged(valid_on(day, KNOTTED), day)
    simple, knotted = (rows.mutate(kind=_kind(rows)).select(*CELL.columns) for rows in (placed, knotted))
    return simple, knotted


def building_steps() -> tuple[ir.Table, ir.Table]:
    """Return every day on which the state of a cell may change: rank before and after; see above."""
    ends = SIMPLE.filter(SIMPLE.valid_to.notnull())
    nothing = ibis.literal(NOTHING, "int64")
    begin = SIMPLE.select(*KEY, on=SIMPLE.valid_from, after=_rank(SIMPLE), before=nothing)
    end = ends.select(*KEY, on=ends.valid_to, after=nothing, before=_rank(ends))
    return begin.union(end).select(*STEP.columns), _steps(KNOTTED).select(*STEP.columns)


def cube_service() -> ir.Table:
    keys = ["land", "district_key", "region", "service_key", "subject_area_number"]
    alike = _alike(["district_key", "service_key", "subject_area_number"])
    districts = TABLES["municipality"].select("land", "district_key", "region").distinct()
    return _summed(_measured(_unpacked(alike.join(districts, "district_key"))), keys)


def cube_municipality() -> ir.Table:
    keys = ["land", "district_key", "region", "size_class", "ags", "subject_area_number"]
    alike = _alike(["ags", "subject_area_number"])
    placed = alike.join(_places(TABLES["municipality"]).drop("population"), "ags")
    return _summed(_measured(_unpacked(placed)), keys)


def cube_total() -> ir.Table:
    """Return the cube by service of all districts together."""
    return _summed(TABLES["cube_service"], ["service_key", "subject_area_number"])


def change() -> ir.Table:
    """Return by how much the counts change on the first of each month."""
    return _changed(STEP)


def _changed(steps: ir.Table) -> ir.Table:
    services = TABLES["service"].select("service_key", "subject_area_number")
    dated = steps.join(services, "service_key")
    alike = dated.group_by("ags", "subject_area_number", "on", "before", "after").agg(cells=dated.count())
    month = ibis.ifelse(
        alike.on.day() == 1, alike.on, (alike.on.truncate("M") + ibis.interval(months=1)).cast("date")
    )
    placed = alike.mutate(month=month.cast("date")).join(_places(TABLES["municipality"]), "ags")
    deltas = {state: _difference(placed, state) * placed.cells for state in RANK}
    people = placed.population.fill_null(0)
    deltas |= {f"{state}_people": deltas[state] * people for state in ("live", "planned", "none")}
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
    return rows.join(_places(places), "ags").join(
        services.select("service_key", "subject_area_number"), "service_key"
    )


def _places(municipalities: ir.Table) -> ir.Table:
    return municipalities.select("ags", "land", "district_key", "region", "size_class", "population")


def _alike(keys: Iterable[str]) -> ir.Table:
    """Return how many cells of a group are of one kind, and how many people live there.

    They are few: what follows has little left to add up.
    """
    people = CELL.population.fill_null(0).sum().cast("int64")
    return CELL.group_by([*keys, "kind"]).agg(cells=CELL.count(), population=people)


def _kind(cells: ir.Table) -> ir.IntegerColumn:
    """Return all that is counted of a cell as one number: each thing has its own bits."""
    kind = cells["rank"]
    for name, bit in BITS.items():
        kind += cells[name].fill_null(-1) * bit + (bit if name.startswith("level") else 0)
    return kind


def _unpacked(rows: ir.Table) -> ir.Table:
    """Return what ``_kind`` has put into one number."""
    found = {"rank": rows.kind % 8}
    found |= {f"is_{name}": (rows.kind // BITS[f"is_{name}"]) % 2 for name in CHANNELS}
    found |= {f"level_{name}": (rows.kind // BITS[f"level_{name}"]) % 16 - 1 for name in LEVELS}
    return rows.mutate(**found)


def _measured(rows: ir.Table) -> ir.Table:
    """Add what is counted. ``cells`` says of how many cells a row speaks, ``population`` who lives there."""
    found: dict[str, ir.BooleanColumn] = {state: rows["rank"] == rank for state, rank in RANK.items()}
    found |= {f"live_{name}": rows[f"is_{name}"] == 1 for name in CHANNELS}
    reached = {
        column: rows[f"level_{model}"] == level
        for model, columns in LEVEL_COLUMNS.items()
        for level, column in zip(LEVELS[model], columns, strict=True)
    }
    counts = {
        name: ibis.ifelse(holds, rows.cells, 0).cast("int64") for name, holds in (found | reached).items()
    }
    people = {
        f"{name}_people": ibis.ifelse(holds, rows.population, 0).cast("int64")
        for name, holds in found.items()
        if name != "not_responsible"
    }
    return rows.mutate(**counts, **people)


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
