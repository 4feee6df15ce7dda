"""A list as a spreadsheet, row by row: one sheet, in no more memory for a million rows than for ten.

The format is small (ECMA-376, part 1), and a cell is written as text at once, without an object in between.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cell = Callable[[str, Any], str]
SHEET_ROWS = 1_048_576
LONGEST = 32_767  # letters of a cell
AT_ONCE = 500  # rows
LEVEL = 3  # of compression: quick rather than small
FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet, as far as days since March 1900 are concerned
COUNTED_SINCE = date(1900, 3, 1)
DAY_SECONDS = 86_400
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEAD_STYLE, DAY_STYLE, MOMENT_STYLE = 1, 2, 3
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
        '<numFmt numFmtId="165" formatCode="dd.mm.yyyy hh:mm"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
SHEET_BEGIN = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="{columns}" width="24" customWidth="1"/></cols><sheetData>'
)
SHEET_END = "</sheetData></worksheet>"
# What XML cannot hold, and what reads like our way of writing it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_sheet(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one sheet; text stays text, whatever it begins with. Moments have no zone any more.

    ValueError: a sheet has no place for so many rows.
    """
    with ZipFile(file, "w") as package:
        for name, part in PARTS.items():
            package.writestr(_entry(name), (XML + part).encode(), compresslevel=LEVEL)
        with package.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write((XML + SHEET_BEGIN.format(columns=max(1, len(head)))).encode())
            lines = _lines(head, rows)
            while part := "".join(islice(lines, AT_ONCE)):
                sheet.write(part.encode())
            sheet.write(SHEET_END.encode())


def _entry(name: str) -> ZipInfo:
    """Return an entry without a date of its own: the same rows make the same file."""
    entry = ZipInfo(name)
    entry.compress_type, entry._compresslevel = ZIP_DEFLATED, LEVEL  # type: ignore[attr-defined]
    return entry


def _lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    places = [_letters(place) for place in range(len(head))]
    yield '<row r="1">' + "".join(map(_head, places, head)) + "</row>"
    for number, row in enumerate(rows, start=2):
        if number > SHEET_ROWS:
            raise ValueError(f"a sheet has {SHEET_ROWS} rows")
        line = str(number)
        cells = [
            _WAYS.get(type(cell), _any)(letters + line, cell)
            for letters, cell in zip(places, row, strict=True)
        ]
        yield f'<row r="{line}">{"".join(cells)}</row>'


def _letters(place: int) -> str:
    """Return the name of a column: A, …, Z, AA, AB."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _head(letters: str, text: str) -> str:
    return f'<c r="{letters}1" s="{HEAD_STYLE}" t="inlineStr"><is><t>{_written(str(text))}</t></is></c>'


def _text(place: str, text: str) -> str:
    if not text:
        return ""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_written(text)}</t></is></c>'


def _written(text: str) -> str:
    text = text[:LONGEST]
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escape(text)


def _number(place: str, value: Any) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


def _amount(place: str, value: Decimal) -> str:
    return f'<c r="{place}"><v>{value:f}</v></c>'


def _day(place: str, value: date) -> str:
    if value < COUNTED_SINCE:
        return _text(place, f"{value:%d.%m.%Y}")
    return f'<c r="{place}" s="{DAY_STYLE}"><v>{(value - FIRST_DAY).days}</v></c>'


def _moment(place: str, value: datetime) -> str:
    if value.date() < COUNTED_SINCE:
        return _text(place, f"{value:%d.%m.%Y %H:%M}")
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    days = (value.date() - FIRST_DAY).days + seconds / DAY_SECONDS
    return f'<c r="{place}" s="{MOMENT_STYLE}"><v>{days:.10f}</v></c>'


def _any(place: str, value: Any) -> str:
    """Write what is of a type derived from one of ours, or of none of them."""
    for kind in (datetime, date, Decimal):
        if isinstance(value, kind):
            return _WAYS[kind](place, value)
    return _text(place, str(value))


_WAYS: dict[type, Cell] = {
    str: _text,
    int: _number,
    bool: lambda place, value: f'<c r="{place}" t="b"><v>{value:d}</v></c>',
    Decimal: _amount,
    date: _day,
    datetime: _moment,
    type(None): lambda _place, _value: "",
}
