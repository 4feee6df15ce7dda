"""Writes a snapshot: one file of facts for each district, and the cubes that are counted from it once.

Several districts are read, sorted and counted at once, in as many lanes as there are threads; each is then
written to files of its own. While they are here, keys are numbers with names (ENUM), which DuckDB sorts and
groups several times as fast as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow

from stellwerk.gateways.warehouse import COVERAGE, Manifest, Piece
from stellwerk.gateways.warehouse_engines import HIVE, Limits, connect, file_list, quoted
from stellwerk.gateways.warehouse_held import KEYS, KNOWN, WORDS, Held, columns_of, words_of
from stellwerk.gateways.warehouse_lane import Files, Lane, Questions, Source
from stellwerk.gateways.warehouse_store import Store
from stellwerk.gateways.warehouse_tables import CUBES, FACT_COLUMNS, SCHEMAS

GROUPS = ("land", "district_key", "region", "size_class")
AT_ONCE = 500_000  # facts that a lane counts together: more need memory, fewer need time


@dataclass(frozen=True, slots=True)
class Counting:
    """How cubes are counted from cells and steps, and these from facts: simple ones, and those that meet."""

    cells: tuple[ir.Table, ir.Table]
    steps: tuple[ir.Table, ir.Table]
    cubes: Mapping[str, ir.Table]
    total: ir.Table


class Builder:
    """Writes the files of a snapshot in a folder of its own, and hands the finished ones to the store."""

    def __init__(self, store: Store, staging: Path, counting: Counting, limits: Limits) -> None:
        self._store = store
        self.staging = staging
        self._files = Files(store, staging)
        self._connection = connect(limits)
        self._threads = limits.threads
        self._lanes: list[Lane] = []
        self._questions = Questions(
            cells=tuple(map(_sql, counting.cells)),
            steps=tuple(map(_sql, counting.steps)),
            cubes={name: _typed(name, _sql(cube)) for name, cube in counting.cubes.items()},
        )
        self._total = _typed("cube_total", _sql(counting.total))
        self._hashes: list[str] = []
        for name, words in WORDS.items():
            self._connection.execute(f"CREATE TYPE {KNOWN[name]} AS ENUM ({words_of(words)})")

    def table(self, name: str, rows: Iterable[Sequence[Any]]) -> str:
        """Write a table that is not by district, and know it from here on; return its file."""
        columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMAS[name])
        self._connection.register(
            "rows", pyarrow.Table.from_arrays(list(map(pyarrow.array, columns)), list(SCHEMAS[name]))
        )
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_typed(name, 'SELECT * FROM rows')}")
        self._connection.unregister("rows")
        file = self._write(f"SELECT * FROM {name} ORDER BY 1", name)
        if name in KEYS:
            self._know(name, KEYS[name])
        return file

    def fingerprint(self) -> str:
        """Return what changes when places or services do."""
        return "-".join(self._hashes)

    def hold(self, source: str) -> Held:
        """Read facts once, to take them district by district; see ``Held``."""
        return Held(self._connection, self.staging / "held.duckdb", source)

    def districts(self, sources: Sequence[Source], *, origin: str, counted: str) -> list[Piece]:
        """Write districts, and what is counted of them, from several sources at once.

        FactError: as with ``hold``, or a fact is said twice.
        """
        at_once = min(self._threads, len(sources)) or 1
        lanes: SimpleQueue[Lane] = SimpleQueue()
        for number in range(at_once):
            lanes.put(self._lane(number))

        def written(source: Source) -> list[Piece]:
            lane = lanes.get()
            try:
                return lane.districts(source, origin, counted, writers=self._threads // at_once)
            finally:
                lanes.put(lane)

        with ThreadPoolExecutor(at_once) as threads:
            return [piece for pieces in threads.map(written, sources) for piece in pieces]

    def together(self, pieces: Sequence[Piece]) -> dict[str, str]:
        """Put the cubes of all districts into one file each, and count the total."""
        found = {}
        for name in CUBES:
            parts = file_list([self._store.address(piece.files[name]) for piece in pieces])
            query = f"SELECT * FROM read_parquet({parts})"
            found[name] = self._write(query, name)
        by_service = quoted(self._store.address(found["cube_service"]))
        self._connection.execute(
            f"CREATE OR REPLACE VIEW cube_service AS SELECT * FROM read_parquet({by_service})"
        )
        query = f"SELECT * FROM ({self._total}) ORDER BY service_key"
        return found | {"cube_total": self._write(query, "cube_total")}

    def facts_of(self, pieces: Sequence[Piece]) -> str:
        """Return the FROM clause for the facts of districts that are written already."""
        files = file_list([self._store.address(piece.files[COVERAGE]) for piece in pieces])
        return f"read_parquet({files}, {HIVE})"

    def close(self) -> None:
        for lane in self._lanes:
            lane.close()
        self._connection.close()

    def _write(self, query: str, name: str) -> str:
        return self._files.write(self._connection, query, f"files/{name}-*.parquet")

    def _lane(self, number: int) -> Lane:
        """Return a lane; it is laid when it is needed for the first time."""
        while len(self._lanes) <= number:
            self._lanes.append(Lane(self._connection, len(self._lanes), self._questions, self._files))
        return self._lanes[number]

    def _know(self, name: str, key: str) -> None:
        """Let the keys of a table, and of what its rows lie in, be numbers with names from here on."""
        sums = f"SELECT coalesce(sum(hash(t)), 0) FROM {name} t"
        self._hashes.append(str(self._connection.execute(sums).fetchall()[0][0]))
        for column in (key, *(it for it in GROUPS if it in SCHEMAS[name])):
            values = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL ORDER BY 1"
            self._connection.execute(f"CREATE TYPE known_{column} AS ENUM ({values})")
            self._connection.execute(f"ALTER TABLE {name} ALTER {column} TYPE known_{column}")


def batches(sizes: Mapping[str, int], most: int = AT_ONCE) -> list[list[str]]:
    """Return districts in the same order, put together so that few have more than ``most`` facts."""
    found: list[list[str]] = []
    room = 0
    for district, size in sizes.items():
        if not found or size > room:
            found.append([])
            room = most
        found[-1].append(district)
        room -= size
    return found


def csv_source(file: Path) -> str:
    """Return the FROM clause for facts, each with its district, that PostgreSQL has copied out."""
    columns = ", ".join(
        f"{quoted(name)}: {quoted(kind)}"
        for name, kind in columns_of("", FACT_COLUMNS | {"district_key": "string"}).items()
    )
    dialect = (
        """auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '\\N'"""
    )
    return f"read_csv({quoted(str(file))}, {dialect}, columns = {{{columns}}})"


def manifest_of(old: Manifest | None, **parts: Any) -> Manifest:
    """Return the manifest that follows an old one, whose files may still be in use."""
    return Manifest(**parts, before=old.files if old else frozenset())


@contextmanager
def building(store: Store, counting: Counting, limits: Limits) -> Any:
    """Lend a builder; what it has not handed over when it ends in an error is gone."""
    with store.staging() as folder:
        builder = Builder(store, folder, counting, limits)
        try:
            yield builder
        finally:
            builder.close()


def _sql(expression: ir.Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _typed(name: str, sql: str) -> str:
    columns = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in columns_of(name).items())
    return f"SELECT {columns} FROM ({sql})"
