"""Lists to take along: CSV row by row, XLSX in constant memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

Row = Sequence[Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count as well


class _Line:
    def write(self, text: str) -> str:
        return text


def table(kind: str, name: str, head: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """Return the rows as a download; kind is csv or xlsx."""
    return _xlsx(name, head, rows) if kind == "xlsx" else _csv(name, head, rows)


def _csv(name: str, head: Row, rows: Iterable[Row]) -> HttpResponseBase:
    answer = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Write what German spreadsheet programs open without questions: semicolons and a byte order mark."""
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow([str(cell) for cell in head])
    for row in rows:
        yield writer.writerow([_text(cell) for cell in row])


def _text(cell: Any) -> str:
    """Write a cell as text; what a spreadsheet would take for a formula is quoted."""
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _xlsx(name: str, head: Row, rows: Iterable[Row]) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy", "remove_timezone": True}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, 24)
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.write_row(0, 0, [str(cell) for cell in head], bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, moment)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _write(sheet: Any, row: int, column: int, cell: Any, moment: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, timezone.localtime(cell).replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, Decimal | int):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, "" if cell is None else str(cell))
