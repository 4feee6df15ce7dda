"""The files of open data: what tables look like, written row by row, and a version placed at once."""

import csv
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

Cell = str | int | date | None
Row = Sequence[Cell]
DRAFT = ".draft-"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    """Yield a folder to write into that vanishes again; ``place`` makes it the version.

    One at a time: what lies beside it is of an attempt that was killed, and goes.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = Path(mkdtemp(prefix=DRAFT, dir=target.parent))
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


def write(table: Table, rows: Iterable[Row], folder: Path) -> int:
    """Write the rows as CSV and return how many they were."""
    count = 0
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(table.head)
        for row in rows:
            lines.writerow(as_text(row))
            count += 1
    return count


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
