"""Counting on a Spark cluster: only an installation that does so has PySpark, and loads this module."""

import warnings
from collections.abc import Sequence
from threading import Lock

import ibis
import ibis.expr.types as ir
from pyspark.sql import SparkSession

from stellwerk.gateways.warehouse_engines import Rows


class Spark:
    """A Spark cluster; the session of this process is its driver."""

    def __init__(self, master: str, settings: Sequence[tuple[str, str]] = ()) -> None:
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
