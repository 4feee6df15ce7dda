"""Outlines: what is read of every official file, what is repaired, and what is named as unusable."""

import json
from pathlib import Path
from typing import Any

import pytest

from stellwerk.gateways import geometry_file
from stellwerk.gateways.geometry import MalformedGeometry, Shapes, read_geometry

Ring = list[list[float]]
SQUARE: Ring = [[9.0, 48.0], [9.1, 48.0], [9.1, 48.1], [9.0, 48.1], [9.0, 48.0]]
BOW_TIE: Ring = [[9.0, 48.0], [9.1, 48.1], [9.1, 48.0], [9.0, 48.1], [9.0, 48.0]]
METZINGEN = {"ags": "08415050", "name": "Metzingen"}


def feature(properties: dict[str, Any], *rings: Ring, **changes: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings or [SQUARE])}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **changes}


@pytest.fixture
def read(tmp_path: Path):
    def reading(*features: dict[str, Any], kind: str = "municipalities") -> Shapes:
        file = tmp_path / "outlines.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return read_geometry(file, kind=kind)

    return reading


# --- the official files ----------------------------------------------------------------------------


@pytest.mark.official
@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("bw_districts_vg250.geojson", "districts", 44),
        ("bw_municipalities_vg250.geojson", "municipalities", 1103),
        ("bw_vg250.topojson", "districts", 44),
        ("bw_vg250.topojson", "municipalities", 1103),
        ("de_districts.topojson", "districts", 400),
    ],
)
def test_every_object_of_the_official_files_is_read(official_data: Path, name: str, kind: str, count: int):
    shapes = read_geometry(official_data / "geometry" / name, kind=kind)

    assert len(shapes.outlines) == count
    assert shapes.faults == ()
    assert all(len(shape.key) == (5 if kind == "districts" else 8) for shape in shapes.outlines)


@pytest.mark.official
def test_both_formats_give_the_same_places_at_the_same_spot(official_data: Path):
    folder = official_data / "geometry"
    plain = read_geometry(folder / "bw_municipalities_vg250.geojson", kind="municipalities").outlines
    shared = read_geometry(folder / "bw_vg250.topojson", kind="municipalities").outlines

    assert [shape.key for shape in plain] == [shape.key for shape in shared]
    for one, other in zip(plain, shared, strict=True):
        assert box(one.geometry) == pytest.approx(box(other.geometry), abs=0.002), one.name


@pytest.mark.official
def test_the_outline_of_the_country_that_crosses_itself_is_repaired_and_named(official_data: Path):
    shapes = read_geometry(official_data / "geometry" / "de_districts.topojson", kind="districts")

    assert [shape.name for shape in shapes.repaired] == ["Neumarkt i.d.OPf."]


def box(geometry: dict[str, Any]) -> tuple[float, float, float, float]:
    points = [point for polygon in geometry["coordinates"] for ring in polygon for point in ring]
    east, north = zip(*points, strict=True)
    return min(east), min(north), max(east), max(north)


# --- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "properties",
    [
        {"ags": "08415050"},
        {"AGS": "08 415 050"},
        {"AGS": 8415050},
        {"ARS": "084155005050"},
        {"RS": 84155005050},
        {"AGS": "", "ARS": "084155005050"},
    ],
)
def test_the_key_of_a_municipality_is_found_and_repaired(read, properties: dict[str, Any]):
    assert [shape.key for shape in read(feature(properties)).outlines] == ["08415050"]


@pytest.mark.parametrize("properties", [{"ars": "08415"}, {"AGS": 8415}, {"AGS_0": "08415000"}])
def test_the_key_of_a_district_is_found_and_repaired(read, properties: dict[str, Any]):
    assert [shape.key for shape in read(feature(properties), kind="districts").outlines] == ["08415"]


def test_the_key_may_stand_beside_the_properties(read):
    assert read(feature({}, id="08415050")).outlines[0].key == "08415050"


def test_the_water_of_a_place_is_left_out(read):
    lake = feature({"AGS": "08435016", "GEN": "Friedrichshafen", "GF": 2})
    land = feature({"AGS": "08435016", "GEN": "Friedrichshafen", "GF": 4})

    shapes = read(lake, land)

    assert [(shape.number, shape.name) for shape in shapes.outlines] == [(2, "Friedrichshafen")]
    assert shapes.faults == ()


# --- what is repaired ------------------------------------------------------------------------------


def test_an_outline_that_crosses_itself_is_repaired_and_named(read):
    shapes = read(feature(METZINGEN, BOW_TIE))

    assert [shape.key for shape in shapes.repaired] == ["08415050"]
    assert len(shapes.outlines[0].geometry["coordinates"]) == 2


