"""Tables of strangers: three separators, four encodings, Excel's habits, and files made to do harm."""

import csv
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
import xlsxwriter

from stellwerk.gateways.spreadsheets import decoded, delimiter, read_file, read_text, template
from stellwerk.gateways.workbooks import UnreadableTable

LIMIT = 20_000_000
HEAD = ["Gemeinde", "Leistung", "Stand"]
ROW = ["Göppingen", "Wohngeld – Bewilligung", "online"]


def book(*rows: list[Any], **cells: Any) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
        for place, cell in cells.items():
            sheet.write(place, cell)
    return file.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the archive with each part as ``change`` makes it."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return file.getvalue()


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_the_separator_is_the_one_the_first_row_uses(mark: str) -> None:
    file = StringIO()
    csv.writer(file, delimiter=mark).writerows([HEAD, ["Aalen", "Meldung; Umzug, auch online", "l"]])

    assert delimiter(file.getvalue()) == mark
    assert read_text(file.getvalue()) == [HEAD, ["Aalen", "Meldung; Umzug, auch online", "l"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_of_a_spreadsheet_program_gives_the_same_text(encoding: str) -> None:
    content = "\r\n".join(";".join(row) for row in (HEAD, ROW)).encode(encoding)

    assert read_file("stand.csv", content, limit_bytes=LIMIT) == [HEAD, ROW]


def test_what_is_no_text_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableTable, match="CSV UTF-8"):
        decoded("Göppingen".encode("utf-16-le"))


def test_a_number_in_a_cell_is_written_as_people_see_it() -> None:
    content = book(HEAD, [8136088, 99012008001000, 3.5], [date(2025, 12, 31), True, None])

    assert read_file("stand.xlsx", content, limit_bytes=LIMIT)[1:] == [
        ["8136088", "99012008001000", "3.5"],
        ["2025-12-31", "True", ""],
    ]


def test_row_numbers_are_those_of_the_sheet_even_where_it_begins_lower() -> None:
    content = book(C3="Gemeinde", C4="Aalen")

    assert read_file("stand.xlsx", content, limit_bytes=LIMIT) == [
        [],
        [],
        ["", "", "Gemeinde"],
        ["", "", "Aalen"],
    ]


def test_a_formula_in_a_csv_stays_the_text_it_is() -> None:
    evil = '=HYPERLINK("https://angriff.invalid";"Klick")'
    file = StringIO()
    csv.writer(file, delimiter=";").writerow(["Aalen", evil])

    assert read_text(file.getvalue()) == [["Aalen", evil]]


def test_characters_that_the_database_cannot_hold_are_dropped() -> None:
    assert read_text("Aal\x00en;\x1bonline\u200b") == [["Aalen", "online"]]


def test_empty_rows_within_keep_their_number_and_those_at_the_end_go() -> None:
    assert read_text("a;b\n;\n\nc;d\n;;\n\n") == [["a", "b"], [], [], ["c", "d"]]


def test_a_file_beyond_the_limit_is_refused_with_one_sentence() -> None:
    with pytest.raises(UnreadableTable, match="größer als 0,5 MB"):
        read_file("stand.csv", b"x" * 500_001, limit_bytes=500_000)


@pytest.mark.parametrize("name", ["stand.ods", "stand.xls"])
def test_other_formats_are_refused_by_name(name: str) -> None:
    with pytest.raises(UnreadableTable, match="XLSX oder CSV"):
        read_file(name, b"irgendetwas", limit_bytes=LIMIT)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = repacked(book(HEAD), lambda name, old: b" " * 160_000_000 if "theme" in name else old)
    assert len(bomb) < 250_000

    with pytest.raises(UnreadableTable, match="entpackt größer als 150 MB"):
        read_file("stand.xlsx", bomb, limit_bytes=LIMIT)


def test_an_archive_that_lies_about_its_sizes_is_damaged() -> None:
    bomb = repacked(book(HEAD), lambda name, old: b" " * 160_000_000 if "theme" in name else old)
    lie = bomb.replace(struct.pack("<I", 160_000_000), struct.pack("<I", 1_000))
    assert lie != bomb

    with pytest.raises(UnreadableTable, match="lässt sich nicht lesen"):
        read_file("stand.xlsx", lie, limit_bytes=LIMIT)


def test_one_cell_far_out_does_not_fill_the_memory() -> None:
    with pytest.raises(UnreadableTable, match="bis Zelle XFD1048576"):
        read_file("stand.xlsx", book(HEAD, XFD1048576="x"), limit_bytes=LIMIT)


@pytest.mark.parametrize("spelling", [b'r="XF&#68;1048576"', b"r = 'XFD1048576'"])
def test_a_cell_far_out_cannot_hide_behind_its_spelling(spelling: bytes) -> None:
    far = book(HEAD, C2="x")
    hidden = repacked(far, lambda name, old: old.replace(b'r="C2"', spelling))
    assert hidden != far

    with pytest.raises(UnreadableTable):
        read_file("stand.xlsx", hidden, limit_bytes=LIMIT)


def test_entities_that_multiply_are_never_expanded() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;'
    content = repacked(book(HEAD), lambda name, old: laughs if "sheet1" in name else old)

    with pytest.raises(UnreadableTable):
        read_file("stand.xlsx", content, limit_bytes=LIMIT)


@pytest.mark.parametrize("content", [b"PK\x03\x04kaputt", book(HEAD)[:900]])
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTable, match="lässt sich nicht lesen"):
        read_file("stand.xlsx", content, limit_bytes=LIMIT)


def test_another_zip_is_no_workbook() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("brief.txt", "Guten Tag")

    with pytest.raises(UnreadableTable, match="keine Excel-Datei"):
        read_file("stand.xlsx", file.getvalue(), limit_bytes=LIMIT)


def test_more_rows_than_a_district_has_are_refused() -> None:
    with pytest.raises(UnreadableTable, match=r"mehr als 100\.000 Zeilen"):
        read_text("a;b\n" * 100_002)


def test_a_cell_that_never_ends_is_named_as_the_fault() -> None:
    with pytest.raises(UnreadableTable, match="Anführungszeichen"):
        read_text('Aalen;"' + "x" * 200_000)


def test_the_template_reads_back_as_it_was_written() -> None:
    content = template(HEAD, [["08136088", "99107023017000", "online"]], {2: ["online", "geplant"]})

    assert read_file("vorlage.xlsx", content, limit_bytes=LIMIT) == [
        HEAD,
        ["08136088", "99107023017000", "online"],
    ]
