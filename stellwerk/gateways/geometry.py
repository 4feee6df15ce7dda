"""Outlines of places from GeoJSON or TopoJSON: checked object by object, repaired where that is safe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from shapely import make_valid
from shapely.errors import GEOSException
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from stellwerk.gateways.geometry_file import N_, Feature, MalformedGeometry, features

DIGITS = {"districts": 5, "municipalities": 8}
KEY_NAMES = ("ags", "ags_0", "ars", "ars_0", "rs", "rs_0", "schluessel", "id")
WATER = {"1", "2"}  # VG250: the part of a place that is water has a row of its own (GF, "Geofaktor")
PRECISION = 4  # decimals of a degree: eleven metres; the 1:250,000 maps are not more exact
ALL_OF_EARTH = (-180.0, -90.0, 180.0, 90.0)

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of one place as GeoJSON, in degrees. number: which object of the file, counted from 1."""

    number: int
    key: str
    name: str
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One object that cannot be used, and why: a German sentence with %(name)s for each of ``values``."""

    number: int
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a file holds: outlines by key, the ones that were repaired, and what is wrong with the others."""

    outlines: tuple[Shape, ...]
    repaired: tuple[Shape, ...]
    faults: tuple[Fault, ...]


def read_geometry(path: Path, *, kind: str) -> Shapes:
    """Read the outlines of one kind of place: "districts" or "municipalities".

    MalformedGeometry: the file as a whole is no GeoJSON or TopoJSON with such places.
    """
    digits = DIGITS[kind]
    shapes: dict[str, Shape] = {}
    repaired: list[Shape] = []
    faults: list[Fault] = []
    for feature in features(path, is_wanted=lambda properties: len(_key(properties, digits)) == digits):
        try:
            read, was_crossing = _shape(feature, digits, shapes)
        except _Unusable as fault:
            faults.append(fault.named(feature))
            continue
        if read:
            shapes[read.key] = read
            repaired += [read] if was_crossing else []
    return Shapes(tuple(shapes[key] for key in sorted(shapes)), tuple(repaired), tuple(faults))


class _Unusable(Exception):  # noqa: N818
    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text)
        self.text, self.values = text, values

    def named(self, feature: Feature) -> Fault:
        values = {"number": str(feature.number), "name": _name(feature.properties) or "–", **self.values}
        return Fault(feature.number, self.text, values)


def _shape(feature: Feature, digits: int, known: Mapping[str, Shape]) -> tuple[Shape | None, bool]:
    """Return the outline of an object and whether it crossed itself; None for the water of a place."""
    if str(_lower(feature.properties).get("gf", "")).strip() in WATER:
        return None, False
    key = _key(feature.properties, digits)
    if len(key) != digits:
        raise _Unusable(
            N_(
                "Objekt %(number)s (%(name)s) hat keinen Schlüssel mit %(digits)s Ziffern. Bitte ergänzen "
                "Sie die Eigenschaft ags oder ars."
            ),
            digits=str(digits),
        )
    if key in known:
        raise _Unusable(
            N_(
                "Objekt %(number)s (%(name)s) wiederholt den Schlüssel %(key)s von Objekt %(first)s. Bitte "
                "fassen Sie beide zu einem Objekt zusammen."
            ),
            key=key,
            first=str(known[key].number),
        )
    outline, was_crossing = _area(feature.geometry)
    return Shape(feature.number, key, _name(feature.properties), _reduced(outline)), was_crossing


