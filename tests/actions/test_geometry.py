"""Taking over outlines: a dry run, the official file, and what is refused as a whole."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stellwerk.actions.geometry import compared_outlines, import_geometry
from stellwerk.models import GeometryLayer, JournalEntry, LayerKind, Outline
from tests.house.cases import RELEASED_AT as AT

Refuses = Callable[..., object]
SQUARE = [[9.0, 48.0], [9.1, 48.0], [9.1, 48.1], [9.0, 48.1], [9.0, 48.0]]
BOW_TIE = [[9.0, 48.0], [9.1, 48.1], [9.1, 48.0], [9.0, 48.1], [9.0, 48.0]]
HOW = {"source": "Umriss von Hand", "licence": "frei", "as_of": date(2024, 1, 1), "by": None, "at": AT}


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def written(*places: tuple[str, list[list[float]]]) -> Path:
        path = tmp_path / "outlines.geojson"
        features = [
            {
                "type": "Feature",
                "properties": {"AGS": key, "GEN": f"Ort {key}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for key, ring in places
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    return written


@pytest.mark.official
def test_a_dry_run_of_the_official_file_says_what_it_holds(
    official_data: Path, everything_stays: Callable
) -> None:
    path = official_data / "geometry" / "bw_municipalities_vg250.geojson"

    with everything_stays():
        compared = compared_outlines(path, kind=LayerKind.MUNICIPALITIES)

    assert len(compared.known) == 1101
    assert [shape.key for shape in compared.foreign] == ["08317971", "08415971"]
    assert compared.missing == ()


def test_outlines_of_known_places_are_stored_with_their_source(file: Callable[..., Path], db: None) -> None:
    path = file(("08115", SQUARE), ("01001", SQUARE), ("08136", BOW_TIE))

    compared = import_geometry(path, kind=LayerKind.DISTRICTS, **HOW)

    layer = GeometryLayer.objects.get()
    assert (layer.kind, layer.source, layer.as_of) == ("districts", "Umriss von Hand", date(2024, 1, 1))
    assert list(layer.outlines.order_by("key").values_list("key", flat=True)) == ["08115", "08136"]
    assert len(compared.missing) == 42
    entry = JournalEntry.objects.get(verb="import_geometry")
    assert entry.details == {"outlines": 2, "foreign": 1, "missing": 42, "repaired": ["08136"]}


def test_a_second_import_is_a_new_layer_and_the_first_one_stays(file: Callable[..., Path], db: None) -> None:
    path = file(("08115", SQUARE))

    import_geometry(path, kind=LayerKind.DISTRICTS, **HOW)
    import_geometry(path, kind=LayerKind.DISTRICTS, **HOW)

    assert GeometryLayer.objects.count() == Outline.objects.count() == 2


def test_one_unusable_object_keeps_everything_out(file: Callable[..., Path], refuses: Refuses) -> None:
    path = file(("08115", SQUARE), ("08136", SQUARE[:-1]))

    with refuses("Unbrauchbare Objekte in der Datei: 1.* Objekt 2 .* ist nicht geschlossen"):
        import_geometry(path, kind=LayerKind.DISTRICTS, **HOW)


def test_a_file_of_another_land_is_refused(file: Callable[..., Path], refuses: Refuses) -> None:
    with refuses("Kein Schlüssel der Datei ist bekannt, der erste lautet 01001"):
        import_geometry(file(("01001", SQUARE)), kind=LayerKind.DISTRICTS, **HOW)


def test_a_file_of_the_wrong_kind_is_refused(file: Callable[..., Path], refuses: Refuses) -> None:
    with refuses("Bitte prüfen Sie die Art"):
        import_geometry(file(("08115", SQUARE)), kind=LayerKind.MUNICIPALITIES, **HOW)


def test_nobody_stores_outlines_without_saying_where_they_come_from(
    file: Callable[..., Path], refuses: Refuses
) -> None:
    with refuses("woher die Umrisse stammen"):
        import_geometry(file(("08115", SQUARE)), kind=LayerKind.DISTRICTS, **HOW | {"source": " "})
