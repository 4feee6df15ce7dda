"""Facts held while a snapshot is built: read once, numbers for keys and words (ENUM), found by district.

DuckDB sorts and groups such numbers several times as fast as text, and finds a district among millions of
facts in no time, however they lay in their file.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from stellwerk.gateways.warehouse_engines import quoted
from stellwerk.gateways.warehouse_tables import (
    CHANNELS,
    CONFIDENCES,
    FACT_COLUMNS,
    LEVELS,
    SCHEMAS,
    SOURCES,
    STATES,
)

TYPES = {"string": "VARCHAR", "date": "DATE", "int64": "BIGINT", "int16": "SMALLINT"}
KEYS = {"municipality": "ags", "service": "service_key"}
WORDS = {
    "state": STATES,
    "channel": CHANNELS,
    "source": SOURCES,
    "confidence": CONFIDENCES,
    "maturity_model": ("", *LEVELS),
}
KNOWN = {name: f"known_{name}" for name in (*KEYS.values(), *WORDS)}  # columns that are numbers with names
_COLUMNS = {name: TYPES[kind] for name, kind in FACT_COLUMNS.items()} | KNOWN
FACTS = ", ".join(f"{name}::{_COLUMNS[name]} AS {name}" for name in FACT_COLUMNS)
FACTS += ", district_key::known_district_key AS district_key"
TABLE = "held.facts"
INCOMPLETE = "ags IS NULL OR service_key IS NULL OR state IS NULL"


class FactError(ValueError):
    """A fact cannot be what it says."""


class Held:
    """All facts of a file. ``rows`` says how many each district has, in the order of their keys.

    source  what DuckDB reads them from, a FROM clause; with their ``district_key``

    FactError: a key is unknown, a word means nothing, or a day is none.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: Path, source: str) -> None:
        run = connection.execute
        run(f"ATTACH {quoted(str(file))} AS held")
        run("SET preserve_insertion_order = false")
        try:
            run(f"CREATE TABLE {TABLE} AS SELECT {FACTS} FROM {source}")
        except duckdb.ConversionException as wrong:
            raise FactError from wrong
        finally:
            run("RESET preserve_insertion_order")
        if run(f"SELECT count(*) FROM {TABLE} WHERE {INCOMPLETE}").fetchall()[0][0]:
            raise FactError
        each = f"SELECT district_key, count(*) FROM {TABLE} GROUP BY 1 ORDER BY 1"
        self.rows: Mapping[str, int] = dict(run(each).fetchall())

    def of(self, districts: Sequence[str]) -> str:
        """Return the FROM clause for the facts of some districts."""
        return f"(SELECT * FROM {TABLE} WHERE district_key IN ({words_of(districts)}))"


def columns_of(name: str, columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the columns of a table with DuckDB's types."""
    return {column: TYPES[kind] for column, kind in (columns or SCHEMAS[name]).items()}


def words_of(words: Sequence[str]) -> str:
    """Return texts as a list of SQL."""
    return ", ".join(map(quoted, words))
