"""Writes a snapshot: one file of facts for each district, and the cubes that are counted from it once.

Several districts are read, sorted and counted at once; each is then written to files of its own. While they
are here, keys are numbers with names (ENUM), which DuckDB sorts and groups several times as fast as text.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from stellwerk.gateways.warehouse import COVERAGE, Manifest, Piece
from stellwerk.gateways.warehouse_engines import HIVE, Limits, connect, file_list, quoted
from stellwerk.gateways.warehouse_held import FACTS, KEYS, KNOWN, WORDS, FactError, Held, columns_of, words_of
from stellwerk.gateways.warehouse_store import Store
from stellwerk.gateways.warehouse_tables import CELL, CUBES, FACT_COLUMNS, SCHEMAS

GROUPS = ("land", "district_key", "region", "size_class")
ROW_GROUP = 20_480  # small enough that a few services need little of a district
PARQUET = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
AT_ONCE = 1_000_000  # facts that are counted together: more need memory, fewer need time
# Facts of which two meet in a cell, by several channels or by days that overlap. They lie in order.
KNOTS = """
CREATE OR REPLACE TABLE knot AS SELECT DISTINCT ags, service_key FROM (
    SELECT ags, service_key, ags = lag(ags) OVER () AND service_key = lag(service_key) OVER ()
        AND (channel <> lag(channel) OVER () OR coalesce(lag(valid_to) OVER () > valid_from, true)) AS meets
    FROM coverage
) WHERE meets
"""
# Facts that are said twice meet, too: only few have to be compared.
DOUBLES = "SELECT count(*) - count(DISTINCT (ags, service_key, channel, valid_from)) FROM knotted"


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
        self._connection = connect(limits)
        self._threads = limits.threads
        self._cells, self._steps = (tuple(map(_sql, both)) for both in (counting.cells, counting.steps))
        self._cubes = {name: _typed(name, _sql(expression)) for name, expression in counting.cubes.items()}
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
        file = self._write(
            self._connection, f"SELECT * FROM {name} ORDER BY 1", f"files/{name}-{_new()}.parquet"
        )
        if name in KEYS:
            self._know(name, KEYS[name])
        return file

    def fingerprint(self) -> str:
        """Return what changes when places or services do."""
        return "-".join(self._hashes)

    def hold(self, source: str) -> Held:
        """Read facts once, to take them district by district; see ``Held``."""
        return Held(self._connection, self.staging / "held.duckdb", source)

    def districts(
        self, source: str, fingerprints: Mapping[str, str], *, origin: str, counted: str
    ) -> list[Piece]:
        """Write some districts, and what is counted of them.

        source        what DuckDB reads their facts from, a FROM clause; with their ``district_key``
        fingerprints  by district, also of those without a fact

        FactError: as with ``hold``, or a fact is said twice.
        """
        try:
            rows = self._sort(source)
        except duckdb.ConversionException as wrong:
            raise FactError from wrong
        self._count()

        def written(district: str) -> Piece:
            files = self._write_district(district)
            return Piece(district, fingerprints[district], origin, rows.get(district, 0), files, counted)

        with ThreadPoolExecutor(self._threads) as threads:
            return list(threads.map(written, fingerprints))

    def together(self, pieces: Sequence[Piece]) -> dict[str, str]:
        """Put the cubes of all districts into one file each, and count the total."""
        found = {}
        for name in CUBES:
            parts = file_list([self._store.address(piece.files[name]) for piece in pieces])
            query = f"SELECT * FROM read_parquet({parts})"
            found[name] = self._write(self._connection, query, f"files/{name}-{_new()}.parquet")
        by_service = quoted(self._store.address(found["cube_service"]))
        self._connection.execute(
            f"CREATE OR REPLACE VIEW cube_service AS SELECT * FROM read_parquet({by_service})"
        )
        query = f"SELECT * FROM ({self._total}) ORDER BY service_key"
        return found | {
            "cube_total": self._write(self._connection, query, f"files/cube_total-{_new()}.parquet")
        }

    def facts_of(self, pieces: Sequence[Piece]) -> str:
        """Return the FROM clause for the facts of districts that are written already."""
        files = file_list([self._store.address(piece.files[COVERAGE]) for piece in pieces])
        return f"read_parquet({files}, {HIVE})"

    def close(self) -> None:
        self._connection.close()

    def _know(self, name: str, key: str) -> None:
        """Let the keys of a table, and of what its rows lie in, be numbers with names from here on."""
        sums = f"SELECT coalesce(sum(hash(t)), 0) FROM {name} t"
        self._hashes.append(str(self._connection.execute(sums).fetchall()[0][0]))
        for column in (key, *(it for it in GROUPS if it in SCHEMAS[name])):
            values = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL ORDER BY 1"
            self._connection.execute(f"CREATE TYPE known_{column} AS ENUM ({values})")
            self._connection.execute(f"ALTER TABLE {name} ALTER {column} TYPE known_{column}")

    def _sort(self, source: str) -> Mapping[str, int]:
        """Read facts and bring them in order; return how many each district has."""
        self._connection.execute(
            f"CREATE OR REPLACE TABLE coverage AS SELECT {FACTS} FROM {source} "
            "ORDER BY district_key, service_key, ags, channel, valid_from"
        )
        each = "SELECT district_key, count(*) FROM coverage GROUP BY 1"
        return dict(self._connection.execute(each).fetchall())

    def _count(self) -> None:
        """Count the cubes of what is sorted; cells in which facts meet need more, the others go straight."""
        run = self._connection.execute
        knots = run(KNOTS).fetchall()[0][0]
        others = "ANTI JOIN knot USING (ags, service_key)" if knots else ""
        run(f"CREATE OR REPLACE VIEW simple AS FROM coverage {others}")
        run("CREATE OR REPLACE VIEW knotted AS FROM coverage SEMI JOIN knot USING (ags, service_key)")
        if knots and run(DOUBLES).fetchall()[0][0]:
            raise FactError
        cells, steps = (
            " UNION ALL ".join(both if knots else both[:1]) for both in (self._cells, self._steps)
        )
        columns = ", ".join(f'"{name}"{_narrow(name, kind)}' for name, kind in CELL.items())
        run(f"CREATE OR REPLACE TABLE cell AS SELECT {columns} FROM ({cells})")
        run(f"CREATE OR REPLACE VIEW step AS {steps}")
        for name, sql in self._cubes.items():
            run(f"CREATE OR REPLACE TABLE new_{name} AS {sql}")

    def _write_district(self, district: str) -> dict[str, str]:
        of = f"district_key = {quoted(district)}"
        facts = f"SELECT * EXCLUDE district_key FROM coverage WHERE {of}"
        folder = f"files/{COVERAGE}/land={district[:2]}/district_key={district}"
        with self._connection.cursor() as cursor:
            files = {COVERAGE: self._write(cursor, facts, f"{folder}/{_new()}.parquet")}
            for name, order in CUBES.items():
                query = f"SELECT * FROM new_{name} WHERE {of} ORDER BY {order}"
                files[name] = self._write(cursor, query, f"files/pieces/{district}-{name}-{_new()}.parquet")
        return files

    def _write(self, connection: duckdb.DuckDBPyConnection, query: str, name: str) -> str:
        draft = self.staging / f"{_new()}.parquet"
        connection.execute(f"COPY ({query}) TO {quoted(str(draft))} ({PARQUET})")
        self._store.put(draft, name)
        return name


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


def _narrow(name: str, kind: str) -> str:
    """Return the cast that lets millions of cells be small."""
    return "" if kind != "int64" else f'::{"SMALLINT" if name.endswith("number") else "INTEGER"} AS "{name}"'


def _new() -> str:
    return uuid.uuid4().hex
