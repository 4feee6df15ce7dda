"""What maps show: how much of the chosen services is online, by place and by month, counted cell by cell.

A cell is one municipality and one service; its state is the strongest of its channels. Cells that nobody has
collected, and those in which the municipality is not responsible, count neither as online nor as missing.
Small numbers are protected as everywhere (``queries.protection``). What is too much to be counted on the spot
comes from the snapshot; its moment then stands in the scope.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Max

from stellwerk.models import ChangeSet, District, Municipality
from stellwerk.queries import map_snapshot
from stellwerk.queries.protection import Group, kept_back
from stellwerk.queries.selections import Selection

MISSING = "missing"  # the class of what nobody has collected
HIDDEN = "hidden"  # the class of what is protected
KEPT = 64  # so many answers are kept; with the version in their key they stay true
NOTHING = (0, 0, 0, 0)
Version = tuple[int, str]
Counts = tuple[int, int, int, int]  # online, responsible, collected, municipalities seen


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted.

    version     see ``version``
    services    ids; ``area`` is the number of their subject area where they are all of one
    district    key, "" for the whole Land
    counted_at  the moment of the snapshot that is asked; None: what is known now is counted
    """

    version: Version
    services: tuple[int, ...]
    day: date
    district: str = ""
    area: int | None = None
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A place: cells that are online, that it is responsible for, that were collected, and all there are.

    is_hidden  so few municipalities stand behind it that nothing is said
    """

    key: str
    name: str
    live: int
    responsible: int
    collected: int
    cells: int
    is_hidden: bool = False

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


def scope(selection: Selection, *, day: date, district: str = "") -> Scope:
    """Return what is to be counted of a selection."""
    at = selection.counted_at
    same = (0, str(at)) if at else version()
    return Scope(same, selection.ids, day, district, selection.area, at)


def district_names() -> dict[str, str]:
    """Return names by key; where a city and the district around it share one, the kind stands with it."""
    rows = list(District.objects.order_by("ags").values_list("ags", "name", "kind"))
    names = [name for _key, name, _kind in rows]
    return {key: f"{name} ({kind})" if names.count(name) > 1 else name for key, name, kind in rows}


def by_district(scope: Scope) -> list[Share]:
    """Return all districts, or the one of the scope; those with too few municipalities are hidden."""
    sizes = _sizes()
    counts = _by_place("district", replace(scope, district=""))
    secret = _kept_back(counts, sizes)
    found = []
    for key, name in district_names().items():
        if key.startswith(scope.district):
            known = NOTHING if key in secret else counts.get(key, NOTHING)
            found.append(Share(key, name, *known[:3], sizes[key] * len(scope.services), key in secret))
    return found


def by_municipality(scope: Scope) -> list[Share]:
    """Return the municipalities by name; each of them is meant, so none is hidden."""
    counts = _by_place("municipality", scope)
    places = Municipality.objects.filter(gone_on=None, ags__startswith=scope.district).order_by("name", "ags")
    return [
        Share(key, name, *counts.get(key, NOTHING)[:3], len(scope.services))
        for key, name in places.values_list("ags", "name")
    ]


def by_cell(scope: Scope) -> Mapping[tuple[str, int], str]:
    """Return the state of each collected cell, by (key of the municipality, id of the service)."""
    return {(ags, service): _STATES[rank] for ags, service, rank in _rows(_CELLS, scope)}


def by_district_and_service(scope: Scope) -> Mapping[tuple[str, int], Counts | None]:
    """Return what was counted by (key of the district, id of the service); None where it is protected."""
    sizes = _sizes()
    columns: defaultdict[int, dict[str, Counts]] = defaultdict(dict)
    for key, service, live, responsible, all_ in _rows(_BY_DISTRICT_AND_SERVICE, scope):
        columns[service][key] = (live, responsible, all_, all_)
    found: dict[tuple[str, int], Counts | None] = {}
    for service, counts in columns.items():
        secret = _kept_back(counts, sizes)
        found |= {(key, service): None if key in secret else known for key, known in counts.items()}
    return found


def over_time(scope: Scope, months: Sequence[date]) -> dict[str, list[tuple[date, Decimal | None]]]:
    """Return the share on each of the days, by the key of the district, oldest first.

    A day on which a district is protected is left out, as one on which nothing was collected.
    """
    keys = [key for key in district_names() if key.startswith(scope.district)]
    counted = _by_month(scope, tuple(months))
    return {key: [(day, counted.get((key, day))) for day in months] for key in keys}


def _by_month(scope: Scope, months: tuple[date, ...]) -> dict[tuple[str, date], Decimal | None]:
    everywhere = replace(scope, district="")
    if scope.counted_at:
        secret = {it.key for it in by_district(everywhere) if it.is_hidden}
        shares = map_snapshot.by_month(months, area=scope.area, district=scope.district)
        return {(key, day): percent(*it) for (key, day), it in shares.items() if key not in secret}
    sizes = _sizes()
    found: dict[tuple[str, date], Decimal | None] = {}
    days: defaultdict[date, dict[str, Counts]] = defaultdict(dict)
    for key, day, *known in _monthly(everywhere, months):
        days[day][key] = (known[0], known[1], known[2], known[3])
    for day, counts in days.items():
        secret = _kept_back(counts, sizes)
        found |= {(key, day): percent(it[0], it[1]) for key, it in counts.items() if key not in secret}
    return found


def _sizes() -> Counter[str]:
    """Return how many municipalities each district has."""
    return Counter(Municipality.objects.filter(gone_on=None).values_list("district_id", flat=True))


def _kept_back(counts: Mapping[str, Counts], sizes: Mapping[str, int]) -> set[str]:
    """Return the districts that are protected; a Stadtkreis is one municipality by its nature."""
    return kept_back([Group(key, known[3], sizes[key] == 1) for key, known in counts.items()])


def _by_place(dimension: str, scope: Scope) -> Mapping[str, Counts]:
    if scope.counted_at:
        return map_snapshot.by_place(dimension, area=scope.area, district=scope.district, day=scope.day)
    return _counted(_BY_DISTRICT if dimension == "district" else _BY_MUNICIPALITY, scope)


@lru_cache(maxsize=KEPT)
def _counted(statement: str, scope: Scope) -> Mapping[str, Counts]:
    return {key: (live, asked, known, seen) for key, live, asked, known, seen in _rows(statement, scope)}


@lru_cache(maxsize=KEPT)
def _monthly(scope: Scope, months: tuple[date, ...]) -> list[tuple[Any, ...]]:
    return _rows(_OVER_TIME, scope, months=list(months), count=len(months))


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
_SEEN = "count(DISTINCT ags)"
_BY_DISTRICT = f"SELECT left(ags, 5), {_COUNTS}, {_SEEN} FROM ({_CELLS}) cell GROUP BY 1"  # noqa: S608
_BY_MUNICIPALITY = f"SELECT ags, {_COUNTS}, 1 FROM ({_CELLS}) cell GROUP BY 1"  # noqa: S608
_BY_DISTRICT_AND_SERVICE = f"SELECT left(ags, 5), service_id, {_COUNTS} FROM ({_CELLS}) cell GROUP BY 1, 2"  # noqa: S608
# The months in which something holds are the bits of a number, so that a fact is looked at once.
_OVER_TIME = """
WITH said AS (
    SELECT fact.municipality_id AS ags, fact.service_id, fact.state,
        (1::bigint << coalesce(width_bucket(fact.valid_to - 1, %(months)s::date[]), %(count)s))
        - (1::bigint << width_bucket(fact.valid_from - 1, %(months)s::date[])) AS held
    FROM stellwerk_coveragefact fact
    WHERE fact.replaced_by_id IS NULL AND fact.service_id = ANY(%(services)s)
        AND fact.municipality_id LIKE %(places)s
), cell AS (
    SELECT ags, coalesce(bit_or(held) FILTER (WHERE state = 'live'), 0) AS live,
        coalesce(bit_or(held) FILTER (WHERE state <> 'not_responsible'), 0) AS asked, bit_or(held) AS known
    FROM said GROUP BY ags, service_id
), place AS (
    SELECT ags, number, count(*) FILTER (WHERE live >> number & 1 = 1) AS live,
        count(*) FILTER (WHERE asked >> number & 1 = 1) AS asked,
        count(*) FILTER (WHERE known >> number & 1 = 1) AS known
    FROM cell CROSS JOIN generate_series(0, %(count)s - 1) number GROUP BY ags, number
)
SELECT left(ags, 5), (%(months)s::date[])[number + 1], sum(live)::bigint, sum(asked)::bigint,
    sum(known)::bigint, count(*) FILTER (WHERE known > 0)
FROM place GROUP BY 1, 2
"""
