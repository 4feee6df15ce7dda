"""Outlines in degrees become outlines in pixels, with as many points as a picture can show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from math import cos, radians
from typing import Any

# Whole pixels: neighbours keep the same points of their border, so no gap opens between them.
Points = list[tuple[int, int]]
Shape = Mapping[str, Any]  # GeoJSON MultiPolygon


@dataclass(frozen=True, slots=True)
class Outline:
    """A place on a map. shape: in pixels, see ``drawn``; kind: class of the legend."""

    shape: Shape
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in pixels by key, and how high the picture is."""

    shapes: Mapping[str, Shape]
    height: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the earth that the picture shows; near enough to flat for a Land."""

    west: float
    north: float
    across: float
    down: float


def drawn(shapes: Mapping[str, Shape], *, width: int) -> Drawing:
    """Return shapes in degrees as shapes in pixels; they may be kept, whatever is shown on them."""
    points = [point for shape in shapes.values() for ring in _rings(shape) for point in ring]
    if not points:
        return Drawing({}, width // 4)
    across, up = [point[0] for point in points], [point[1] for point in points]
    west, east, south, north = min(across), max(across), min(up), max(up)
    shrink = cos(radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    down = min(width / max((east - west) * shrink, 1e-6), 1.4 * width / max(north - south, 1e-6))
    frame = _Frame(west, north, down * shrink, down)
    found = {key: _in_pixels(shape, frame) for key, shape in shapes.items()}
    return Drawing(found, round((north - south) * down) + 1)


def features(outlines: Iterable[Outline]) -> list[dict[str, Any]]:
    """Return GeoJSON features."""
    return [{"type": "Feature", "properties": {"kind": it.kind}, "geometry": it.shape} for it in outlines]


def _rings(shape: Shape) -> Iterable[Sequence[Sequence[float]]]:
    return chain.from_iterable(shape["coordinates"])


def _in_pixels(shape: Shape, frame: _Frame) -> Shape:
    polygons = [[_thinned(ring, frame) for ring in polygon] for polygon in shape["coordinates"]]
    kept = [[ring for ring in polygon if len(ring) > 3] for polygon in polygons]
    largest = max((polygon[0] for polygon in polygons), key=len)
    return {"type": "MultiPolygon", "coordinates": [it for it in kept if it] or [[largest]]}


def _thinned(ring: Sequence[Sequence[float]], frame: _Frame) -> Points:
    """Return the points of a ring that differ from the one before."""
    west, north, across, down = frame.west, frame.north, frame.across, frame.down
    pixels = [(round((point[0] - west) * across), round((north - point[1]) * down)) for point in ring]
    return [pixel for pixel, _same in groupby(pixels)]
