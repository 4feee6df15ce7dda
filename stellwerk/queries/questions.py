"""The questions behind the indicators, as Ibis expressions over the cubes, or over the cells themselves.

Each answer has rows of a group, how many municipalities are seen behind it, and what was counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from stellwerk.gateways.warehouse_tables import LEVEL_COLUMNS, TABLES
from stellwerk.law.periods import add_months
from stellwerk.queries.counting import cells, existing
from stellwerk.queries.indicator_texts import Filters

ALL = "all"
GROUPS = {
    "district": "district_key",
    "region": "region",
    "size_class": "size_class",
    "subject_area": "subject_area_number",
    "service": "service_key",
    "municipality": "ags",
}
OF_PLACES = ("district", "region", "size_class", "municipality")
LEVELS = (*LEVEL_COLUMNS["1.1"], *LEVEL_COLUMNS["2.0"])
# What is counted in pairs of municipality and service.
PAIRS = ("on", "on_people", "responsible", "people", "collected", "live", "planned")
WHOLE = ("everywhere", "federal", "somewhere", "collected_services")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked by a dimension ("" for the total), of a snapshot that has counted its own day already."""

    dimension: str
    filters: Filters
    snapshot_day: date

    @property
    def day(self) -> date:
        return self.filters.day or self.snapshot_day

    def pairs(self, names: Sequence[str] = PAIRS) -> ir.Table:
        """Return what is counted in pairs of municipality and service: group, seen, and each of the names.

        names  of PAIRS and LEVELS
        """
        rows = self._base(by_service=self.filters.services is not None)
        rows = rows.mutate(group=_group(rows, self.dimension), **self._pairs(rows))
        if "ags" in rows.columns:
            found = rows.group_by("group").agg(seen=rows.ags.nunique(), **_sums(rows, names))
        elif self.dimension == "service":
            found = rows.group_by("group").agg(seen=rows.collected.sum(), **_sums(rows, names))
        else:
            each = rows.group_by("group", "service_key").agg(**_sums(rows, {*names, "collected"}))
            found = each.group_by("group").agg(seen=each.collected.max(), **_sums(each, names))
        return found.select("group", "seen", *names)

    def whole_services(self) -> ir.Table:
        """Return how many services are online in all, or in any, of a group's municipalities."""
        rows = self._base(by_service=True)
        rows = rows.mutate(
            group=_group(rows, self.dimension), on=self._live(rows), asked=_responsible(rows),
            got=_collected(rows),
        )  # fmt: skip
        each = rows.group_by("group", "service_key").agg(
            on=rows.on.sum(), asked=rows.asked.sum(), got=rows.got.sum(), exempt=rows.not_responsible.sum()
        )
        each = self._with_places(each)
        is_on = each.on > 0
        return each.group_by("group").agg(
            seen=each.got.max(),
            everywhere=_count(is_on & (each.on == each.asked)),
            federal=_count(is_on & (each.on == each.places - each.exempt)),
            somewhere=_count(is_on),
            collected_services=_count(each.asked > 0),
        )

    def reached(self) -> ir.Table:
        """Return the municipalities with a contact in the twelve months before the day, and all of them."""
        contacts = TABLES["contact"]
        since = add_months(self.day, -12)
        recent = contacts.filter(contacts.contact_on > since, contacts.contact_on <= self.day)
        met = recent.select(met="ags").distinct()
        table = self._narrowed(existing("municipality", self.day), of_places=True)
        found = table.left_join(met, table.ags == met.met)
        found = found.mutate(group=_group(found, self.dimension))
        return found.group_by("group").agg(
            seen=found.count(), reached=found.met.count(), places=found.count()
        )

    def parts(self, names: Sequence[str]) -> ir.Table:
        """Return one row: each of these counts, each followed by the municipalities seen behind it."""
        rows = self._base(by_service=self.filters.services is not None)
        rows = rows.mutate(responsible=_responsible(rows))
        if "ags" in rows.columns:
            sums = {name: rows[name].sum() for name in names}
            seen = {f"seen_{name}": rows.ags.nunique(where=rows[name] > 0) for name in names}
        else:
            rows = rows.group_by("service_key").agg(**{name: rows[name].sum() for name in names})
            sums = {name: rows[name].sum() for name in names}
            seen = {f"seen_{name}": rows[name].max() for name in names}
        return rows.agg(**sums, **seen)

    def next_best(self, limit: int) -> ir.Table:
        """Return the services that are missing for most inhabitants."""
        rows = self._base(by_service=True)
        sums = rows.group_by("service_key").agg(
            missing=(rows["none"] + rows.planned).sum(),
            planned=rows.planned.sum(),
            people=(rows.none_people + rows.planned_people).sum(),
            responsible=_responsible(rows).sum(),
        )
        wanted = sums.filter(sums.missing > 0)
        order = [ibis.desc("people"), ibis.desc("missing"), ibis.asc("service_key")]
        return wanted.order_by(order).limit(limit)

    def _pairs(self, rows: ir.Table) -> dict[str, ir.IntegerColumn]:
        channel = f"_{self.filters.channel}" if self.filters.channel else ""
        return {
            "on": self._live(rows),
            "on_people": rows[f"live{channel}_people"],
            "responsible": _responsible(rows),
            "people": rows.live_people + rows.planned_people + rows.none_people,
            "collected": _collected(rows),
        }

    def _live(self, rows: ir.Table) -> ir.IntegerColumn:
        return rows[f"live_{self.filters.channel}"] if self.filters.channel else rows.live

    def _with_places(self, each: ir.Table) -> ir.Table:
        """Add how many municipalities exist in the group, whether anything is known of them or not."""
        table = self._narrowed(existing("municipality", self.day), of_places=True)
        if self.dimension in OF_PLACES:
            return each.join(
                table.group_by(group=_group(table, self.dimension)).agg(places=table.count()), "group"
            )
        return each.cross_join(table.agg(places=table.count()))

    def _base(self, *, by_service: bool) -> ir.Table:
        """Return the smallest table that can answer; the cells themselves where no cube can."""
        by_place = self.dimension in ("municipality", "size_class") or bool(self.filters.municipality)
        by_service = by_service or self.dimension == "service" or self.filters.services is not None
        if self.day != self.snapshot_day or (by_place and by_service):
            return self._narrowed(cells(self.day, self._narrowed))
        if by_service and self._is_of_all_districts():
            return self._narrowed(TABLES["cube_total"])
        return self._narrowed(TABLES["cube_service" if by_service else "cube_municipality"])

    def _is_of_all_districts(self) -> bool:
        asked = self.filters
        return asked.district is None and asked.districts is None and self.dimension not in OF_PLACES

    def _narrowed(self, rows: ir.Table, *, of_places: bool = False) -> ir.Table:
        return narrowed(rows, self.filters, of_places=of_places)


