"""The engines that count: DuckDB on this machine, or a Spark cluster. Both read the same Parquet files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

Rows = list[tuple[Any, ...]]
HIVE = "hive_partitioning = true, hive_types = {'land': VARCHAR, 'district_key': VARCHAR}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What counting may use.

    spill   folder for what does not fit; empty for DuckDB's own choice
    remote  object storage that is read as well, as DuckDB takes it; None where all files lie on this machine
    """

    threads: int = 2
    memory_mb: int = 800
    spill: str = ""
    remote: Any = None


class Engine(Protocol):
    def bind(self, name: str, files: Sequence[str], *, base: str) -> None:
        """Let a table be these files; ``base`` is the folder above land=…/district_key=…, or empty."""

    def sql(self, expression: ir.Table) -> str:
        """Return the expression in the language of the engine."""

    def rows(self, sql: str) -> Rows: ...

    def close(self) -> None: ...


def connect(limits: Limits) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that keeps to its limits and neither fetches nor loads anything by itself."""
    config: dict[str, Any] = {
        "threads": limits.threads,
        "memory_limit": f"{limits.memory_mb}MB",
        "autoinstall_known_extensions": False,
    }
    if limits.spill:
        config["temp_directory"] = limits.spill
    connection = duckdb.connect(config=config)
    connection.execute("SET parquet_metadata_cache = true")
    if limits.remote:
        connection.register_filesystem(limits.remote)
    return connection


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def file_list(files: Sequence[str]) -> str:
    return "[" + ", ".join(quoted(file) for file in files) + "]"


class DuckDB:
    """DuckDB in this process. Each question gets a cursor of its own, so that threads do not wait."""

    def __init__(self, limits: Limits) -> None:
        self._connection = connect(limits)

    def bind(self, name: str, files: Sequence[str], *, base: str) -> None:
        hive = f", {HIVE}" if base else ""
        query = f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({file_list(files)}{hive})"
        self._connection.execute(query)

    def sql(self, expression: ir.Table) -> str:
        # DuckDB sums into 128 bits, and hands them over seven times as slowly; and a day and a month make a
        # timestamp. Ibis takes both for what they were, and leaves a cast out.
        kinds = {name: _cast(kind) for name, kind in expression.schema().items()}
        columns = ", ".join(f'"{name}"{cast} AS "{name}"' for name, cast in kinds.items())
        return f"SELECT {columns} FROM ({ibis.to_sql(expression, dialect='duckdb')})"

    def rows(self, sql: str) -> Rows:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def close(self) -> None:
        self._connection.close()


def _cast(kind: dt.DataType) -> str:
    if kind.is_integer():
        return "::BIGINT"
    return "::DATE" if kind.is_date() else ""
