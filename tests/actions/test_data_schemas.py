"""Data schemas: taken over with their services, brought up to date, and refused whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stellwerk.access import Rights
from stellwerk.actions.data_schemas import import_data_schema
from stellwerk.models import DataSchema
from tests.house.cases import RELEASED_AT as AT

DOGS = "99102013002000"
SCHEMA = (
    "<m><stammdatenschema><identifikation><id>S1</id><version>1.0</version></identifikation>"
    "<name>{name}</name><struktur><enthaelt><datenfeld><id>F1</id><name>Rufname des Hundes</name>"
    "</datenfeld></enthaelt></struktur></stammdatenschema></m>"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hund.xml"
    path.write_text(SCHEMA.format(name="Hund anmelden"), encoding="utf-8")
    return path


@pytest.mark.official
def test_a_real_schema_is_taken_over_with_its_fields(official_data: Path, db: None) -> None:
    file = official_data / "fim" / "fixtures" / "WaBeKa.xml"

    found = import_data_schema(file, keys=["99089086060000"], rights=None, at=AT)

    assert (found.name, len(found.fields)) == ("Waffenbesitzkarte (WBK grün)", 35)
    assert found.fields[1] == {"key": "F00000057", "name": "Urkundennummer", "label": "Urkundennummer"}
    assert found.services.get().name == "Waffenbesitzkarte Eintragung"


def test_the_same_version_is_brought_up_to_date_and_keeps_its_services(
    file: Path, operator: Rights, verbs: Callable
) -> None:
    first = import_data_schema(file, keys=[DOGS], rights=operator, at=AT)
    file.write_text(SCHEMA.format(name="Hund neu anmelden"), encoding="utf-8")

    second = import_data_schema(file, rights=operator, at=AT)

    assert second.pk == first.pk
    assert DataSchema.objects.get().name == "Hund neu anmelden"
    assert second.services.get().key == DOGS
    assert verbs()[-2:] == ["import_data_schema", "import_data_schema"]


def test_an_unknown_service_or_no_schema_keeps_everything_out(
    file: Path, tmp_path: Path, refuses: Callable
) -> None:
    (tmp_path / "x.xml").write_text("<html/>", encoding="utf-8")

    with refuses("kennt diese Leistungen nicht"):
        import_data_schema(file, keys=["99999999999999"], rights=None, at=AT)
    with refuses("kein Datenschema"):
        import_data_schema(tmp_path / "x.xml", rights=None, at=AT)


def test_only_who_keeps_the_catalogue_may_take_over_a_schema(
    file: Path, auditor: Rights, coordinator: Rights, forbids: Callable
) -> None:
    for rights in (auditor, coordinator):
        with forbids():
            import_data_schema(file, rights=rights, at=AT)