def narrowed(rows: ir.Table, filters: Filters, *, of_places: bool = False) -> ir.Table:
    """Return the rows that the filters leave. Facts do not know their subject area: who places them filters.

    of_places  the rows are municipalities, whatever is asked of services
    """
    if filters.district is not None:
        rows = rows.filter(rows.district_key == filters.district)
    if filters.districts is not None:
        rows = rows.filter(rows.district_key.isin(filters.districts))
    if filters.municipality is not None and "ags" in rows.columns:
        rows = rows.filter(rows.ags == filters.municipality)
    if of_places:
        return rows
    if filters.subject_area is not None and "subject_area_number" in rows.columns:
        rows = rows.filter(rows.subject_area_number == filters.subject_area)
    if filters.services is not None:
        rows = rows.filter(rows.service_key.isin(filters.services))
    return rows


def _group(rows: ir.Table, dimension: str) -> ir.StringValue:
    return rows[GROUPS[dimension]].cast("string") if dimension else ibis.literal(ALL)


def _sums(rows: ir.Table, names: Iterable[str]) -> dict[str, ir.IntegerScalar]:
    return {name: rows[name].sum() for name in sorted(names)}


def _responsible(rows: ir.Table) -> ir.IntegerColumn:
    return rows.live + rows.planned + rows["none"]


def _collected(rows: ir.Table) -> ir.IntegerColumn:
    return _responsible(rows) + rows.not_responsible


def _count(condition: ir.BooleanColumn) -> ir.IntegerScalar:
    return condition.ifelse(1, 0).sum()
