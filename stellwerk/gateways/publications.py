"""The files of open data: tables written row by row as CSV, JSON and Parquet, a version placed at once."""

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
from pyarrow import parquet

Cell = str | int | date | None
Row = Sequence[Cell]
ARROW = {"string": pa.string(), "date": pa.date32(), "integer": pa.int32(), "number": pa.float64()}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Column:
    """type is one of Frictionless' (string, date, integer, number); ``about`` is German."""

    name: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """The first ``key`` columns name a row, and rows are sorted by them."""

    name: str
    key: int
    columns: tuple[Column, ...]

    @property
    def head(self) -> list[str]:
        return [column.name for column in self.columns]


def folder_of(root: Path, dataset: str, version: int) -> Path:
    return root / dataset / f"v{version}"


@contextmanager
def new_version(target: Path) -> Iterator[Path]:
    """Yield a folder to write into that vanishes again; ``place`` makes it the version."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=".draft-", dir=target.parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def place(draft: Path, target: Path) -> None:
    """Make the draft the version in one step; what an attempt that was never committed left goes first."""
    for file in draft.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    draft.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def write(table: Table, rows: Iterable[Row], folder: Path, *, kinds: Sequence[str] = ("csv",)) -> int:
    """Write the rows once in each kind (csv, json, parquet) and return how many they were."""
    count = 0
    source = iter(rows)
    with ExitStack() as open_files:
        targets = [open_files.enter_context(WRITERS[kind](table, folder)) for kind in kinds]
        while batch := list(islice(source, BATCH)):
            for target in targets:
                target(batch)
            count += len(batch)
    return count


def read(table: Table, folder: Path) -> Iterator[list[str]]:
    """Yield the rows of a table of an earlier version as its CSV has them; none where there is none."""
    path = folder / f"{table.name}.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines, None)
        yield from lines


def as_text(row: Row) -> list[str]:
    """Return the row as the CSV has it; what a spreadsheet would take for a formula is quoted."""
    return [_text(cell) for cell in row]


def fingerprints(folder: Path) -> dict[str, dict[str, str | int]]:
    """Return checksum and size of every file, by name."""
    found: dict[str, dict[str, str | int]] = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[path.name] = {"sha256": digest, "size": path.stat().st_size}
    return found


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


Target = Callable[[Sequence[Row]], Any]


@contextmanager
def _csv(table: Table, folder: Path) -> Iterator[Target]:
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(table.head)
        yield lambda batch: lines.writerows(as_text(row) for row in batch)


@contextmanager
def _json(table: Table, folder: Path) -> Iterator[Target]:
    """Write one JSON list with a row a line, so that it can be read whole or line by line."""
    head, is_first = table.head, True
    text = json.JSONEncoder(ensure_ascii=False, default=str).encode  # json.dump would write sign by sign
    with (folder / f"{table.name}.json").open("w", encoding="utf-8") as file:
        file.write("[")

        def add(batch: Sequence[Row]) -> None:
            nonlocal is_first
            for row in batch:
                file.write("\n" if is_first else ",\n")
                file.write(text(dict(zip(head, row, strict=True))))
                is_first = False

        yield add
        file.write("\n]\n")


@contextmanager
def _parquet(table: Table, folder: Path) -> Iterator[Target]:
    shape = pa.schema([(column.name, ARROW[column.type]) for column in table.columns])
    path = folder / f"{table.name}.parquet"
    with parquet.ParquetWriter(path, shape, compression="zstd") as file:
        yield lambda batch: file.write_table(_arrow(batch, shape))


def _arrow(batch: Sequence[Row], shape: pa.Schema) -> pa.Table:
    columns = zip(*batch, strict=True)
    return pa.table([pa.array(cells, kind) for cells, kind in zip(columns, shape.types, strict=True)], shape)


WRITERS = {"csv": _csv, "json": _json, "parquet": _parquet}
