"""The engines that count: DuckDB on this machine, or a Spark cluster. Both read the same Parquet files."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import duckdb
import ibis
import ibis.expr.types as ir

Rows = list[tuple[Any, ...]]
HIVE = "hive_partitioning = true, hive_types = {'land': VARCHAR, 'district_key': VARCHAR}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What counting may use of this machine."""

    threads: int = 2
    memory_mb: int = 800
    spill: str = ""  # folder for what does not fit; empty for DuckDB's own choice


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
        if any("://" in file for file in files):
            self._connection.execute("LOAD httpfs")
        hive = f", {HIVE}" if base else ""
        query = f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({file_list(files)}{hive})"
        self._connection.execute(query)

    def sql(self, expression: ir.Table) -> str:
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def rows(self, sql: str) -> Rows:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def close(self) -> None:
        self._connection.close()


class Spark:
    """A Spark cluster; the session of this process is its driver."""

    def __init__(self, master: str, settings: Sequence[tuple[str, str]] = ()) -> None:
        # Only an installation that counts on a cluster has pyspark.
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master).appName("stellwerk")
        fixed = [
            ("spark.ui.enabled", "false"),
            ("spark.sql.session.timeZone", "Europe/Berlin"),
            # District 08115 is text; a number would lose its zero.
            ("spark.sql.sources.partitionColumnTypeInference.enabled", "false"),
        ]
        for name, value in [*fixed, *settings]:
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._lock = Lock()

    def bind(self, name: str, files: Sequence[str], *, base: str) -> None:
        reader = self._session.read
        if base:
            reader = reader.option("basePath", base)
        reader.parquet(*files).createOrReplaceTempView(name)

    def sql(self, expression: ir.Table) -> str:
        with self._lock, warnings.catch_warnings():
            # Ibis loads parts of PySpark that warn about pandas 3; nothing here goes through pandas.
            warnings.simplefilter("ignore", FutureWarning)
            return str(ibis.to_sql(expression, dialect="pyspark"))

    def rows(self, sql: str) -> Rows:
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def close(self) -> None:
        self._session.stop()
