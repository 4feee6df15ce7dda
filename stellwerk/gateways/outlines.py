"""Outlines in degrees become outlines in pixels, with as many points as a picture can show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

STEP = 1  # pixel; neighbours keep the same points of their border, so no gap opens between them
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A place on a map. geometry: GeoJSON MultiPolygon in degrees; kind: class of the legend."""

    name: str
    geometry: Mapping[str, Any]
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the earth that the picture shows; near enough to flat for a Land."""

    west: float
    north: float
    across: float
    down: float

    def pixel(self, point: Sequence[float]) -> tuple[float, float]:
        x, y = (point[0] - self.west) * self.across, (self.north - point[1]) * self.down
        return round(x / STEP) * STEP, round(y / STEP) * STEP


def drawn(outlines: Iterable[Outline], *, width: int) -> tuple[list[dict[str, Any]], int]:
    """Return GeoJSON features in pixels, and how high the picture is."""
    outlines = list(outlines)
    points = [point for outline in outlines for ring in _rings(outline.geometry) for point in ring]
    if not points:
        return [], width // 4
    west, east = min(it[0] for it in points), max(it[0] for it in points)
    south, north = min(it[1] for it in points), max(it[1] for it in points)
    shrink = cos(radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    down = min(width / max((east - west) * shrink, 1e-6), 1.4 * width / max(north - south, 1e-6))
    frame = _Frame(west, north, down * shrink, down)
    return [_feature(outline, frame) for outline in outlines], round((north - south) * down) + 1


def _rings(geometry: Mapping[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    return (ring for polygon in geometry["coordinates"] for ring in polygon)


def _feature(outline: Outline, frame: _Frame) -> dict[str, Any]:
    polygons = [[_thinned(ring, frame) for ring in polygon] for polygon in outline.geometry["coordinates"]]
    kept = [[ring for ring in polygon if len(ring) > 3] for polygon in polygons]
    largest = max((polygon[0] for polygon in polygons), key=len)
    return {
        "type": "Feature",
        "properties": {"kind": outline.kind, "label": f"{outline.name}: {outline.text}"},
        "geometry": {"type": "MultiPolygon", "coordinates": [it for it in kept if it] or [[largest]]},
    }


def _thinned(ring: Sequence[Sequence[float]], frame: _Frame) -> Points:
    points: Points = []
    for point in ring:
        pixel = frame.pixel(point)
        if not points or pixel != points[-1]:
            points.append(pixel)
    return points
