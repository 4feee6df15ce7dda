"""What the figures of a snapshot are about: the names of its groups, and how many cells there could be."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from stellwerk.gateways.warehouse import Warehouse
from stellwerk.gateways.warehouse_tables import SIZE_CLASSES
from stellwerk.law.working import N_
from stellwerk.queries.indicator_texts import Filters
from stellwerk.queries.questions import ALL, OF_PLACES

NO_AREA = N_("ohne Themenfeld")
NO_SIZE = N_("ohne Einwohnerzahl")
NO_REGION = N_("ohne Regierungsbezirk")
# What of them is asked for; the first column is the key.
COLUMNS = {
    "municipality": (
        "ags", "name", "district_key", "district_name", "district_kind", "region", "size_class", "population",
        "gone_on",
    ),
    "service": ("service_key", "name", "subject_area_number", "subject_area", "gone_on"),
}  # fmt: skip

Thing = Mapping[str, Any]  # a municipality or a service, by its columns


@dataclass(frozen=True)
class Scope:
    """The places and services of a snapshot, by their keys."""

    municipalities: Mapping[str, Thing]
    services: Mapping[str, Thing]

    @cached_property
    def districts(self) -> Mapping[str, str]:
        return {it["district_key"]: it["district_name"] for it in self.municipalities.values()}

    @cached_property
    def areas(self) -> Mapping[int, str]:
        found = {it["subject_area_number"]: it["subject_area"] for it in self.services.values()}
        return {number: name or NO_AREA for number, name in sorted(found.items())}

    @cached_property
    def _of_district(self) -> Counter[str]:
        return Counter(it["district_key"] for it in self.municipalities.values())

    def is_named(self, filters: Filters) -> bool:
        """Is one municipality meant, by its name or as a Stadtkreis? Then nothing about it is hidden."""
        return bool(filters.municipality) or self._of_district[filters.district or ""] == 1

    def is_one_place(self, dimension: str, group: str) -> bool:
        """Is the group one municipality by its nature?"""
        return dimension == "municipality" or (dimension == "district" and self._of_district[group] == 1)

    def name(self, dimension: str, group: str) -> str:
        """Return how people call a group; its key where nobody knows better."""
        if dimension == "district":
            return self.districts.get(group, group)
        if dimension == "subject_area":
            return self.areas.get(int(group), group)
        if dimension == "size_class":
            return size_name(group)
        if dimension == "region":
            return group or NO_REGION
        known = {"municipality": self.municipalities, "service": self.services}.get(dimension, {})
        return str(known[group]["name"]) if group in known else group

    def pairs(self, dimension: str, filters: Filters, day: date) -> Mapping[str, int]:
        """Return for each group how many pairs of municipality and service there are."""
        places = [it for it in self._near(filters) if _exists(it, day) and _is_meant(it, filters)]
        services = [it for it in self._asked(filters) if _exists(it, day)]
        if dimension in OF_PLACES:
            column = {"district": "district_key", "municipality": "ags"}.get(dimension, dimension)
            return {group: n * len(services) for group, n in Counter(it[column] for it in places).items()}
        if dimension in ("service", "subject_area"):
            column = "service_key" if dimension == "service" else "subject_area_number"
            return {
                str(group): n * len(places) for group, n in Counter(it[column] for it in services).items()
            }
        return {ALL: len(places) * len(services)}

    @cached_property
    def _by_district(self) -> Mapping[str, Sequence[Thing]]:
        found = defaultdict(list)
        for it in self.municipalities.values():
            found[it["district_key"]].append(it)
        return found

    def _near(self, filters: Filters) -> Iterable[Thing]:
        """Return the municipalities to look at: of one district only where only one is meant."""
        if filters.district is None:
            return self.municipalities.values()
        return self._by_district.get(filters.district, ())

    def _asked(self, filters: Filters) -> Iterable[Thing]:
        services = self.services
        if filters.services is not None:
            keys = dict.fromkeys(filters.services)
            return [services[key] for key in keys if key in services and _is_of(services[key], filters)]
        return [it for it in services.values() if _is_of(it, filters)]


def scope_of(house: Warehouse) -> Scope:
    return house.once("scope", lambda: Scope(_listed(house, "municipality"), _listed(house, "service")))  # type: ignore[no-any-return]


def size_name(bound: str) -> str:
    """Return a class of population in words: 2.000 bis unter 5.000."""
    if not bound:
        return NO_SIZE
    low = int(bound)
    above = [it for it in SIZE_CLASSES if it > low]
    if not above:
        return f"{_number(low)} +"
    return f"{_number(low)} – < {_number(above[0])}" if low else f"< {_number(above[0])}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _listed(house: Warehouse, name: str) -> dict[str, Thing]:
    columns = COLUMNS[name]
    rows = house.engine.rows(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1")  # noqa: S608  (our names)
    return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}


def _exists(thing: Thing, day: date) -> bool:
    return thing["gone_on"] is None or thing["gone_on"] > day


def _is_meant(place: Thing, filters: Filters) -> bool:
    return (
        filters.district in (None, place["district_key"])
        and filters.municipality in (None, place["ags"])
        and (filters.districts is None or place["district_key"] in filters.districts)
    )


def _is_of(service: Thing, filters: Filters) -> bool:
    return filters.subject_area in (None, service["subject_area_number"])
