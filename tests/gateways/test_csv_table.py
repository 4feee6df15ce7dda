"""Tables as people save them: four encodings, three separators, and what is no table."""

from pathlib import Path

import pytest

from stellwerk.gateways.csv_table import LARGEST_MB, MalformedTable, read_table

TEXT = "leika_key;name\n99108001001000;Bewohnerparkausweis für Anwohnende\n\n99102013002000;Hundesteuer\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found_out(encoding: str, separator: str, tmp_path: Path) -> None:
    file = tmp_path / "leistungen.csv"
    file.write_bytes(TEXT.replace(";", separator).encode(encoding))

    table = read_table(file)

    assert table.columns == ("leika_key", "name")
    assert [(row.number, row["name"]) for row in table.rows] == [
        (2, "Bewohnerparkausweis für Anwohnende"),
        (4, "Hundesteuer"),
    ]


def test_another_heading_is_known_by_its_alias() -> None:
    table = read_table(b"LeiKa-ID,Bezeichnung\n1,Eins\n", aliases={"leika-id": "leika_key"})

    assert table.rows[0]["leika_key"] == "1"
    assert table.rows[0]["no such column"] == ""


def test_a_cell_of_several_lines_is_one_row() -> None:
    table = read_table(b'key;name\n1;"Zeile eins\nZeile zwei"\n2;Ende\n')

    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0]["name"] == "Zeile eins\nZeile zwei"


def test_a_row_that_is_shorter_than_the_head_has_empty_cells_at_its_end() -> None:
    assert read_table(b"key;name;type\n1;Eins\n").rows[0]["type"] == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "keine Kopfzeile"),
        (b";;\n1;2;3\n", "keine Kopfzeile"),
        (b"key;key\n1;2\n", "keine Kopfzeile"),
        (b"key;name\n1;Eins;zu;viel\n", "Zeile 2 hat mehr Spalten"),
        (b"PK\x03\x04\x00\x00\xff", "keine Textdatei"),
        (b"key;name\n1;\x00\n", "keine Textdatei"),
        (b"key;name\n1;" + b"x" * 200_000 + b"\n", "beschädigt"),
        (b"\xff\xfekey", "keine Textdatei"),
    ],
)
def test_what_is_no_table_is_refused_in_german(content: bytes, words: str) -> None:
    with pytest.raises(MalformedTable, match=words):
        read_table(content, name="irgendwas.csv")


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "riesig.csv"
    with file.open("wb") as empty:
        empty.truncate(LARGEST_MB * 1_000_000 + 1)

    with pytest.raises(MalformedTable, match=r"riesig\.csv ist größer als 50 MB"):
        read_table(file)
