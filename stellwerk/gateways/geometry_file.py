"""Files with outlines: GeoJSON and TopoJSON become numbered objects with properties and coordinates."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST = 200 * 1024 * 1024  # bytes; all municipalities of the country in 1:250,000 take half of it
Point = tuple[float, float]
Wanted = Callable[[Mapping[str, Any]], bool]


def N_(text: str) -> str:  # noqa: N802  (the habitual name of the marker for translation)
    """Mark a German sentence for translation; gateways do not import the law."""
    return text


class MalformedGeometry(ValueError):  # noqa: N818  (the file is malformed; it is not an error of ours)
    """The file as a whole holds no outlines; the sentence says what to do.

    It carries what ``Refused`` takes: ``raise Refused(fault.text, field="file", **fault.values) from fault``.
    """

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True)
class Feature:
    """One object of a file, counted from 1. geometry is GeoJSON, not checked yet."""

    number: int
    properties: Mapping[str, Any]
    geometry: Any


def features(path: Path, *, is_wanted: Wanted) -> Iterator[Feature]:
    """Return the objects of a GeoJSON file, or those of the fitting layer of a TopoJSON file.

    is_wanted  says by the properties of an object whether its layer is the right one

    MalformedGeometry: the file is neither, or has no object that is wanted.
    """
    content = _json(path)
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "FeatureCollection":
        found = [_feature(number, it) for number, it in enumerate(_sequence(content.get("features")), 1)]
    elif kind == "Topology":
        found = _topology(content, is_wanted)
    else:
        raise _no_outlines()
    if not any(is_wanted(feature.properties) for feature in found):
        raise MalformedGeometry(
            N_(
                "Kein Objekt der Datei hat einen passenden Schlüssel. Bitte prüfen Sie die Art (Kreise oder "
                "Gemeinden) und ob die Objekte die Eigenschaft ags oder ars tragen."
            )
        )
    return iter(found)


def _json(path: Path) -> Any:
    if path.stat().st_size > LARGEST:
        raise MalformedGeometry(
            N_(
                "Die Datei ist größer als %(limit)s MB. Bitte verwenden Sie eine gröbere Fassung oder nur "
                "die Objekte Ihres Landes."
            ),
            limit=str(LARGEST // 1024 // 1024),
        )
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise _no_outlines() from fault
    except (json.JSONDecodeError, RecursionError) as fault:
        line = str(getattr(fault, "lineno", 1))
        raise MalformedGeometry(
            N_(
                "Die Datei ist ab Zeile %(line)s kein gültiges JSON. Bitte speichern Sie sie noch einmal als "
                "GeoJSON oder TopoJSON."
            ),
            line=line,
        ) from fault


def _no_outlines() -> MalformedGeometry:
    return MalformedGeometry(
        N_(
            "Die Datei ist weder GeoJSON noch TopoJSON. Bitte wandeln Sie sie um, zum Beispiel mit QGIS "
            "(Speichern unter, Format GeoJSON, WGS 84)."
        )
    )


def _sequence(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _no_outlines()
    return value


def _feature(number: int, item: Any) -> Feature:
    item = item if isinstance(item, dict) else {}
    properties = item.get("properties")
    named = {"id": item.get("id"), **(properties if isinstance(properties, dict) else {})}
    return Feature(number, named, item.get("geometry"))


def _topology(content: dict[str, Any], is_wanted: Wanted) -> list[Feature]:
    """Return the layer of which the most objects are wanted; a topology may hold several."""
    layers = content.get("objects")
    arcs = _Arcs(content)
    found: list[Feature] = []
    for layer in layers.values() if isinstance(layers, dict) else ():
        items = layer.get("geometries") if isinstance(layer, dict) else None
        read = [_feature(number, it) for number, it in enumerate(items if isinstance(items, list) else [], 1)]
        if sum(is_wanted(it.properties) for it in read) > sum(is_wanted(it.properties) for it in found):
            found = [
                Feature(it.number, it.properties, arcs.outline(raw))
                for it, raw in zip(read, items or [], strict=True)
            ]
    return found


class _Arcs:
    """The lines that neighbours share; a negative number is a line walked backwards."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        transform = content.get("transform") or {}
        try:
            self._scale = [float(it) for it in transform.get("scale", (1, 1))]
            self._move = [float(it) for it in transform.get("translate", (0, 0))]
            self._arcs = [self._points(arc, bool(transform)) for arc in content.get("arcs") or []]
        except (TypeError, ValueError, IndexError, AttributeError) as fault:
            raise _no_outlines() from fault

    def _points(self, arc: Sequence[Sequence[float]], is_delta: bool) -> list[Point]:
        points: list[Point] = []
        x = y = 0.0
        for step in arc:
            x, y = (x + step[0], y + step[1]) if is_delta else (step[0], step[1])
            points.append((x * self._scale[0] + self._move[0], y * self._scale[1] + self._move[1]))
        return points

    def outline(self, item: Any) -> Any:
        """Return the GeoJSON of an object; what does not hang together stays out and is refused later."""
        try:
            if item["type"] == "Polygon":
                return {"type": "Polygon", "coordinates": [self._ring(ring) for ring in item["arcs"]]}
            if item["type"] == "MultiPolygon":
                polygons = [[self._ring(ring) for ring in polygon] for polygon in item["arcs"]]
                return {"type": "MultiPolygon", "coordinates": polygons}
        except (TypeError, KeyError, IndexError):
            return None
        return None

    def _ring(self, numbers: Sequence[int]) -> list[Point]:
        ring: list[Point] = []
        for number in numbers:
            points = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
            ring.extend(points[1:] if ring else points)
        return ring
