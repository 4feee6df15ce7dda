"""Tables that people bring: a file of a spreadsheet program or text copied from it becomes rows of text.

Every cell is text here: a formula is what it says, a number is written as people see it, nothing is computed.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from stellwerk.gateways.workbooks import N_, UnreadableTable, workbook_rows

Rows = list[list[str]]
MEGABYTE = 1_000_000
ROWS = 100_000  # of the register of one district, with every service; more is an export of something else
CELL = 4_000  # characters; a longer cell is a mistake and would only fill the database
DELIMITERS = ";\t,"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_QUOTED = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")  # as our own lists keep text from becoming a formula
_SPACES = re.compile(r"[ \t\u00a0\u202f\u200b\ufeff\r\n]+")


def read_file(name: str, content: bytes, *, limit_bytes: int) -> Rows:
    """Return the rows of a CSV or XLSX file, the head included; a row without text is an empty list.

    name  only its ending counts, and only where the content does not say what it is

    UnreadableTable: too large, not a table, damaged, or packed to be larger than anybody could read.
    """
    if len(content) > limit_bytes:
        raise too_large(limit_bytes)
    if content.startswith(b"PK"):
        return _tidy(workbook_rows(content, rows=ROWS))
    if content.startswith(b"\xd0\xcf\x11\xe0") or name.lower().endswith((".xls", ".ods", ".numbers")):
        raise UnreadableTable(
            N_("Dieses Format lesen wir nicht. Bitte speichern Sie die Tabelle als XLSX oder CSV.")
        )
    return read_text(decoded(content))


def read_text(text: str) -> Rows:
    """Return the rows of a text copied from a spreadsheet, or of a CSV file.

    UnreadableTable: more rows than a district has.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = csv.reader(text.split("\n"), delimiter=delimiter(text), strict=False)
    try:
        return _tidy(lines)
    except csv.Error as broken:
        raise UnreadableTable(
            N_(
                "Die Tabelle ist beschädigt: Eine Zelle hört nicht auf. "
                "Bitte prüfen Sie die Anführungszeichen."
            )
        ) from broken


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or Windows-1252.

    UnreadableTable: none of these.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableTable(
        N_(
            "Der Zeichensatz der Datei ist nicht zu erkennen. "
            "Bitte speichern Sie sie als „CSV UTF-8“ oder XLSX."
        )
    )


def delimiter(text: str) -> str:
    """Return what separates the cells: the one of tab, semicolon and comma that the first row has most of."""
    first = next((line for line in text.split("\n", 50) if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), mark == ";"))


def template(
    head: Sequence[str], examples: Iterable[Sequence[str]], choices: Mapping[int, Sequence[str]]
) -> bytes:
    """Return an XLSX to fill in; all its columns are text, so that no key loses a zero.

    choices  column (from 0) → what it may contain, offered as a list
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Stand")
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(head) - 1, 24, text)
        sheet.write_row(0, 0, head, book.add_format({"bold": True, "num_format": "@"}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(examples, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, text)
        for column, words in choices.items():
            rule: dict[str, Any] = {"validate": "list", "source": list(words), "error_type": "warning"}
            sheet.data_validation(1, column, ROWS, column, rule)
    return file.getvalue()


def too_large(limit_bytes: int) -> UnreadableTable:
    return UnreadableTable(
        N_(
            "Die Datei ist größer als %(limit)s MB. Bitte teilen Sie sie, "
            "oder löschen Sie Blätter und Spalten, die nicht gebraucht werden."
        ),
        limit=f"{limit_bytes / MEGABYTE:g}".replace(".", ","),
    )


def _tidy(lines: Iterable[Sequence[str]]) -> Rows:
    """Return the rows with clean cells; empty rows at the end go."""
    rows: Rows = []
    for line in lines:
        if len(rows) >= ROWS + 1 and any(line):
            raise UnreadableTable(
                N_("Die Tabelle hat mehr als %(rows)s Zeilen. Bitte teilen Sie sie."),
                rows=f"{ROWS:_}".replace("_", "."),
            )
        cells = [_clean(cell) for cell in line]
        rows.append(cells if any(cells) else [])
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _clean(cell: str) -> str:
    """Return the text of a cell on one line, without what only keeps it from being taken for a formula."""
    text = _SPACES.sub(" ", _CONTROL.sub("", cell[:CELL])).strip()
    return text[1:] if _QUOTED.match(text) else text
