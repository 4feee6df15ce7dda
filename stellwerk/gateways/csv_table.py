"""A CSV file as people save it: any of four encodings, any of three separators; rows keep their number."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

LARGEST_MB = 50
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ";,\t"


def N_(text: str) -> str:  # noqa: N802  (the habitual name of the marker for translation)
    """Mark a German sentence for translation; gateways do not import the law."""
    return text


class MalformedTable(ValueError):  # noqa: N818  (the file is malformed; it is not an error of ours)
    """The file is no such table; it carries what ``Refused`` takes, so that an action can pass it on."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` counts as a spreadsheet does, the head is row 1."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file read: its name, the columns in their order, and the rows that are not empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(source: Path | bytes, *, name: str = "", aliases: Mapping[str, str] | None = None) -> Table:
    """Read a table whole.

    source   the file, or what is in it
    name     how it is called in messages; without one the name of the file
    aliases  other headings (in small letters) for a column

    MalformedTable: too large, no text, without a head, or a row does not fit the head; the row is named.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    lines = csv.reader(io.StringIO(text := _text(source, name), newline=""), delimiter=_separator(text))
    try:
        head = tuple((aliases or {}).get(cell.strip().lower(), cell.strip()) for cell in next(lines, []))
        _require_head(head, name)
        rows = tuple(_rows(lines, head, name))
    except csv.Error as fault:
        raise MalformedTable(
            N_("%(file)s ist beschädigt (%(what)s). Bitte speichern Sie die Datei neu als CSV."),
            file=name,
            what=str(fault),
        ) from fault
    return Table(name, head, rows)


def _rows(lines: Iterable[list[str]], head: tuple[str, ...], name: str) -> Iterable[Row]:
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            raise MalformedTable(
                N_(
                    "%(file)s, Zeile %(row)s hat mehr Spalten als die Kopfzeile. "
                    "Bitte setzen Sie Zellen, die ein Trennzeichen enthalten, in Anführungszeichen."
                ),
                file=name,
                row=str(number),
            )
        yield Row(number, {column: cell.strip() for column, cell in zip(head, cells, strict=False)})


def _require_head(head: tuple[str, ...], name: str) -> None:
    named = [column for column in head if column]
    if not named or len(set(named)) < len(named):
        raise MalformedTable(
            N_(
                "%(file)s hat keine Kopfzeile, in der jede Spalte einen eigenen Namen hat. "
                "Bitte ergänzen Sie die Kopfzeile."
            ),
            file=name,
        )


def _text(source: Path | bytes, name: str) -> str:
    """Return the text, whatever it is encoded in: UTF-8 or UTF-16 with its mark, UTF-8, Windows-1252."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST_MB * 1_000_000:
        raise MalformedTable(
            N_("%(file)s ist größer als %(limit)s MB. Bitte teilen Sie die Datei auf."),
            file=name,
            limit=str(LARGEST_MB),
        )
    raw = source if isinstance(source, bytes) else source.read_bytes()
    marked = next((encoding for mark, encoding in ENCODINGS if raw.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise MalformedTable(
        N_("%(file)s ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV (UTF-8)."), file=name
    )


def _separator(text: str) -> str:
    """Return the separator the head uses most."""
    head = text.partition("\n")[0]
    return max(SEPARATORS, key=head.count)
