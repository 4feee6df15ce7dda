"""What maps show where there is too much to count on the spot: the same counts, from the snapshot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from stellwerk.gateways.warehouse import Warehouse
from stellwerk.gateways.warehouse_tables import TABLES
from stellwerk.queries.indicator_texts import Filters
from stellwerk.queries.questions import Question
from stellwerk.queries.warehouse import snapshot, warehouse

FACTS = 250_000  # so many can be counted on the spot, in about a fifth of a second
Counts = tuple[int, int, int, int]
Shares = Mapping[tuple[str, date], tuple[int, int]]


def at_large() -> Warehouse | None:
    """Return the snapshot where it holds more facts than can be counted on the spot."""
    made = snapshot()
    return warehouse() if made and made.rows > FACTS else None


def services_with_facts(house: Warehouse, area: int | None) -> list[str]:
    """Return the keys of the services of which anything is known (of a subject area)."""
    table = TABLES["cube_service"]
    if area is not None:
        table = table.filter(table.subject_area_number == area)
    return [key for (key,) in house.rows(table.select("service_key").distinct())]


def by_place(dimension: str, *, area: int | None, district: str, day: date) -> Mapping[str, Counts]:
    """Return (online, responsible, collected, municipalities seen) by district or municipality.

    A day after the snapshot is answered with its own day.
    """
    house = warehouse()
    filters = Filters(district=district or None, subject_area=area, day=min(day, house.manifest.day))
    question = Question(dimension, filters, house.manifest.day)

    def count() -> Mapping[str, Counts]:
        names = ("group", "on", "responsible", "collected", "seen")
        rows = house.rows(question.pairs().select(*names))
        return {group: (int(on), int(all_), int(known), int(seen)) for group, on, all_, known, seen in rows}

    found: Mapping[str, Counts] = house.once((question, "places"), count)
    return found


def by_month(days: Sequence[date], *, area: int | None, district: str) -> Shares:
    """Return (online, responsible) by district and day; what changed within a month counts from the next."""
    house = warehouse()
    changes = house.once(("months", area, district), lambda: _changes(house, area, district))
    return {(key, day): _until(months, day) for key, months in changes.items() for day in days}


def _changes(house: Warehouse, area: int | None, district: str) -> Mapping[str, list[tuple[date, int, int]]]:
    """Return by district the first of each month on which something changed, and what then held."""
    rows = TABLES["change"]
    if area is not None:
        rows = rows.filter(rows.subject_area_number == area)
    if district:
        rows = rows.filter(rows.district_key == district)
    sums = {name: rows[name].sum() for name in ("live", "planned", "none")}
    asked = rows.group_by("district_key", "month").agg(**sums).order_by(["district_key", "month"])
    found: dict[str, list[tuple[date, int, int]]] = defaultdict(list)
    for key, month, live, planned, none in house.rows(asked):
        found[key].append((month, int(live), int(live) + int(planned) + int(none)))
    return {key: list(accumulate(months, _added)) for key, months in found.items()}


def _added(before: tuple[date, int, int], now: tuple[date, int, int]) -> tuple[date, int, int]:
    return now[0], before[1] + now[1], before[2] + now[2]


def _until(months: Sequence[tuple[date, int, int]], day: date) -> tuple[int, int]:
    held = [(live, whole) for month, live, whole in months if month <= day]
    return held[-1] if held else (0, 0)
