"""Lists as files: text stays text, moments go by the clocks here, and other programs read them."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from stellwerk.gateways import list_sheets
from stellwerk.gateways.list_files import write

KEYS, HEAD = (
    ["wer", "was", "wann", "tag", "betrag", "anzahl"],
    ["Wer", "Was", "Wann", "Tag", "Betrag", "Anzahl"],
)
MOMENT = datetime(2024, 7, 1, 22, 30, 15, tzinfo=UTC)  # half past midnight here, on the next day
ROW = ["Landratsamt Böblingen", None, MOMENT, date(2024, 2, 29), Decimal("69600.00"), 17]


def written(kind: str, *rows: list[Any], keys: list[str] = KEYS, head: list[str] = HEAD) -> bytes:
    file = BytesIO()
    write(kind, file, keys, head, rows, lambda _number: None)
    return file.getvalue()


def sheet(*rows: list[Any], head: list[str] = HEAD) -> list[list[Any]]:
    made = BytesIO(written("xlsx", *rows, keys=head, head=head))
    return CalamineWorkbook.from_filelike(made).get_sheet_by_index(0).to_python()  # type: ignore[no-any-return]


def test_csv_says_everything_the_german_way() -> None:
    text = written("csv", ROW).decode("utf-8-sig")

    assert list(csv.reader(StringIO(text), delimiter=";")) == [
        HEAD,
        ["Landratsamt Böblingen", "", "02.07.2024 00:30", "29.02.2024", "69600,00", "17"],
    ]


def test_json_keeps_what_a_program_needs() -> None:
    (row,) = json.loads(written("json", ROW))

    assert row == {
        "wer": "Landratsamt Böblingen",
        "was": None,
        "wann": "2024-07-02T00:30:15+02:00",
        "tag": "2024-02-29",
        "betrag": "69600.00",
        "anzahl": 17,
    }


def test_a_list_without_rows_is_a_list() -> None:
    assert json.loads(written("json")) == []
    assert sheet() == [HEAD]


def test_a_sheet_is_read_by_a_program_of_another_house() -> None:
    head, row = sheet(ROW)

    assert head == HEAD
    assert row == [
        "Landratsamt Böblingen",
        "",
        datetime(2024, 7, 2, 0, 30, 15),  # noqa: DTZ001  (a sheet has no zones)
        date(2024, 2, 29),
        69600.0,
        17.0,
    ]


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", 'a"b', "Zeile 1\nZeile 2", " vorn und hinten ", "=SUMME(A1)", "😀", "_x0041_"]
)
def test_text_comes_back_as_it_was(text: str) -> None:
    _head, (cell,) = sheet([text], head=["Text"])

    assert cell.replace("_x005F_", "_") == text


def test_what_xml_cannot_hold_is_written_as_a_number() -> None:
    file = written("xlsx", ["a\x0bb\x00c"], keys=["t"], head=["Text"])

    xml = ZipFile(BytesIO(file)).read("xl/worksheets/sheet1.xml").decode()
    assert "a_x000B_b_x0000_c" in xml


def test_a_day_before_spreadsheets_count_is_text() -> None:
    assert sheet([date(1899, 12, 31)], head=["Tag"])[1] == ["31.12.1899"]


def test_columns_beyond_the_alphabet_have_two_letters() -> None:
    head = [f"Spalte {number}" for number in range(30)]

    assert sheet([f"Wert {number}" for number in range(30)], head=head)[1][29] == "Wert 29"


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_sheets, "SHEET_ROWS", 3)

    with pytest.raises(ValueError, match="a sheet has 3 rows"):
        written("xlsx", *([ROW] * 3))


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_a_row_is_written_while_the_next_one_is_still_to_come(kind: str) -> None:
    told: list[int] = []
    seen: list[int] = []

    def rows() -> Iterator[list[Any]]:
        for number in range(2000):
            seen.append(number - len(told))
            yield ROW

    write(kind, BytesIO(), KEYS, HEAD, rows(), told.append)

    assert told == list(range(1, 2001))
    assert max(seen) <= 1


def test_the_same_rows_make_the_same_file() -> None:
    assert written("xlsx", ROW) == written("xlsx", ROW)
