"""What maps show: how much of the chosen services is online, by place and by month, counted cell by cell.

A cell is one municipality and one service; its state is the strongest of its channels. Cells that nobody has
collected, and those in which the municipality is not responsible, count neither as online nor as missing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Max

from stellwerk.models import ChangeSet, District, Municipality

MISSING = "missing"  # the class of what nobody has collected
KEPT = 64  # so many answers are kept; with the version in their key they stay true
Version = tuple[int, str]
Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted. district: key, "" for the whole Land; services: ids; version: see ``version``."""

    version: Version
    services: tuple[int, ...]
    day: date
    district: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A place: cells that are online, that it is responsible for, that were collected, and all there are."""

    key: str
    name: str
    live: int
    responsible: int
    collected: int
    cells: int

    @property
    def percent(self) -> Decimal | None:
        """Return how much is online of what was collected; None where nothing was."""
        return percent(self.live, self.responsible)

    @property
    def not_collected(self) -> int:
        return self.cells - self.collected


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share with one decimal; only all of it is 100. None where there is nothing to share."""
    if not whole:
        return None
    rounded = (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return min(rounded, Decimal("99.9")) if part < whole else rounded


def version() -> Version:
    """Return what changes whenever coverage does: every change of facts is a change set."""
    newest = ChangeSet.objects.aggregate(pk=Max("pk"), at=Max("at"))
    return newest["pk"] or 0, str(newest["at"] or "")


def district_names() -> dict[str, str]:
    """Return names by key; where a city and the district around it share one, the kind stands with it."""
    rows = list(District.objects.order_by("ags").values_list("ags", "name", "kind"))
    names = [name for _key, name, _kind in rows]
    return {key: f"{name} ({kind})" if names.count(name) > 1 else name for key, name, kind in rows}


def by_district(scope: Scope) -> list[Share]:
    counts = _counted(_BY_DISTRICT, scope)
    sizes: defaultdict[str, int] = defaultdict(int)
    for key in Municipality.objects.filter(gone_on=None).values_list("district_id", flat=True):
        sizes[key] += len(scope.services)
    return [
        Share(key, name, *counts.get(key, (0, 0, 0)), sizes[key])
        for key, name in district_names().items()
        if key.startswith(scope.district)
    ]


def by_municipality(scope: Scope) -> list[Share]:
    counts = _counted(_BY_MUNICIPALITY, scope)
    places = Municipality.objects.filter(gone_on=None, ags__startswith=scope.district).order_by("name", "ags")
    return [
        Share(key, name, *counts.get(key, (0, 0, 0)), len(scope.services))
        for key, name in places.values_list("ags", "name")
    ]


def by_cell(scope: Scope) -> Mapping[tuple[str, int], str]:
    """Return the state of each collected cell, by (key of the municipality, id of the service)."""
    return {(ags, service): _STATES[rank] for ags, service, rank in _rows(_CELLS, scope)}


def by_district_and_service(scope: Scope) -> Mapping[tuple[str, int], Counts]:
    """Return (online, responsible, collected) by (key of the district, id of the service)."""
    found = _rows(_BY_DISTRICT_AND_SERVICE, scope)
    return {(key, service): (live, responsible, all_) for key, service, live, responsible, all_ in found}


def over_time(scope: Scope, months: Sequence[date]) -> dict[str, list[tuple[date, Decimal | None]]]:
    """Return the share on each of the days, by the key of the district, oldest first."""
    counted = {(key, day): percent(live, whole) for key, day, live, whole in _monthly(scope, tuple(months))}
    keys = [key for key in district_names() if key.startswith(scope.district)]
    return {key: [(day, counted.get((key, day))) for day in months] for key in keys}


@lru_cache(maxsize=KEPT)
def _counted(statement: str, scope: Scope) -> Mapping[str, Counts]:
    return {
        key: (live, responsible, collected) for key, live, responsible, collected in _rows(statement, scope)
    }


@lru_cache(maxsize=KEPT)
def _monthly(scope: Scope, months: tuple[date, ...]) -> list[tuple[Any, ...]]:
    return _rows(_OVER_TIME, scope, months=list(months))


def _rows(statement: str, scope: Scope, **more: Any) -> list[tuple[Any, ...]]:
    values = {"services": list(scope.services), "day": scope.day, "places": f"{scope.district}%", **more}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


_STATES = {4: "live", 3: "planned", 2: "none", 1: "not_responsible"}
_RANK = "max(CASE fact.state WHEN 'live' THEN 4 WHEN 'planned' THEN 3 WHEN 'none' THEN 2 ELSE 1 END) AS rank"
_COUNTS = "count(*) FILTER (WHERE rank = 4), count(*) FILTER (WHERE rank > 1), count(*)"
_CELLS = f"""
SELECT fact.municipality_id AS ags, fact.service_id, {_RANK} FROM stellwerk_coveragefact fact
WHERE fact.replaced_by_id IS NULL AND fact.service_id = ANY(%(services)s)
    AND fact.municipality_id LIKE %(places)s
    AND fact.valid_from <= %(day)s AND (fact.valid_to IS NULL OR fact.valid_to > %(day)s)
GROUP BY 1, 2
"""  # noqa: S608  (fixed pieces of our own)
_BY_DISTRICT = f"SELECT left(ags, 5), {_COUNTS} FROM ({_CELLS}) cell GROUP BY 1"  # noqa: S608
_BY_MUNICIPALITY = f"SELECT ags, {_COUNTS} FROM ({_CELLS}) cell GROUP BY 1"  # noqa: S608
_BY_DISTRICT_AND_SERVICE = f"SELECT left(ags, 5), service_id, {_COUNTS} FROM ({_CELLS}) cell GROUP BY 1, 2"  # noqa: S608
_OVER_TIME = f"""
SELECT left(ags, 5), day, count(*) FILTER (WHERE rank = 4), count(*) FILTER (WHERE rank > 1) FROM (
    SELECT month.day, fact.municipality_id AS ags, fact.service_id, {_RANK}
    FROM stellwerk_coveragefact fact JOIN unnest(%(months)s::date[]) AS month(day)
        ON fact.valid_from <= month.day AND (fact.valid_to IS NULL OR fact.valid_to > month.day)
    WHERE fact.replaced_by_id IS NULL AND fact.service_id = ANY(%(services)s)
        AND fact.municipality_id LIKE %(places)s
    GROUP BY 1, 2, 3
) cell GROUP BY 1, 2
"""  # noqa: S608
