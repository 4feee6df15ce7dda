"""A file of the whole country at the terminal: taken over, only looked at, or refused in a sentence."""

from pathlib import Path

import pytest

from stellwerk.gateways.warehouse import current
from stellwerk.queries.warehouse import store
from tests.house.warehouse import warehouse_folder  # noqa: F401
from tests.management.terminal.conftest import Typed, is_one_sentence

GOOD = "ags,service_key,state\n08115001,99012008001000,live\n08115003,99012008001000,none\n"
DAY = ("--day", "01.01.2026")


@pytest.fixture
def file(tmp_path: Path, warehouse_folder: Path) -> Path:  # noqa: F811
    path = tmp_path / "land.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_file_is_taken_over(stellwerk: Typed, file: Path) -> None:
    said = stellwerk("import-coverage", file, *DAY)

    assert (said.code, said.out, said.fault) == (0, "2 Zeilen, 0 fehlerhaft Übernommen.", "")
    manifest = current(store())
    assert manifest is not None
    assert manifest.rows == 2


def test_a_dry_run_changes_nothing(stellwerk: Typed, file: Path) -> None:
    said = stellwerk("import-coverage", file, *DAY, "--dry-run")

    assert (said.code, said.out) == (0, "2 Zeilen, 0 fehlerhaft Nichts wurde geschrieben.")
    assert current(store()) is None


def test_faulty_rows_are_named_and_keep_everything_out(stellwerk: Typed, file: Path) -> None:
    file.write_text(GOOD + "08115002,1,live\n", encoding="utf-8")

    said = stellwerk("import-coverage", file, *DAY)

    assert said.code == 1
    assert said.out.startswith("3 Zeilen, 1 fehlerhaft Zeile 4: unbekannter LeiKa-Schlüssel (08115002 / 1)")
    assert said.out.endswith("Nichts wurde übernommen.")
    assert current(store()) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("land.csv", b"ags;leika\n1;2\n"),
        ("land.csv", b""),
        ("land.csv", "ags,service_key,state\nGöppingen,1,live\n".encode("cp1252")),
        ("land.csv", b"\x00\xff\xfe\x00" * 40),
        ("land.parquet", b"PAR1 kaputt PAR1"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(
    stellwerk: Typed, file: Path, name: str, content: bytes
) -> None:
    bad = file.with_name(name)
    bad.write_bytes(content)

    said = stellwerk("import-coverage", bad, *DAY)

    assert is_one_sentence(said), said
    assert current(store()) is None


def test_a_file_that_is_not_there_is_named(stellwerk: Typed, file: Path) -> None:
    said = stellwerk("import-coverage", file.with_name("fehlt.csv"), *DAY)

    assert is_one_sentence(said)
    assert "fehlt.csv" in said.fault
