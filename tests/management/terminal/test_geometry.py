"""Outlines at the terminal: taken over, only looked at, or refused in a sentence."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from stellwerk.models import GeometryLayer
from tests.management.terminal.conftest import Typed, is_one_sentence

SQUARE = [[9.0, 48.0], [9.1, 48.0], [9.1, 48.1], [9.0, 48.1], [9.0, 48.0]]
BOW_TIE = [[9.0, 48.0], [9.1, 48.1], [9.1, 48.0], [9.0, 48.1], [9.0, 48.0]]
Stays = Callable[[], AbstractContextManager[None]]


def outlines(*places: tuple[dict[str, Any], list[list[float]]]) -> str:
    features = [
        {"type": "Feature", "properties": about, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for about, ring in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "umrisse.geojson"
    path.write_text(outlines(({"AGS": "08115"}, SQUARE), ({"AGS": "08136"}, BOW_TIE)), encoding="utf-8")
    return path


def test_outlines_are_taken_over_and_what_was_repaired_is_told(stellwerk: Typed, file: Path) -> None:
    said = stellwerk(
        "import-geometry", file, "--kind", "districts", "--source", "Von Hand", "--as-of", "01.01.2024"
    )

    assert (said.code, said.fault) == (0, "")
    assert "bekannte Orte │ 2" in said.out
    assert "kreuzte sich selbst (repariert) │ 1" in said.out
    assert said.out.endswith("Übernommen.")
    layer = GeometryLayer.objects.get()
    assert (layer.source, layer.outlines.count()) == ("Von Hand", 2)


def test_a_dry_run_changes_nothing(stellwerk: Typed, file: Path, everything_stays: Stays) -> None:
    with everything_stays():
        said = stellwerk("import-geometry", file, "--kind", "districts", "--dry-run")

    assert said.code == 0
    assert said.out.endswith("Nichts wurde geschrieben.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"type": "FeatureCollection", "features": [', "kein gültiges JSON"),
        ("<kml/>", "kein gültiges JSON"),
        ('{"type": "Point"}', "weder GeoJSON noch TopoJSON"),
        (
            outlines(({"NAME": "ohne Schlüssel"}, SQUARE)),
            "Kein Objekt der Datei hat einen passenden Schlüssel",
        ),
        (outlines(({"AGS": "01001"}, SQUARE)), "Kein Schlüssel der Datei ist bekannt"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(
    stellwerk: Typed, file: Path, everything_stays: Stays, content: str, words: str
) -> None:
    file.write_text(content, encoding="utf-8")

    with everything_stays():
        said = stellwerk("import-geometry", file, "--kind", "districts", "--source", "Von Hand")

    assert is_one_sentence(said), said
    assert words in said.fault


def test_an_object_that_is_no_outline_is_named_and_keeps_everything_out(
    stellwerk: Typed, file: Path, everything_stays: Stays
) -> None:
    content = outlines(({"AGS": "08115"}, SQUARE), ({"AGS": "08136"}, SQUARE[:2]))
    file.write_text(content, encoding="utf-8")

    with everything_stays():
        said = stellwerk("import-geometry", file, "--kind", "districts", "--source", "Von Hand")

    assert said.code == 2
    assert (
        "Unbrauchbare Objekte in der Datei: 1. Nichts wurde übernommen. Der Umriss von Objekt 2" in said.fault
    )


def test_nobody_takes_over_without_saying_where_it_comes_from(stellwerk: Typed, file: Path) -> None:
    assert is_one_sentence(stellwerk("import-geometry", file, "--kind", "districts"))
    assert is_one_sentence(stellwerk("import-geometry", file.with_name("fehlt"), "--kind", "districts"))
