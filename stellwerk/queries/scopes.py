"""What the figures of a snapshot are about: the names of its groups, and how many cells there could be."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from stellwerk.gateways.warehouse import Warehouse
from stellwerk.gateways.warehouse_tables import SIZE_CLASSES, TABLES
from stellwerk.law.working import N_
from stellwerk.queries.indicator_texts import Filters
from stellwerk.queries.questions import ALL, OF_PLACES

NO_AREA = N_("ohne Themenfeld")
NO_SIZE = N_("ohne Einwohnerzahl")
NO_REGION = N_("ohne Regierungsbezirk")


@dataclass(frozen=True)
class Scope:
    """The places and services of a snapshot, by their keys."""

    municipalities: Mapping[str, Mapping[str, Any]]
    services: Mapping[str, Mapping[str, Any]]

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
        places = [it for it in self.municipalities.values() if _exists(it, day) and _is_meant(it, filters)]
        services = [it for it in self.services.values() if _exists(it, day) and _is_asked(it, filters)]
        if dimension in OF_PLACES:
            column = {"district": "district_key", "municipality": "ags"}.get(dimension, dimension)
            return {group: n * len(services) for group, n in Counter(it[column] for it in places).items()}
        if dimension in ("service", "subject_area"):
            column = "service_key" if dimension == "service" else "subject_area_number"
            return {
                str(group): n * len(places) for group, n in Counter(it[column] for it in services).items()
            }
        return {ALL: len(places) * len(services)}


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


def _listed(house: Warehouse, name: str) -> dict[str, dict[str, Any]]:
    table = TABLES[name]
    columns = table.columns
    return {row[0]: dict(zip(columns, row, strict=True)) for row in house.rows(table.order_by(columns[0]))}


def _exists(thing: Mapping[str, Any], day: date) -> bool:
    return thing["gone_on"] is None or thing["gone_on"] > day


def _is_meant(place: Mapping[str, Any], filters: Filters) -> bool:
    return (
        filters.district in (None, place["district_key"])
        and filters.municipality in (None, place["ags"])
        and (filters.districts is None or place["district_key"] in filters.districts)
    )


def _is_asked(service: Mapping[str, Any], filters: Filters) -> bool:
    return filters.subject_area in (None, service["subject_area_number"]) and (
        filters.services is None or service["service_key"] in filters.services
    )
