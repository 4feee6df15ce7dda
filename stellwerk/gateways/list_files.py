"""Lists as files: CSV, XLSX and JSON, row by row; a long list needs no more memory than a short one."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Protocol
from zoneinfo import ZoneInfo

import xlsxwriter

Row = Sequence[Any]
SHEET_ROWS = 1_048_576
HERE = ZoneInfo("Europe/Berlin")  # files say when something happened by the clocks of the people here
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count as well
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class Written(Protocol):
    """Whoever wants to know how far the writing is; called after each row."""

    def __call__(self, rows: int, /) -> None: ...


class _Line:
    def write(self, text: str) -> str:
        return text


def write(
    kind: str, file: IO[bytes], keys: Sequence[str], head: Row, rows: Iterable[Row], written: Written
) -> None:
    """Write a list into an open file.

    kind  csv, xlsx or json
    keys  what the cells of a row are called in JSON
    head  what they are called where people read
    """
    told = _told(rows, written)
    if kind == "xlsx":
        write_xlsx(file, head, told)
        return
    for line in csv_lines(head, told) if kind == "csv" else json_lines(keys, told):
        file.write(line.encode())


def csv_lines(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Yield what German spreadsheet programs open without questions: semicolons and a byte order mark."""
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff" + writer.writerow([str(cell) for cell in head])
    for row in rows:
        yield writer.writerow([_text(cell) for cell in row])


def json_lines(keys: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a list of objects, one a line; amounts are text, so that no program rounds them."""
    yield "["
    before = "\n"
    for row in rows:
        pairs = dict(zip(keys, map(_plain, row), strict=True))
        yield before + json.dumps(pairs, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n"


def write_xlsx(file: IO[bytes], head: Row, rows: Iterable[Row]) -> None:
    """Write one sheet in constant memory; text stays text, whatever it begins with.

    ValueError: a sheet has no place for so many rows.
    """
    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy", "remove_timezone": True}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, 24)
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.write_row(0, 0, [str(cell) for cell in head], bold)
    for number, row in enumerate(rows, start=1):
        if number >= SHEET_ROWS:
            raise ValueError(f"a sheet has {SHEET_ROWS} rows")
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, moment)
    book.close()


def _told(rows: Iterable[Row], written: Written) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield row
        written(number)


def _text(cell: Any) -> str:
    """Write a cell as text; what a spreadsheet would take for a formula is quoted."""
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    if isinstance(cell, datetime):
        return f"{_here(cell):%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return _here(cell).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, bool | int) else str(cell)


def _write(sheet: Any, row: int, column: int, cell: Any, moment: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, _here(cell).replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, Decimal | int):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, "" if cell is None else str(cell))


def _here(moment: datetime) -> datetime:
    return moment.astimezone(HERE)