def test_points_lie_on_a_grid_of_eleven_metres_and_follow_only_once(read):
    ring = [[9.0, 48.0], [9.00002, 48.00001], [9.123456, 48.0], [9.1, 48.1], [9.0, 48.0]]

    (outline,) = read(feature(METZINGEN, ring)).outlines

    assert outline.geometry["coordinates"] == [[[[9.0, 48.0], [9.1235, 48.0], [9.1, 48.1], [9.0, 48.0]]]]


# --- what is named as unusable ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (feature({"name": "Ohne"}), "Objekt 2 (Ohne) hat keinen Schlüssel mit 8 Ziffern."),
        (feature({"ags": "8415O51", "name": "O"}), "Objekt 2 (O) hat keinen Schlüssel mit 8 Ziffern."),
        (feature(METZINGEN), "Objekt 2 (Metzingen) wiederholt den Schlüssel 08415050 von Objekt 1."),
        (
            feature({"ags": "08415051", "name": "P"}, geometry={"type": "Point", "coordinates": [9, 48]}),
            "Objekt 2 (P) ist keine Fläche.",
        ),
        (feature({"ags": "08415051", "name": "N"}, geometry=None), "Objekt 2 (N) ist keine Fläche."),
        (
            feature({"ags": "08415051", "name": "U"}, SQUARE[:-1]),
            "Der Umriss von Objekt 2 (U) ist nicht geschlossen.",
        ),
        (
            feature({"ags": "08415051", "name": "M"}, [[513000, 5376000]] * 4),
            "Objekt 2 (M) liegt nicht in Grad von Länge und Breite.",
        ),
        (
            feature({"ags": "08415051", "name": "X"}, [[float("nan"), 48.0]] * 4),
            "Objekt 2 (X) liegt nicht in Grad von Länge und Breite.",
        ),
        (
            feature({"ags": "08415051", "name": "W"}, [["9", "Nord"]] * 4),
            "Der Umriss von Objekt 2 (W) ist beschädigt.",
        ),
        (
            feature({"ags": "08415051", "name": "L"}, [[9.0, 48.0], [9.1, 48.0], [9.0, 48.0], [9.0, 48.0]]),
            "Der Umriss von Objekt 2 (L) ist beschädigt.",
        ),
    ],
)
def test_an_object_that_cannot_be_used_is_named_with_its_number(read, broken: dict[str, Any], sentence: str):
    shapes = read(feature(METZINGEN), broken)

    assert len(shapes.outlines) == 1
    assert [str(fault)[: len(sentence)] for fault in shapes.faults] == [sentence]


def test_a_border_that_is_missing_in_a_topology_is_named(tmp_path: Path):
    good = {"type": "Polygon", "id": "08415050", "arcs": [[0]]}
    lost = {"type": "Polygon", "id": "08415051", "arcs": [[7]]}
    file = tmp_path / "outlines.topojson"
    layer = {"type": "GeometryCollection", "geometries": [good, lost]}
    file.write_text(json.dumps({"type": "Topology", "objects": {"gem": layer}, "arcs": [SQUARE]}))

    shapes = read_geometry(file, kind="municipalities")

    assert [shape.key for shape in shapes.outlines] == ["08415050"]
    assert [fault.number for fault in shapes.faults] == [2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ab Zeile 1 kein gültiges JSON"),
        (b'{\n"type": "FeatureCollection",\n"features": [}', "ab Zeile 3 kein gültiges JSON"),
        (b"[" * 100_000, "kein gültiges JSON"),
        (b"PK\x03\x04\xff\xfe", "weder GeoJSON noch TopoJSON"),
        (b"[]", "weder GeoJSON noch TopoJSON"),
        (b'{"type": "Topology", "objects": {}, "arcs": [[[1]]]}', "weder GeoJSON noch TopoJSON"),
        (b'{"type": "FeatureCollection"}', "weder GeoJSON noch TopoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "Kein Objekt der Datei hat einen passenden"),
        (b'{"type": "Topology", "objects": {}}', "Kein Objekt der Datei hat einen passenden"),
    ],
)
def test_what_holds_no_outlines_is_refused_as_a_whole(tmp_path: Path, content: bytes, words: str):
    file = tmp_path / "outlines.geojson"
    file.write_bytes(content)

    with pytest.raises(MalformedGeometry, match=words):
        read_geometry(file, kind="municipalities")


def test_a_file_of_the_wrong_kind_of_place_is_refused(read):
    with pytest.raises(MalformedGeometry, match="Bitte prüfen Sie die Art"):
        read(feature({"ags": "08415"}))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(geometry_file, "LARGEST", 3 * 1024 * 1024)
    file = tmp_path / "outlines.geojson"
    file.write_bytes(b" " * (3 * 1024 * 1024 + 1))

    with pytest.raises(MalformedGeometry, match="größer als 3 MB"):
        read_geometry(file, kind="municipalities")
