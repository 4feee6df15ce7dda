"""Lists as files: CSV, XLSX and JSON, row by row; a long list needs no more memory than a short one."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any, Protocol
from zoneinfo import ZoneInfo

from stellwerk.gateways.list_sheets import write_sheet

Row = Sequence[Any]
HERE = ZoneInfo("Europe/Berlin")  # files say when something happened by the clocks of the people here
# What a spreadsheet takes for a formula, blanks before it or not; the wide ones count as well.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
AT_ONCE = 500  # rows
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
    lines = csv_lines(head, told) if kind == "csv" else json_lines(keys, told)
    while part := "".join(islice(lines, AT_ONCE)):
        file.write(part.encode())


def csv_lines(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Yield what German spreadsheet programs open without questions: semicolons and a byte order mark."""
    line = csv.writer(_Line(), delimiter=";").writerow
    yield "\ufeff" + str(line([str(cell) for cell in head]))
    for row in rows:
        yield str(line([_TEXTS.get(type(cell), _text)(cell) for cell in row]))


def json_lines(keys: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a list of objects, one a line; amounts are text, so that no program rounds them."""
    names = [f"{json.dumps(key, ensure_ascii=False)}: " for key in keys]
    yield "["
    before = "\n"
    for row in rows:
        pairs = [name + _PLAIN.get(type(cell), _plain)(cell) for name, cell in zip(names, row, strict=True)]
        yield f"{before}{{{', '.join(pairs)}}}"
        before = ",\n"
    yield "\n]\n"


def write_xlsx(file: IO[bytes], head: Row, rows: Iterable[Row]) -> None:
    """Write one sheet in constant memory; text stays text, whatever it begins with.

    ValueError: a sheet has no place for so many rows.
    """
    here = ([_on_the_wall(cell) if type(cell) is datetime else cell for cell in row] for row in rows)
    write_sheet(file, [str(cell) for cell in head], here)


def _told(rows: Iterable[Row], written: Written) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield row
        written(number)


def _guarded(text: str) -> str:
    """Quote what a spreadsheet would take for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _german_day(value: date) -> str:
    return f"{value.day:02}.{value.month:02}.{value.year:04}"


def _german_moment(value: datetime) -> str:
    here = value.astimezone(HERE)
    return f"{_german_day(here)} {here.hour:02}:{here.minute:02}"


def _text(cell: Any) -> str:
    """Write what is of a type derived from one of ours, or of none of them."""
    for kind in _DERIVED:
        if isinstance(cell, kind):
            return _TEXTS[kind](cell)
    return _guarded(str(cell))


def _plain(cell: Any) -> str:
    for kind in _DERIVED:
        if isinstance(cell, kind):
            return _PLAIN[kind](cell)
    return _quoted(str(cell))


def _on_the_wall(moment: datetime) -> datetime:
    return moment.astimezone(HERE).replace(tzinfo=None)


_DERIVED: tuple[type, ...] = (datetime, date, Decimal)
_TEXTS: dict[type, Callable[[Any], str]] = {
    str: _guarded,
    type(None): lambda _cell: "",
    bool: str,
    int: lambda cell: _guarded(str(cell)),
    Decimal: lambda cell: f"{cell:f}".replace(".", ","),
    date: _german_day,
    datetime: _german_moment,
}
_quoted = json.JSONEncoder(ensure_ascii=False).encode
_PLAIN: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    type(None): lambda _cell: "null",
    bool: lambda cell: "true" if cell else "false",
    int: str,
    Decimal: lambda cell: f'"{cell}"',
    date: lambda cell: f'"{cell.isoformat()}"',
    datetime: lambda cell: f'"{cell.astimezone(HERE).isoformat(timespec="seconds")}"',
}
