"""One lane of a build: takes some districts at a time, brings their facts in order, counts and writes them.

Lanes work beside each other, each with tables of its own in memory: DuckDB sorts and counts with several
threads, but between two steps of one lane they would wait for each other.
"""

import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from stellwerk.gateways.warehouse import COVERAGE, Piece
from stellwerk.gateways.warehouse_engines import quoted
from stellwerk.gateways.warehouse_held import FACTS, INCOMPLETE, FactError
from stellwerk.gateways.warehouse_store import Store
from stellwerk.gateways.warehouse_tables import CELL, CUBES

ROW_GROUP = 20_480  # small enough that a few services need little of a district
PARQUET = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
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
class Source:
    """Where the facts of some districts are read from.

    facts         what DuckDB reads, a FROM clause; each fact with its ``district_key``
    fingerprints  what tells these facts from others, by district, also of those without a fact
    """

    facts: str
    fingerprints: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Questions:
    """SQL that counts: cells and steps, of simple facts and of those that meet; and cubes of them."""

    cells: tuple[str, ...]
    steps: tuple[str, ...]
    cubes: Mapping[str, str]


class Files:
    """Writes Parquet files in a folder of its own, and hands the finished ones to the store."""

    def __init__(self, store: Store, staging: Path) -> None:
        self._store = store
        self._staging = staging

    def write(self, connection: duckdb.DuckDBPyConnection, query: str, name: str) -> str:
        """Write what a query returns; return the name with something new in the place of its star."""
        draft, name = self._staging / f"{_new()}.parquet", name.replace("*", _new())
        connection.execute(f"COPY ({query}) TO {quoted(str(draft))} ({PARQUET})")
        self._store.put(draft, name)
        return name


class Lane:
    """Lends a connection its own tables beside those that all lanes know."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, number: int, questions: Questions, files: Files
    ) -> None:
        self._connection = connection.cursor()
        self._connection.execute(f"ATTACH ':memory:' AS lane_{number}")
        self._path = f"SET search_path = 'lane_{number}.main,memory.main'"
        self._connection.execute(self._path)
        self._questions = questions
        self._files = files

    def districts(self, source: Source, origin: str, counted: str, *, writers: int) -> list[Piece]:
        """Write some districts, and what is counted of them.

        writers  how many of them are written at once

        FactError: a fact cannot be what it says, or is said twice.
        """
        try:
            rows = self._sort(source.facts)
        except duckdb.ConversionException as wrong:
            raise FactError from wrong
        self._count()

        def written(district: str) -> Piece:
            files = self._write_district(district)
            fingerprint = source.fingerprints[district]
            return Piece(district, fingerprint, origin, rows.get(district, 0), files, counted)

        with ThreadPoolExecutor(writers) as threads:
            return list(threads.map(written, source.fingerprints))

    def close(self) -> None:
        self._connection.close()

    def _sort(self, source: str) -> Mapping[str, int]:
        """Read facts and bring them in order; return how many each district has."""
        run = self._connection.execute
        run(
            f"CREATE OR REPLACE TABLE coverage AS SELECT {FACTS} FROM {source} "
            "ORDER BY district_key, service_key, ags, channel, valid_from"
        )
        if run(f"SELECT count(*) FROM coverage WHERE {INCOMPLETE}").fetchall()[0][0]:
            raise FactError
        return dict(run("SELECT district_key, count(*) FROM coverage GROUP BY 1").fetchall())

    def _count(self) -> None:
        """Count the cubes of what is sorted; cells in which facts meet need more, the others go straight."""
        run, questions = self._connection.execute, self._questions
        knots = run(KNOTS).fetchall()[0][0]
        others = "ANTI JOIN knot USING (ags, service_key)" if knots else ""
        run(f"CREATE OR REPLACE VIEW simple AS FROM coverage {others}")
        run("CREATE OR REPLACE VIEW knotted AS FROM coverage SEMI JOIN knot USING (ags, service_key)")
        if knots and run(DOUBLES).fetchall()[0][0]:
            raise FactError
        cells, steps = (
            " UNION ALL ".join(both if knots else both[:1]) for both in (questions.cells, questions.steps)
        )
        columns = ", ".join(f'"{name}"{_narrow(name, kind)}' for name, kind in CELL.items())
        run(f"CREATE OR REPLACE TABLE cell AS SELECT {columns} FROM ({cells})")
        run(f"CREATE OR REPLACE VIEW step AS {steps}")
        for name, sql in questions.cubes.items():
            run(f"CREATE OR REPLACE TABLE new_{name} AS {sql}")

    def _write_district(self, district: str) -> dict[str, str]:
        of = f"district_key = {quoted(district)}"
        facts = f"SELECT * EXCLUDE district_key FROM coverage WHERE {of}"
        folder = f"files/{COVERAGE}/land={district[:2]}/district_key={district}"
        with self._connection.cursor() as cursor:
            cursor.execute(self._path)
            files = {COVERAGE: self._files.write(cursor, facts, f"{folder}/*.parquet")}
            for name, order in CUBES.items():
                query = f"SELECT * FROM new_{name} WHERE {of} ORDER BY {order}"
                files[name] = self._files.write(cursor, query, f"files/pieces/{district}-{name}-*.parquet")
        return files


def _narrow(name: str, kind: str) -> str:
    """Return the cast that lets millions of cells be small."""
    return "" if kind != "int64" else f'::{"SMALLINT" if name.endswith("number") else "INTEGER"} AS "{name}"'


def _new() -> str:
    return uuid.uuid4().hex
