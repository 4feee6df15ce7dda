"""Pictures: well-formed, with words and patterns, nothing that a page must not contain, always the same."""

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stellwerk.gateways.charts import district_map, municipality_map, small_multiples
from stellwerk.gateways.geometry import read_geometry
from stellwerk.gateways.heat_maps import heat_map
from stellwerk.gateways.outlines import Outline, drawn
from stellwerk.gateways.patterns import DARK, PATTERNS, Words
from stellwerk.gateways.picture_parts import MAP_WIDTH, Line, Series, Tile

SVG = "{http://www.w3.org/2000/svg}"
LABELS = (("least", "wenig"), ("most", "fast alles"), ("missing", "nicht erhoben"))
STATES = (("live", "online"), ("none", "kein Angebot"), ("missing", "nicht erhoben"))
WORDS = Words("karte", "Anteil <online> & mehr", "3 Felder: 1 wenig.", "Anteil", LABELS)
RING = [[9.0, 48.0], [9.1, 48.0], [9.1, 48.1], [9.0, 48.1], [9.0, 48.0]]
SQUARE = {"type": "MultiPolygon", "coordinates": [[RING]]}


def tiles() -> str:
    return district_map(
        [
            Tile(
                "Böblingen",
                5,
                4,
                "least",
                "12,5 %",
                "/flaeche/karte/gemeinden/?kreis=08115&tag=1",
                "erhoben: 8,3 %",
            ),
            Tile("Breisgau-Hochschwarzwald", 2, 7, "missing", "nicht erhoben"),
            Tile("Kreis <b> & „Co“", 3, 7, "most", "99,9 %", "/flaeche/"),
        ],
        WORDS,
    )


def outlines() -> str:
    drawing = drawn({"08115003": SQUARE}, width=MAP_WIDTH)
    return municipality_map([Outline(drawing.shapes["08115003"], "most")], drawing.height, WORDS)


def cells() -> str:
    rows = [Line("Aidlingen"), Line("Altdorf <neu>")]
    columns = [Line("Hundesteuer", "Steuern"), Line("Wohngeld", "Bauen"), Line("Bauantrag", "Bauen")]
    states = [["live", "live", "missing"], ["none", "missing", "live"]]
    return heat_map(rows, columns, states, Words("waerme", "Wärmebild", "6 Felder", "Stand", STATES))


def lines() -> str:
    points = [(date(2024, 1, 1), Decimal("12.5")), (date(2024, 2, 1), None), (date(2024, 3, 1), Decimal(30))]
    words = Words("verlauf", "Verlauf", "Ein Diagramm je Kreis.")
    return small_multiples([Series("Böblingen", points), Series("Calw", points)], words)


PICTURES: list[Callable[[], str]] = [tiles, outlines, cells, lines]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_well_formed_and_has_title_and_description(picture: Callable[[], str]) -> None:
    root = ET.fromstring(picture())

    assert root.tag == f"{SVG}svg"
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text
    assert description.text
    assert root.attrib["aria-labelledby"] == title.attrib["id"]
    assert root.attrib["aria-describedby"] == description.attrib["id"]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_has_no_scripts_no_styles_and_nothing_from_elsewhere(picture: Callable[[], str]) -> None:
    svg = picture().replace('xmlns="http://www.w3.org/2000/svg"', "")

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|<image|<foreignObject|@import", svg)
    assert "http" not in svg
    assert "xlink" not in svg
    assert "graphics-" not in svg  # roles without a name


@pytest.mark.parametrize("picture", PICTURES)
def test_the_same_values_give_the_same_picture(picture: Callable[[], str]) -> None:
    first = picture()
    outlines()  # the engine counts ids through all its pictures

    assert picture() == first