def _area(geometry: Any) -> tuple[BaseGeometry, bool]:
    """Return a valid outline; one that crosses itself is divided where it does."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Unusable(
            N_("Objekt %(number)s (%(name)s) ist keine Fläche. Bitte geben Sie seinen Umriss an.")
        )
    polygons = geometry.get("coordinates")
    rings = [polygons] if geometry["type"] == "Polygon" else polygons
    try:
        made = MultiPolygon([_polygon(one) for one in _listed(rings)])
        if made.is_valid and not made.is_empty:
            return made, False
        repaired = _surfaces(make_valid(made))
    except (GEOSException, TypeError, ValueError, IndexError) as fault:
        raise _broken() from fault
    if repaired.is_empty or repaired.area == 0:
        raise _broken()
    return repaired, True


def _polygon(rings: Any) -> Polygon:
    outer, *holes = [_ring(one) for one in _listed(rings)]
    return Polygon(outer, holes)


def _ring(points: Any) -> Ring:
    ring = [(float(point[0]), float(point[1])) for point in _listed(points)]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _Unusable(
            N_("Der Umriss von Objekt %(number)s (%(name)s) ist nicht geschlossen. Bitte schließen Sie ihn.")
        )
    west, south, east, north = ALL_OF_EARTH
    if not all(isfinite(x) and isfinite(y) and west <= x <= east and south <= y <= north for x, y in ring):
        raise _Unusable(
            N_(
                "Objekt %(number)s (%(name)s) liegt nicht in Grad von Länge und Breite. Bitte wandeln Sie "
                "die Datei in WGS 84 (EPSG:4326) um."
            )
        )
    return ring


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _broken()
    return value


def _broken() -> _Unusable:
    return _Unusable(
        N_("Der Umriss von Objekt %(number)s (%(name)s) ist beschädigt. Bitte prüfen Sie seine Koordinaten.")
    )


def _surfaces(geometry: BaseGeometry) -> MultiPolygon:
    """Keep the areas of what a repair leaves; lines and points have no place on a map."""
    parts = geometry.geoms if hasattr(geometry, "geoms") else [geometry]
    found: list[Polygon] = []
    for part in parts:
        if isinstance(part, Polygon):
            found.append(part)
        elif isinstance(part, MultiPolygon):
            found.extend(part.geoms)
    return MultiPolygon([one for one in found if not one.is_empty])


def _reduced(outline: BaseGeometry) -> dict[str, Any]:
    """Return the outline on a grid of eleven metres; neighbours still share their border, point by point."""
    geometry = mapping(outline)
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    thinned = [[ring for ring in map(_thinned, polygon) if len(ring) > 3] for polygon in polygons]
    kept = [polygon for polygon in thinned if polygon] or [[list(map(list, ring)) for ring in polygons[0]]]
    return {"type": "MultiPolygon", "coordinates": kept}


def _thinned(points: Iterable[tuple[float, float]]) -> list[list[float]]:
    ring: list[list[float]] = []
    for x, y in points:
        point = [round(x, PRECISION), round(y, PRECISION)]
        if not ring or point != ring[-1]:
            ring.append(point)
    return ring


def _key(properties: Mapping[str, Any], digits: int) -> str:
    """Return the key of a place with so many digits, from ags or ars; what is none comes back empty."""
    known = _lower(properties)
    found = (_digits(known[name], digits) for name in KEY_NAMES if name in known)
    return next((key for key in found if key), "")


def _digits(value: Any, wanted: int) -> str:
    """Repair what programs do to keys: spaces, and the zero in front that a number loses."""
    text = "".join(str(value).split()) if isinstance(value, str | int) else ""
    if not (text.isascii() and text.isdigit()):
        return ""
    if len(text) in (4, 7, 11):
        text = f"0{text}"
    if len(text) == 12:
        text = text[:5] + text[9:]  # the ars has four digits of an association in the middle
    if len(text) == 8 and wanted == 5 and text.endswith("000"):
        text = text[:5]  # AGS_0: filled up with zeros
    return text if len(text) == wanted else ""


def _name(properties: Mapping[str, Any]) -> str:
    known = _lower(properties)
    return next((str(known[name]) for name in ("gen", "name", "bez") if known.get(name)), "")[:120]


def _lower(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in properties.items() if value is not None}


__all__ = ["Fault", "MalformedGeometry", "Shape", "Shapes", "read_geometry"]
