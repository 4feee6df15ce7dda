"""Writes a snapshot: one file of facts for each district, and the cubes that are counted from it once."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from stellwerk.gateways.warehouse import COVERAGE, Manifest, Piece
from stellwerk.gateways.warehouse_engines import Limits, connect, file_list, quoted
from stellwerk.gateways.warehouse_store import Store
from stellwerk.gateways.warehouse_tables import CUBES, FACT_COLUMNS, SCHEMAS

TYPES = {"string": "VARCHAR", "date": "DATE", "int64": "BIGINT", "int16": "SMALLINT"}
ROW_GROUP = 20_480  # small enough that a few services need little of a district
PARQUET = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
IS_PLAIN = """
SELECT count(*) = count(DISTINCT hash(ags, service_key)) AND count(valid_to) = 0 FROM coverage
"""


@dataclass(frozen=True, slots=True)
class Counting:
    """How the cubes of a district are counted; with a shorter way where each cell has one fact that stays."""

    cubes: Mapping[str, ir.Table]
    plain: Mapping[str, ir.Table]


class Builder:
    """Writes the files of a snapshot in a folder of its own, and hands the finished ones to the store."""

    def __init__(self, store: Store, staging: Path, counting: Counting, limits: Limits) -> None:
        self._store = store
        self.staging = staging
        self._connection = connect(limits)
        self._sql = [
            {name: str(ibis.to_sql(expression, dialect="duckdb")) for name, expression in them.items()}
            for them in (counting.cubes, counting.plain)
        ]

    def table(self, name: str, rows: Iterable[Sequence[Any]]) -> str:
        """Write a table that is not by district, and know it from here on; return its file."""
        columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMAS[name])
        self._connection.register(
            "rows", pyarrow.Table.from_arrays(list(map(pyarrow.array, columns)), list(SCHEMAS[name]))
        )
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_typed(name, 'SELECT * FROM rows')}")
        self._connection.unregister("rows")
        return self._write(
            self._connection, f"SELECT * FROM {name} ORDER BY 1", f"files/{name}-{_new()}.parquet"
        )

    def fingerprint(self) -> str:
        """Return what changes when places or services do."""
        hashes = [f"(SELECT coalesce(sum(hash(t)), 0) FROM {name} t)" for name in ("municipality", "service")]
        return "-".join(
            str(one) for one in self._connection.execute(f"SELECT {', '.join(hashes)}").fetchall()[0]
        )

    def district(self, district: str, source: str, *, fingerprint: str, origin: str) -> Piece:
        """Write one district. ``source`` is what DuckDB reads its facts from, a FROM clause."""
        land = district[:2]
        with self._connection.cursor() as cursor:
            columns = ", ".join(
                f"{name}::{kind} AS {name}" for name, kind in columns_of("", FACT_COLUMNS).items()
            )
            cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE coverage AS SELECT {columns}, {quoted(land)} AS land, "
                f"{quoted(district)} AS district_key FROM {source} "
                "ORDER BY service_key, ags, channel, valid_from"
            )
            rows, is_plain = cursor.execute(f"SELECT count(*), ({IS_PLAIN}) FROM coverage").fetchall()[0]
            folder = f"files/{COVERAGE}/land={land}/district_key={district}"
            facts = "SELECT * EXCLUDE (land, district_key) FROM coverage"
            files = {COVERAGE: self._write(cursor, facts, f"{folder}/{_new()}.parquet")}
            for name, sql in self._sql[bool(is_plain)].items():
                files[name] = self._write(
                    cursor, _typed(name, sql), f"files/pieces/{district}-{name}-{_new()}.parquet"
                )
            cursor.execute("DROP TABLE coverage")
        return Piece(district, fingerprint, origin, rows, files)

    def together(self, pieces: Sequence[Piece]) -> dict[str, str]:
        """Put the cubes of all districts into one file each."""
        found = {}
        for name in CUBES:
            parts = file_list([self._store.address(piece.files[name]) for piece in pieces])
            order = "ORDER BY district_key, service_key" if name == "cube_service" else ""
            query = f"SELECT * FROM read_parquet({parts}) {order}"
            found[name] = self._write(self._connection, query, f"files/{name}-{_new()}.parquet")
        return found

    def close(self) -> None:
        self._connection.close()

    def _write(self, connection: duckdb.DuckDBPyConnection, query: str, name: str) -> str:
        draft = self.staging / f"{_new()}.parquet"
        connection.execute(f"COPY ({query}) TO {quoted(str(draft))} ({PARQUET})")
        self._store.put(draft, name)
        return name


def columns_of(name: str, columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the columns of a table with DuckDB's types."""
    return {column: TYPES[kind] for column, kind in (columns or SCHEMAS[name]).items()}


def csv_source(file: Path) -> str:
    """Return the FROM clause for facts that PostgreSQL has copied out."""
    columns = ", ".join(
        f"{quoted(name)}: {quoted(kind)}" for name, kind in columns_of("", FACT_COLUMNS).items()
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


def _typed(name: str, sql: str) -> str:
    columns = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in columns_of(name).items())
    return f"SELECT {columns} FROM ({sql})"


def _new() -> str:
    return uuid.uuid4().hex