@pytest.mark.parametrize("picture", PICTURES)
def test_every_id_begins_with_the_name_of_its_picture_and_is_there_once(picture: Callable[[], str]) -> None:
    svg = picture()
    ids = re.findall(r'\bid="([^"]+)"', svg)
    name = ids[0].partition("-")[0]

    assert len(ids) == len(set(ids))
    assert all(it.startswith(f"{name}-") for it in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


@pytest.mark.parametrize(("picture", "labels"), [(tiles, LABELS), (outlines, LABELS), (cells, STATES)])
def test_every_class_has_a_pattern_and_its_name_in_the_legend(
    picture: Callable[[], str], labels: tuple[tuple[str, str], ...]
) -> None:
    root = ET.fromstring(picture())
    patterns = {it.attrib["id"].partition("-")[2] for it in root.iter(f"{SVG}pattern")}
    texts = {it.text for it in root.iter(f"{SVG}text")}

    assert patterns == {kind for kind, _label in labels}
    assert {label for _kind, label in labels} <= texts


def test_no_two_classes_of_a_legend_differ_by_colour_alone() -> None:
    shares = [PATTERNS[kind][1] for kind in ("least", "less", "half", "more", "most", "missing", "hidden")]
    states = [PATTERNS[kind][1] for kind in ("live", "planned", "none", "missing")]

    assert len(set(shares)) == len(shares)
    assert len(set(states)) == len(states)


def test_a_tile_leads_to_its_page_and_says_where() -> None:
    root = ET.fromstring(tiles())
    links = {it.attrib["href"]: it.attrib["aria-label"] for it in root.iter(f"{SVG}a")}

    assert root.attrib["role"] == "group"
    assert links == {
        "/flaeche/karte/gemeinden/?kreis=08115&tag=1": "Böblingen: 12,5 %, erhoben: 8,3 %",
        "/flaeche/": "Kreis <b> & „Co“: 99,9 %",
    }


def test_a_picture_without_links_is_one_image() -> None:
    assert ET.fromstring(outlines()).attrib["role"] == "img"


def test_cells_of_one_class_beside_each_other_are_drawn_as_one() -> None:
    root = ET.fromstring(cells())
    filled = [it for it in root.iter(f"{SVG}path") if it.attrib.get("fill") == "url(#waerme-live)"]

    assert len(filled) == 4  # the heading stands between two of them; three runs and the legend


def test_months_without_anything_collected_leave_a_gap() -> None:
    root = ET.fromstring(lines())
    paths = [it.attrib["d"] for it in root.iter(f"{SVG}path") if it.attrib.get("stroke") == DARK]

    assert paths
    assert all(path.count("M") == 2 for path in paths)


def test_neighbours_keep_a_common_border_when_points_are_left_out() -> None:
    border = [[9.1 + step / 1e5, 48.0 + step / 1e3] for step in range(100)]
    left = [[9.0, 48.0], *border, [9.0, 48.1], [9.0, 48.0]]
    right = [[9.2, 48.0], [9.2, 48.1], *reversed(border), [9.2, 48.0]]
    places = {
        name: {"type": "MultiPolygon", "coordinates": [[ring]]}
        for name, ring in (("links", left), ("rechts", right))
    }

    shapes = drawn(places, width=40).shapes

    first, second = (shape["coordinates"][0][0] for shape in shapes.values())
    shared = set(first) & set(second)
    assert len(shared) > 20
    assert len(first) < len(left)


def test_a_place_smaller_than_a_pixel_is_still_drawn() -> None:
    speck = [[9.05, 48.05], [9.05001, 48.05], [9.05001, 48.05001], [9.05, 48.05]]
    tiny = {"type": "MultiPolygon", "coordinates": [[speck]]}

    shapes = drawn({"groß": SQUARE, "klein": tiny}, width=50).shapes

    assert len(shapes) == 2
    assert shapes["klein"]["coordinates"][0][0]


@pytest.mark.official
def test_the_map_of_all_municipalities_has_each_outline_and_is_quick(official_data: Path) -> None:
    path = official_data / "geometry" / "bw_municipalities_vg250.geojson"
    shapes = read_geometry(path, kind="municipalities").outlines
    kinds = {it.key: "most" if it.number % 2 else "missing" for it in shapes}
    outlines()  # the engine starts once a process

    started = time.process_time()
    drawing = drawn({it.key: it.geometry for it in shapes}, width=MAP_WIDTH)
    places = [Outline(shape, kinds[key]) for key, shape in drawing.shapes.items()]
    svg = municipality_map(places, drawing.height, WORDS)
    seconds = time.process_time() - started

    root: Any = ET.fromstring(svg)
    fills = [it.attrib.get("fill", "") for it in root.iter(f"{SVG}path")]
    assert sum(fill.startswith("url(#karte-") for fill in fills) == len(shapes) + len(LABELS)
    assert len(svg) < 700_000
    assert seconds < 3  # the aim is half a second; a busy machine must not fail here
