"""One picture each with the values it shows, so that page, table and report never differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stellwerk.gateways.picture_parts import Line
from stellwerk.law.periods import add_months
from stellwerk.letters.pictures import (
    SHARE_LABELS,
    STATE_LABELS,
    collected_text,
    district_heat_picture,
    district_picture,
    heat_picture,
    kind_of,
    municipality_picture,
    share_kind,
    share_labels,
    share_text,
    time_picture,
)
from stellwerk.models import District, GeometryLayer, LayerKind
from stellwerk.queries.geometry import layer
from stellwerk.queries.maps import (
    HIDDEN,
    MISSING,
    Scope,
    Share,
    by_cell,
    by_district,
    by_district_and_service,
    by_municipality,
    district_names,
    over_time,
    percent,
)
from stellwerk.queries.selections import Chosen

MONTHS = 24
MOST_COLUMNS = 120  # services beside each other; more could not be read
Points = Sequence[tuple[date, Decimal | None]]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A line of the table beside a map, as people read it."""

    share: Share
    label: str
    text: str

    @property
    def numbers(self) -> list[int | None]:
        """Return what is online, what is asked for and what was not collected; None for what is protected."""
        it = self.share
        return [None] * 3 if it.is_hidden else [it.live, it.responsible, it.not_collected]

    @property
    def collected(self) -> str:
        """Return how much was collected, as a share; "" where that is nothing, or protected."""
        return collected_text(self.share)


@dataclass(frozen=True, slots=True)
class ShareMap:
    """A map. svg: "" where nobody has imported outlines."""

    svg: str
    shares: Sequence[Share]
    layer: GeometryLayer | None = None

    @property
    def rows(self) -> list[ShareRow]:
        return [ShareRow(it, str(SHARE_LABELS[share_kind(it)]), share_text(it)) for it in self.shares]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A municipality or district, and its services by class: the equal of a row of the picture."""

    name: str
    services: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """labels: names of the classes, in the order of the legend."""

    svg: str
    rows: Sequence[HeatRow]
    labels: Mapping[str, str]

    @property
    def cells(self) -> int:
        return (
            len(self.rows) * sum(len(names) for names in self.rows[0].services.values()) if self.rows else 0
        )

    @property
    def by_service(self) -> dict[str, Counter[str]]:
        """Return in how many rows each service is of which class; services in the order of the columns."""
        found: dict[str, Counter[str]] = {}
        for row in self.rows:
            for kind, names in row.services.items():
                for name in names:
                    found.setdefault(name, Counter())[kind] += 1
        return found


@dataclass(frozen=True, slots=True)
class TimeLines:
    svg: str
    names: Mapping[str, str]
    lines: Mapping[str, Points]

    @property
    def days(self) -> list[date]:
        return [day for day, _share in next(iter(self.lines.values()), ())]


def districts(scope: Scope, *, links: Mapping[str, str] | None = None) -> ShareMap:
    """Return the tile map of all districts. links: address of a district by its key."""
    shares = by_district(scope)
    return ShareMap(district_picture(shares, day=scope.day, links=links or {}), shares)


def municipalities(scope: Scope) -> ShareMap:
    """Return the map of the municipalities of a district or of the whole Land."""
    shares = by_municipality(scope)
    drawn = layer(LayerKind.MUNICIPALITIES)
    if drawn is None or not shares:
        return ShareMap("", shares, drawn)
    svg = municipality_picture(drawn.pk, shares, district=scope.district, day=scope.day)
    return ShareMap(svg, shares, drawn)


def heat(scope: Scope, services: Sequence[Chosen]) -> HeatMap:
    """Return services against the municipalities of a district, or against the districts of the Land.

    services  ``MOST_COLUMNS`` at most are shown
    """
    shown = services[:MOST_COLUMNS]
    scope = replace(scope, services=tuple(service.id for service in shown), counted_at=None)
    labels: Mapping[str, object]
    if scope.district:
        lines = [(share.key, Line(share.name)) for share in by_municipality(scope)]
        kinds = by_cell(scope)
        svg, labels = heat_picture(lines, shown, kinds, day=scope.day), STATE_LABELS
    else:
        lines = _district_lines()
        counts = by_district_and_service(scope)
        kinds = {key: kind_of(percent(*it[:2])) if it else HIDDEN for key, it in counts.items()}
        svg, labels = district_heat_picture(lines, shown, kinds, day=scope.day), share_labels(kinds.values())
    rows = [HeatRow(line.name, _by_kind(key, shown, kinds, list(labels))) for key, line in lines]
    spelled = {kind: str(label) for kind, label in labels.items()}
    return HeatMap(svg if lines and shown else "", rows, spelled)


def time(scope: Scope) -> TimeLines:
    """Return the last 24 months of the district, or of each district; a snapshot knows the first of each."""
    last = scope.day.replace(day=1) if scope.counted_at else scope.day
    days = [add_months(last, -number) for number in range(MONTHS - 1, -1, -1)]
    lines = over_time(scope, days)
    names = district_names()
    return TimeLines(time_picture(names, lines) if lines else "", names, lines)


def _district_lines() -> list[tuple[str, Line]]:
    names = district_names()
    rows = District.objects.order_by("government_region", "name", "ags")
    return [(key, Line(names[key], region)) for key, region in rows.values_list("ags", "government_region")]


def _by_kind(
    key: str, services: Sequence[Chosen], kinds: Mapping[tuple[str, int], str], order: Sequence[str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in order}
    for service in services:
        found[kinds.get((key, service.id), MISSING)].append(service.name)
    return found
