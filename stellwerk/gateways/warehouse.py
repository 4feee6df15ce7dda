"""The warehouse: one day of coverage as Parquet, opened by an engine, replaced as a whole."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

import ibis.expr.types as ir

from stellwerk.gateways.warehouse_engines import Engine, Rows
from stellwerk.gateways.warehouse_store import CURRENT, Store

ANSWERS = 512  # so many answers are kept; a snapshot never changes, so they stay true
COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Piece:
    """What belongs to one district.

    fingerprint  changes when its facts do
    counted      changes when its cubes have to be counted anew
    origin       database, or import for what a file of the whole country brought
    files        table → file
    """

    district: str
    fingerprint: str
    origin: str
    rows: int
    files: Mapping[str, str]
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot consists of.

    day     the day its cubes count
    at      when it was written
    tables  files that are not by district
    """

    day: date
    at: datetime
    is_example: bool
    pieces: tuple[Piece, ...]
    tables: Mapping[str, str]
    before: frozenset[str] = field(default=frozenset())  # files of the snapshot before, which may be in use

    @property
    def rows(self) -> int:
        return sum(piece.rows for piece in self.pieces)

    @property
    def files(self) -> frozenset[str]:
        return frozenset(self.tables.values()) | {file for it in self.pieces for file in it.files.values()}

    def text(self) -> str:
        content = asdict(self) | {"rows": self.rows, "before": sorted(self.before)}
        content |= {"day": self.day.isoformat(), "at": self.at.isoformat()}
        return json.dumps(content, ensure_ascii=False, indent=1)


def read_manifest(text: str) -> Manifest:
    content = json.loads(text)
    content.pop("rows")
    return Manifest(
        **content
        | {
            "day": date.fromisoformat(content["day"]),
            "at": datetime.fromisoformat(content["at"]),
            "pieces": tuple(Piece(**piece) for piece in content["pieces"]),
            "before": frozenset(content["before"]),
        }
    )


def current(store: Store) -> Manifest | None:
    """Return the manifest of the snapshot in force; None where there is none yet."""
    text = store.read(CURRENT)
    return _read_once(text) if text else None


def switch(store: Store, manifest: Manifest) -> None:
    """Let this snapshot be in force from now on; remove files that neither it nor the one before needs."""
    store.replace(CURRENT, manifest.text())
    store.remove_all_but("files", set(manifest.files | manifest.before))


@lru_cache(maxsize=4)
def _read_once(text: str) -> Manifest:
    # It is asked for with each figure, and may name thousands of files.
    return read_manifest(text)


class Warehouse:
    """A snapshot, opened. Answers are kept: a snapshot never changes."""

    def __init__(self, store: Store, manifest: Manifest, engine: Engine) -> None:
        self.manifest = manifest
        self.engine = engine
        self._made: OrderedDict[object, Any] = OrderedDict()
        self._lock = Lock()
        coverage = [store.address(piece.files[COVERAGE]) for piece in manifest.pieces]
        engine.bind(COVERAGE, coverage, base=store.address(f"files/{COVERAGE}"))
        for name, file in manifest.tables.items():
            engine.bind(name, [store.address(file)], base="")

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Return what was made for a key before, or make it: it stays true as long as the snapshot."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > ANSWERS:
                self._made.popitem(last=False)
        return made

    def rows(self, expression: ir.Table) -> Rows:
        """Return the rows of an expression over the tables of the snapshot."""
        return self.engine.rows(self.engine.sql(expression))

    def forget(self) -> None:
        """Forget the answers, so that the next question is really asked (for measuring)."""
        with self._lock:
            self._made.clear()
