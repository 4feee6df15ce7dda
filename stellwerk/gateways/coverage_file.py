"""A file of the whole country: read in a stream, checked row by row, and handed on district by district.

A CSV becomes Parquet first. Where its districts lie far apart, it is written once more, in order; then each
district is a small question, and memory stays small whatever the size of the file.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from stellwerk.gateways.csv_table import N_, MalformedTable
from stellwerk.gateways.warehouse_build import batches
from stellwerk.gateways.warehouse_engines import Limits, connect, quoted
from stellwerk.gateways.warehouse_tables import CHANNELS, CONFIDENCES, FACT_COLUMNS, LEVELS, SOURCES, STATES

NEEDED = ("ags", "service_key", "state")
SHOWN = 50  # so many rows are named; the count is of all
DAYS = ("planned_on", "valid_from", "valid_to", "checked_on")
MISSING = {"channel": "any", "maturity_model": "", "source": "import", "confidence": "medium"}
VOCABULARY = {
    "maturity_model": (tuple(LEVELS), "unbekanntes Reifegradmodell"),
    "source": (SOURCES, "unbekannte Quelle"),
    "confidence": (CONFIDENCES, "unbekannte Verlässlichkeit"),
}
AMPLIFIED = 3  # reading so many times more than a district has is slower than sorting once


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; ``number`` as people count, the head is row 1."""

    number: int
    text: str
    ags: str
    service_key: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file. Without problems ``districts`` says how many rows each has."""

    rows: int
    districts: Mapping[str, int]
    problems: Sequence[Problem]
    count: int


class CoverageFile:
    """An opened file; its places and services are known to the same connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Path, staging: Path) -> None:
        self._connection = connection
        self._staging = staging
        self._relation = self._sorted = self._as_parquet(source)
        self._columns = self._described()

    def check(self) -> Checked:
        """Look at every row: keys that nobody knows, words that mean nothing, days that are none, doubles."""
        rows = self._value(f"SELECT count(*) FROM {self._relation}")
        count = self._value(f"SELECT count(*) FROM ({self._judged()}) WHERE problem <> ''")
        if count:
            return Checked(rows, {}, self._named(self._judged()), count)
        districts = self._districts()
        self._bring_districts_together(districts)
        doubles = sum(map(self._doubles, batches(districts)))
        if doubles:
            return Checked(rows, {}, self._named(self._judged_doubles()), doubles)
        return Checked(rows, districts, [], 0)

    def source(self, districts: Sequence[str], *, day: str) -> str:
        """Return the FROM clause that reads some districts, each column as the warehouse has it."""
        columns = ", ".join(f"{self._typed(name, day)} AS {name}" for name in FACT_COLUMNS)
        columns += ", left(ags::VARCHAR, 5) AS district_key"
        return f"(SELECT {columns} FROM {self._sorted} WHERE {_of(districts)})"

    def _as_parquet(self, source: Path) -> str:
        if source.suffix == ".parquet":
            return f"read_parquet({quoted(str(source))})"
        target = self._staging / "file.parquet"
        reading = f"read_csv({quoted(str(source))}, header = true, all_varchar = true)"
        try:
            self._connection.execute(
                f"COPY (SELECT * FROM {reading}) TO {quoted(str(target))} (FORMAT parquet)"
            )
        except duckdb.Error as wrong:
            line = re.search(r"Line: (\d+)", str(wrong))
            raise MalformedTable(
                N_(
                    "Die Datei ist ab Zeile %(line)s keine lesbare CSV-Datei. "
                    "Bitte speichern Sie sie neu als CSV (UTF-8, Komma)."
                ),
                line=line[1] if line else "1",
            ) from wrong
        return f"read_parquet({quoted(str(target))})"

    def _described(self) -> Mapping[str, str]:
        """Return the type of each column."""
        try:
            found = self._connection.execute(f"DESCRIBE SELECT * FROM {self._relation}").fetchall()
        except duckdb.Error as wrong:
            raise MalformedTable(
                N_("Die Datei ist keine lesbare Parquet-Datei. Bitte erzeugen Sie sie neu.")
            ) from wrong
        names = {str(row[0]): str(row[1]) for row in found}
        if missing := [name for name in NEEDED if name not in names]:
            raise MalformedTable(
                N_(
                    "In der Datei fehlen die Spalten %(names)s. "
                    "Bitte ergänzen Sie die Kopfzeile; Spalten trennt ein Komma."
                ),
                names=", ".join(missing),
            )
        return names

    def _judged(self) -> str:
        """Return every row with its number and what is wrong with it; nothing is "".

        Numbers follow the order of the file; DuckDB keeps it when it reads Parquet.
        """
        checks = [
            ("m.ags IS NULL", "'unbekannter Gemeindeschlüssel'"),
            ("s.service_key IS NULL", "'unbekannter LeiKa-Schlüssel'"),
            (f"f.state IS NULL OR f.state NOT IN ({_words(STATES)})", "'unbekannter Stand'"),
        ]
        if "channel" in self._columns:
            checks.append((f"f.channel NOT IN ({_words(CHANNELS)})", "'unbekannte Art des Onlinedienstes'"))
        for name, (words, text) in VOCABULARY.items():
            if name in self._columns:
                said = f"coalesce(f.{name}::VARCHAR, '')"
                checks.append((f"{said} NOT IN ({_words(('', *words))})", quoted(text)))
        for name in DAYS:
            if self._columns.get(name, "DATE") != "DATE":
                text = f"nullif(f.{name}::VARCHAR, '')"
                wrong = f"{text} IS NOT NULL AND try_cast({text} AS DATE) IS NULL"
                checks.append((wrong, f"'kein Tag (JJJJ-MM-TT) in {name}'"))
        cases = " ".join(f"WHEN {wrong} THEN {text}" for wrong, text in checks)
        return (
            f"SELECT f.ags::VARCHAR AS ags, f.service_key::VARCHAR AS service_key, f.number, "
            f"CASE {cases} ELSE '' END AS problem FROM {self._numbered()} f "
            "LEFT JOIN municipality m ON m.ags = f.ags::VARCHAR "
            "LEFT JOIN service s ON s.service_key = f.service_key::VARCHAR"
        )

    def _judged_doubles(self) -> str:
        cell = "ags, service_key, " + ("channel" if "channel" in self._columns else "1")
        since = "valid_from" if "valid_from" in self._columns else "1"
        return (
            "SELECT ags::VARCHAR AS ags, service_key::VARCHAR AS service_key, number, "
            f"CASE WHEN row_number() OVER (PARTITION BY {cell}, {since} ORDER BY number) > 1 "
            f"THEN 'steht weiter oben schon' ELSE '' END AS problem FROM {self._numbered()}"
        )

    def _numbered(self) -> str:
        return f"(SELECT *, file_row_number + 2 AS number FROM {self._with_numbers()})"

    def _with_numbers(self) -> str:
        return self._relation.removesuffix(")") + ", file_row_number = true)"

    def _named(self, judged: str) -> list[Problem]:
        query = f"SELECT number, problem, ags, service_key FROM ({judged}) WHERE problem <> ''"
        found = self._connection.execute(f"{query} ORDER BY 1 LIMIT {SHOWN}").fetchall()
        return [Problem(int(number), *map(str, rest)) for number, *rest in found]

    def _districts(self) -> Mapping[str, int]:
        each = f"SELECT ags::VARCHAR AS ags, count(*) AS rows FROM {self._relation} GROUP BY 1"
        query = f"SELECT left(ags, 5), sum(rows)::BIGINT FROM ({each}) GROUP BY 1 ORDER BY 1"
        return dict(self._connection.execute(query).fetchall())

    def _bring_districts_together(self, districts: Collection[str]) -> None:
        """Write the file once more in the order of the keys, where its parts span many districts each."""
        file = self._relation.removeprefix("read_parquet(").removesuffix(")")
        query = "SELECT left(stats_min_value, 5), left(stats_max_value, 5) FROM parquet_metadata"
        spans = self._connection.execute(f"{query}({file}) WHERE path_in_schema = 'ags'").fetchall()
        reads = sum(sum(low <= district <= high for district in districts) for low, high in spans)
        if reads <= AMPLIFIED * (len(districts) + len(spans)):
            return
        target = self._staging / "sorted.parquet"
        self._connection.execute(
            f"COPY (SELECT * FROM {self._relation} ORDER BY ags) TO {quoted(str(target))} (FORMAT parquet)"
        )
        self._sorted = f"read_parquet({quoted(str(target))})"

    def _doubles(self, districts: Sequence[str]) -> int:
        """Count the rows of some districts that say something of a cell once more."""
        names = [name for name in ("ags", "service_key", "channel", "valid_from") if name in self._columns]
        cell = ", ".join(names)
        return self._value(
            f"SELECT count(*) - count(DISTINCT hash({cell})) FROM {self._sorted} WHERE {_of(districts)}"
        )

    def _typed(self, name: str, day: str) -> str:
        said = self._columns.get(name)
        if name in NEEDED:
            return f"{name}::VARCHAR"
        if name in DAYS:
            text = name if said == "DATE" else f"nullif({name}::VARCHAR, '')::DATE" if said else "NULL::DATE"
            return f"coalesce({text}, DATE {quoted(day)})" if name in ("valid_from", "checked_on") else text
        text = f"nullif({name}::VARCHAR, '')" if said else "NULL"
        if name == "maturity":
            return f"{text}::SMALLINT"
        return f"coalesce({text}, {quoted(MISSING[name])})" if name in MISSING else text

    def _value(self, query: str) -> int:
        return int(self._connection.execute(query).fetchall()[0][0])


@contextmanager
def opened(source: Path, staging: Path, limits: Limits, tables: dict[str, str]) -> Iterator[CoverageFile]:
    """Open a file. ``tables`` names the files of the municipalities and services that are known.

    MalformedTable: it cannot be read, or a column that is needed is missing.
    """
    connection: Any = connect(limits)
    try:
        for name, file in tables.items():
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet({quoted(file)})")
        yield CoverageFile(connection, source, staging)
    finally:
        connection.close()


def _of(districts: Sequence[str]) -> str:
    # As a range, so that parts of the file that hold other districts are not read.
    low, high = quoted(districts[0]), quoted(districts[-1] + ":")
    between = f"ags::VARCHAR >= {low} AND ags::VARCHAR < {high}"
    return f"{between} AND left(ags::VARCHAR, 5) IN ({_words(districts)})" if len(districts) > 1 else between


def _words(words: Sequence[str]) -> str:
    return ", ".join(map(quoted, words))
