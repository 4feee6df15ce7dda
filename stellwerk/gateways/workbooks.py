"""XLSX files of strangers: what they would unpack to is checked before anything reads them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

UNPACKED = 150_000_000  # bytes of all parts; a sheet of 100,000 filled rows needs about a third
PARTS = 2_000
COLUMNS = 250
CHUNK = 1 << 20
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
# Spellings that no spreadsheet program writes, and that would hide a cell's place or blow up by themselves.
_STRANGE = re.compile(rb"""<!(?:DOCTYPE|ENTITY)|\br\s*=\s*["'][^"'>]{0,40}&""")
_OVERLAP = 64


def N_(text: str) -> str:  # noqa: N802  (the habitual name of the marker for translation)
    """Mark a German sentence for translation; the outside world does not know our law, so this is its own."""
    return text


class UnreadableTable(Exception):  # noqa: N818  (the file is at fault, not we)
    """A file that is no table we read; the sentence says what to do.

    text    German sentence with %(name)s for each of ``values``
    """

    def __init__(self, text: str, **values: str) -> None:
        self.text, self.values = text, values
        super().__init__(text % values if values else text)


def workbook_rows(content: bytes, *, rows: int) -> Iterator[list[str]]:
    """Yield the rows of the first visible sheet as text.

    UnreadableTable: no workbook, damaged, protected by a password, or it would unpack to too much.
    """
    require_harmless(content, rows=rows)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        lines = book.get_sheet_by_name(shown[0]).to_python(skip_empty_area=False) if shown else []
    except (CalamineError, OSError, ValueError) as broken:
        raise _damaged() from broken
    for line in lines:
        yield [_written(cell) for cell in line]


def require_harmless(content: bytes, *, rows: int) -> None:
    """Let a workbook pass that can be read in little memory.

    The directory of the archive may lie about sizes: unpacking it piece by piece finds that. A single cell
    far out would make readers hold all empty ones before it, so the places of cells are looked at, too.

    UnreadableTable: it cannot.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise _swollen()
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableTable(
                    N_("Das ist keine Excel-Datei. Bitte speichern Sie die Tabelle als XLSX oder CSV.")
                )
            for part in parts:
                _unpack(archive, part, rows)
    # zipfile says RuntimeError of a password or an unknown compression, the others of a file cut off or bent.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as broken:
        raise _damaged() from broken


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, rows: int) -> None:
    """Unpack a part once; of a sheet, look for cells beyond what we read."""
    is_sheet, rest, first = part.filename.startswith("xl/worksheets/"), b"", True
    with archive.open(part) as file:
        while piece := file.read(CHUNK):
            if is_sheet:
                if first and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
                    raise _damaged()
                _require_near(rest + piece, rows)
                rest, first = piece[-_OVERLAP:], False


def _require_near(piece: bytes, rows: int) -> None:
    if _STRANGE.search(piece):
        raise _damaged()
    for letters, number in sorted(set(_PLACE.findall(piece)), reverse=True):  # cells before their rows
        if int(number) > rows + 1 or _column(letters) > COLUMNS:
            raise UnreadableTable(
                N_(
                    "Die Tabelle reicht bis Zelle %(cell)s; gelesen werden %(rows)s Zeilen "
                    "und %(columns)s Spalten. Bitte löschen Sie, was außerhalb liegt."
                ),
                cell=(letters + number).decode(),
                rows=f"{rows:_}".replace("_", "."),
                columns=str(COLUMNS),
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _written(cell: Any) -> str:
    """Write a cell as people see it: a whole number without a point, a day as 2025-12-31."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, time | timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _damaged() -> UnreadableTable:
    return UnreadableTable(
        N_(
            "Die Excel-Datei lässt sich nicht lesen; sie ist beschädigt oder mit einem Kennwort geschützt. "
            "Bitte speichern Sie sie neu als XLSX ohne Kennwort oder als CSV."
        )
    )


def _swollen() -> UnreadableTable:
    return UnreadableTable(
        N_(
            "Die Excel-Datei wäre entpackt größer als %(limit)s MB. "
            "Bitte löschen Sie Blätter und Bilder, die nicht gebraucht werden, oder speichern Sie als CSV."
        ),
        limit=str(UNPACKED // 1_000_000),
    )
