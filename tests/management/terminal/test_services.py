"""Catalogue, online services and schemas at the terminal: taken over, looked at, or refused in a sentence."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from stellwerk.models import DataSchema, OnlineService, Service
from tests.management.terminal.conftest import Typed, is_one_sentence

DOGS = "99102013002000"
NEW = "99123456789012"
CATALOGUE = f"leika_key,name,type_code,ozg_id,legal_basis\n{NEW},Bienenhaltung Anzeige,2/3,,\n"
LIST = f"Onlinedienst;Art;LeiKa-Schlüssel\nHund digital;EfA;{DOGS}\n"
SCHEMA = (
    "<m><stammdatenschema><identifikation><id>S1</id><version>1.0</version></identifikation>"
    "<name>Hund anmelden</name><struktur><enthaelt><datenfeld><id>F1</id><name>Rufname</name>"
    "</datenfeld></enthaelt></struktur></stammdatenschema></m>"
)
COMMANDS = ("import-catalogue", "import-online-services", "import-schema")
Stays = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("leika.csv", CATALOGUE), ("liste.csv", LIST), ("hund.xml", SCHEMA)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_part_of_the_catalogue_is_taken_over(stellwerk: Typed, folder: Path) -> None:
    said = stellwerk("import-catalogue", folder / "leika.csv", "--partial", "--as-of", "2024-02-01")

    assert (said.code, said.fault) == (0, "")
    assert said.out.endswith("Übernommen.")
    assert f"{NEW} Bienenhaltung Anzeige" in said.out
    assert Service.objects.get(key=NEW).as_of is not None
    assert not Service.objects.exclude(gone_on=None).exists()


def test_a_whole_catalogue_says_what_is_gone(stellwerk: Typed, folder: Path) -> None:
    known = Service.objects.count()

    said = stellwerk("import-catalogue", folder / "leika.csv", "--as-of", "2024-02-01")

    assert said.code == 0
    assert f"entfallen │ {known}" in said.out
    assert Service.objects.exclude(gone_on=None).count() == known


def test_a_list_of_online_services_is_taken_over(stellwerk: Typed, folder: Path) -> None:
    said = stellwerk("import-online-services", folder / "liste.csv")

    assert (said.code, said.out) == (0, "neu: 1, geändert: 0, unverändert: 0 Übernommen.")
    assert OnlineService.objects.get(name="Hund digital").services.get().key == DOGS


def test_a_schema_is_taken_over_with_its_service(stellwerk: Typed, folder: Path) -> None:
    said = stellwerk("import-schema", folder / "hund.xml", "--service", DOGS)

    assert (said.code, said.out) == (0, "S1 Hund anmelden: 1 Datenfelder Übernommen.")
    assert DataSchema.objects.get().services.get().key == DOGS


@pytest.mark.parametrize(
    ("command", "name"), list(zip(COMMANDS, ("leika.csv", "liste.csv", "hund.xml"), strict=True))
)
def test_a_dry_run_changes_nothing(
    stellwerk: Typed, folder: Path, everything_stays: Stays, command: str, name: str
) -> None:
    with everything_stays():
        said = stellwerk(command, folder / name, "--dry-run")

    assert said.code == 0
    assert said.out.endswith("Nichts wurde geschrieben.")


@pytest.mark.parametrize(
    ("command", "content", "words"),
    [
        ("import-catalogue", CATALOGUE.replace(NEW, "9912345678901"), "Zeile 2"),
        ("import-catalogue", "a,b\n1,2\n", "Keine der Dateien enthält Leistungen"),
        ("import-catalogue", "\x00\x01\x02", "keine Textdatei"),
        ("import-online-services", LIST.replace(DOGS, "99102013002999"), "99102013002999"),
        ("import-online-services", "Onlinedienst;Art\nHund;EfA\n", "LeiKa-Schlüssel"),
        ("import-online-services", "", "keine Kopfzeile"),
        ("import-schema", "<m><name>kaputt", "kein lesbares XML"),
        ("import-schema", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "Dokumenttyp"),
        ("import-schema", "<a/>", "kein Datenschema"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(
    stellwerk: Typed, tmp_path: Path, everything_stays: Stays, command: str, content: str, words: str
) -> None:
    file = tmp_path / "datei.csv"
    file.write_text(content, encoding="utf-8")

    with everything_stays():
        said = stellwerk(command, file)

    assert is_one_sentence(said), said
    assert words in said.fault


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_is_named(stellwerk: Typed, tmp_path: Path, command: str) -> None:
    said = stellwerk(command, tmp_path / "fehlt.csv")

    assert is_one_sentence(said), said
    assert "fehlt.csv" in said.fault
