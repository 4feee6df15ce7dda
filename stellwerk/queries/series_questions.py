"""The questions behind figures over time, as Ibis expressions: all days at once, from changes or facts."""

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from stellwerk.gateways.warehouse_tables import TABLES
from stellwerk.law.periods import add_months
from stellwerk.queries.counting import NOTHING, RANK
from stellwerk.queries.indicator_texts import Filters
from stellwerk.queries.questions import ALL, GROUPS, OF_PLACES, narrowed

CHANGED = ("live", "planned", "none", "not_responsible", "live_people", "planned_people", "none_people")
PAIRS = ("on", "on_people", "responsible", "people", "planned", "collected")
COUNTED = (
    "on", "on_people", "responsible", "people", "live", "planned", "collected", "graded_1_1", "graded_2_0",
    "everywhere", "federal", "somewhere", "collected_services",
)  # fmt: skip


def from_changes(days: Sequence[date], dimension: str, filters: Filters) -> ir.Table:
    """Return what is counted in pairs by group and day, from the changes: the first of a month only.

    How many municipalities are seen behind it, the changes do not know: see ``first_known``.
    """
    rows = narrowed(TABLES["change"], filters)
    rows = rows.mutate(group=_group(rows, dimension))
    steps = rows.group_by("group", "month").agg(**{name: rows[name].sum() for name in CHANGED})
    dated = steps.cross_join(_days(days))
    dated = dated.filter(dated.month <= dated.day)
    sums = dated.group_by("group", "day").agg(**{name: dated[name].sum() for name in CHANGED})
    return _with_sums(sums.mutate(on=sums.live, on_people=sums.live_people))


def first_known(filters: Filters, *, by_area: bool) -> ir.Table:
    """Return since when anything is known of a municipality: district, area (0: not asked for), day."""
    facts = narrowed(TABLES["coverage"], filters)
    if not by_area:
        facts = facts.mutate(area=ibis.literal(0, "int64"))
    else:
        services = TABLES["service"].select("service_key", area="subject_area_number")
        facts = facts.join(services, "service_key")
    return facts.group_by("district_key", "ags", "area").agg(since=facts.valid_from.min())


def from_facts(days: Sequence[date], dimension: str, filters: Filters) -> ir.Table:
    """Return the same from the facts themselves: any day, each kind of online service, and levels."""
    placed = _cells(days, filters)
    people, rank = placed.population.fill_null(0), placed["rank"]
    states = {state: _is(rank == number) for state, number in RANK.items()}
    states |= {f"{state}_people": states[state] * people for state in ("live", "planned", "none")}
    rows = placed.mutate(group=_group(placed, dimension), on_people=placed.on * people, **states)
    names = ("on", "on_people", "graded_1_1", "graded_2_0", *CHANGED)
    each = rows.group_by("group", "service_key", "day").agg(**{name: rows[name].sum() for name in names})
    return _counted(each, days, dimension, filters)


def reached(days: Sequence[date], dimension: str, filters: Filters) -> ir.Table:
    """Return the municipalities with a contact in the twelve months before each day, and all of them."""
    contacts = TABLES["contact"]
    windows = [(add_months(day, -12), day) for day in days]
    met = contacts.cross_join(_days(days))
    since = met.day.cases(*((day, since) for since, day in windows), else_=None)
    recent = met.filter(met.contact_on > since, met.contact_on <= met.day)
    recent = recent.select(met="ags", met_on="day").distinct()
    places = _places(days, filters)
    found = places.left_join(recent, [places.ags == recent.met, places.day == recent.met_on])
    found = found.mutate(group=_group(found, dimension))
    return found.group_by("group", "day").agg(
        seen=found.count(), reached=found.met.count(), places=found.count()
    )


def _cells(days: Sequence[date], filters: Filters) -> ir.Table:
    """Return each collected cell on each day: its best state, its levels, and where it lies."""
    facts = narrowed(TABLES["coverage"], filters).cross_join(_days(days))
    facts = facts.filter(
        facts.valid_from <= facts.day, facts.valid_to.isnull() | (facts.valid_to > facts.day)
    )
    live = facts.state == "live"
    on = live & (facts.channel == filters.channel) if filters.channel else live
    graded = {
        f"graded_{model.replace('.', '_')}": _is(
            live & (facts.maturity_model == model) & facts.maturity.notnull()
        ).max()
        for model in ("1.1", "2.0")
    }
    rank = facts.state.cases(*RANK.items(), else_=NOTHING).cast("int64")
    merged = facts.group_by("district_key", "ags", "service_key", "day").agg(
        rank=rank.max(), on=_is(on).max(), **graded
    )
    places = TABLES["municipality"].select("ags", "region", "size_class", "population", left_on="gone_on")
    services = TABLES["service"].select("service_key", "subject_area_number", ended_on="gone_on")
    placed = merged.join(places, "ags").join(services, "service_key")
    placed = placed.filter(
        placed.left_on.isnull() | (placed.left_on > placed.day),
        placed.ended_on.isnull() | (placed.ended_on > placed.day),
    )
    return narrowed(placed, Filters(subject_area=filters.subject_area))


def _counted(each: ir.Table, days: Sequence[date], dimension: str, filters: Filters) -> ir.Table:
    """Return the counts by group and day from those of each service."""
    each = _with_sums(each)
    each = _with_places(each, days, dimension, filters)
    is_on = each.on > 0
    whole = {
        "everywhere": is_on & (each.on == each.responsible),
        "federal": is_on & (each.on == each.places - each.not_responsible),
        "somewhere": is_on,
        "collected_services": each.responsible > 0,
    }
    sums = {name: each[name].sum() for name in COUNTED if name not in whole}
    sums |= {name: _is(condition).sum() for name, condition in whole.items()}
    return each.group_by("group", "day").agg(seen=each.collected.max(), **sums)


def _with_sums(rows: ir.Table) -> ir.Table:
    responsible = rows.live + rows.planned + rows["none"]
    return rows.mutate(
        responsible=responsible,
        collected=responsible + rows.not_responsible,
        people=rows.live_people + rows.planned_people + rows.none_people,
    )


def _with_places(each: ir.Table, days: Sequence[date], dimension: str, filters: Filters) -> ir.Table:
    """Add how many municipalities exist in the group on the day, whether anything is known of them or not."""
    there = _places(days, filters)
    if dimension in OF_PLACES:
        there = there.mutate(group=_group(there, dimension))
        return each.join(there.group_by("group", "day").agg(places=there.count()), ["group", "day"])
    return each.join(there.group_by("day").agg(places=there.count()), "day")


def _places(days: Sequence[date], filters: Filters) -> ir.Table:
    there = narrowed(TABLES["municipality"], filters, of_places=True).cross_join(_days(days))
    return there.filter(there.gone_on.isnull() | (there.gone_on > there.day))


def _days(days: Sequence[date]) -> ir.Table:
    one_row = TABLES["municipality"].agg(n=TABLES["municipality"].count())
    return one_row.select(day=ibis.array([ibis.literal(day, type="date") for day in days]).unnest())


def _group(rows: ir.Table, dimension: str) -> ir.StringValue:
    return rows[GROUPS[dimension]].cast("string") if dimension else ibis.literal(ALL)


def _is(condition: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(condition, 1, 0).cast("int64")
