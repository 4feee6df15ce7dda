"""A file of the whole country: read in a stream, and judged row by row where something is wrong.

A CSV becomes Parquet first: it is read more than once, and its rows have numbers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from stellwerk.gateways.csv_table import N_, MalformedTable
from stellwerk.gateways.warehouse_engines import Limits, connect, quoted
from stellwerk.gateways.warehouse_held import FactError
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


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; ``number`` as people count, the head is row 1."""

    number: int
    text: str
    ags: str
    service_key: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file: how many rows and problems; some of the problems are named."""

    rows: int
    problems: Sequence[Problem]
    count: int


@dataclass(frozen=True, slots=True)
class InPlace:
    """A file as it lies. ``rows`` says how many facts each district has, in the order of their keys.

    parts  first and last municipality, and how many facts, of what cannot be read but as a whole
    """

    source: str
    rows: Mapping[str, int]
    parts: Sequence[tuple[str, str, int]]

    def of(self, districts: Sequence[str]) -> str:
        """Return the FROM clause for the facts of some districts; parts without them are not read."""
        first, last = map(quoted, _ends(districts))
        part = f"ags BETWEEN {first} AND {last} AND district_key IN ({_words(districts)})"
        return f"(SELECT * FROM {self.source} WHERE {part})"

    def read_for(self, batches: Sequence[Sequence[str]]) -> int:
        """Return how many facts are read, some of them again and again, to take districts by batches."""
        return sum(
            rows
            for first, last in map(_ends, batches)
            for lowest, highest, rows in self.parts
            if lowest <= last and highest >= first
        )


class CoverageFile:
    """An opened file; its places and services are known to the same connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Path, staging: Path, day: str) -> None:
        self._connection = connection
        self._staging = staging
        self._day = day
        self._file = quoted(str(self._as_parquet(source)))
        self._relation = f"read_parquet({self._file})"
        self._columns = self._described()

    def check(self) -> Checked:
        """Look at every row: keys that nobody knows, words that mean nothing, days that are none, doubles."""
        rows = self._value(f"SELECT count(*) FROM {self._relation}")
        for judged in (self._judged(), self._judged_doubles()):
            if count := self._value(f"SELECT count(*) FROM ({judged}) WHERE problem <> ''"):
                return Checked(rows, self._named(judged), count)
        return Checked(rows, [], 0)

    def source(self) -> str:
        """Return the FROM clause that reads all of it, each column as the warehouse has it."""
        columns = ", ".join(f"{self._typed(name)} AS {name}" for name in FACT_COLUMNS)
        return f"(SELECT {columns}, left(ags::VARCHAR, 5) AS district_key FROM {self._relation})"

    def in_place(self) -> "InPlace | None":
        """Return the file as it lies, to read districts from it; nothing where their keys are no text.

        FactError: a fact says no municipality.
        """
        if self._columns["ags"] != "VARCHAR":
            return None
        each = f"SELECT left(ags, 5) AS district, count(*) FROM {self._relation} GROUP BY 1 ORDER BY 1"
        rows = dict(self._connection.execute(each).fetchall())
        if None in rows:
            raise FactError
        parts = (
            "SELECT coalesce(stats_min_value, ''), coalesce(stats_max_value, '~'), row_group_num_rows "
            f"FROM parquet_metadata({self._file}) WHERE path_in_schema = 'ags'"
        )
        return InPlace(self.source(), rows, self._connection.execute(parts).fetchall())

    def _as_parquet(self, source: Path) -> Path:
        if source.suffix == ".parquet":
            return source
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
        return target

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
        if "maturity" in self._columns:
            text = "nullif(f.maturity::VARCHAR, '')"
            wrong = f"{text} IS NOT NULL AND try_cast({text} AS SMALLINT) IS NULL"
            checks.append((wrong, "'keine Zahl in maturity'"))
        cases = " ".join(f"WHEN {wrong} THEN {text}" for wrong, text in checks)
        return (
            f"SELECT f.ags::VARCHAR AS ags, f.service_key::VARCHAR AS service_key, f.number, "
            f"CASE {cases} ELSE '' END AS problem FROM {self._numbered()} f "
            "LEFT JOIN municipality m ON m.ags = f.ags::VARCHAR "
            "LEFT JOIN service s ON s.service_key = f.service_key::VARCHAR"
        )

    def _judged_doubles(self) -> str:
        return (
            "SELECT ags::VARCHAR AS ags, service_key::VARCHAR AS service_key, number, "
            f"CASE WHEN row_number() OVER (PARTITION BY {self._identity()} ORDER BY number) > 1 "
            f"THEN 'steht weiter oben schon' ELSE '' END AS problem FROM {self._numbered()}"
        )

    def _identity(self) -> str:
        """Return what only one row may say: of a cell, by a channel, from a day on."""
        return ", ".join(map(self._typed, ("ags", "service_key", "channel", "valid_from")))

    def _numbered(self) -> str:
        return f"(SELECT *, file_row_number + 2 AS number FROM {self._with_numbers()})"

    def _with_numbers(self) -> str:
        return self._relation.removesuffix(")") + ", file_row_number = true)"

    def _named(self, judged: str) -> list[Problem]:
        query = f"SELECT number, problem, ags, service_key FROM ({judged}) WHERE problem <> ''"
        found = self._connection.execute(f"{query} ORDER BY 1 LIMIT {SHOWN}").fetchall()
        return [Problem(int(number), *map(str, rest)) for number, *rest in found]

    def _typed(self, name: str) -> str:
        said = self._columns.get(name)
        if name in NEEDED:
            return f"{name}::VARCHAR"
        if name in DAYS:
            text = name if said == "DATE" else f"nullif({name}::VARCHAR, '')::DATE" if said else "NULL::DATE"
            return (
                f"coalesce({text}, DATE {quoted(self._day)})"
                if name in ("valid_from", "checked_on")
                else text
            )
        text = f"nullif({name}::VARCHAR, '')" if said else "NULL"
        if name == "maturity":
            return f"{text}::SMALLINT"
        return f"coalesce({text}, {quoted(MISSING[name])})" if name in MISSING else text

    def _value(self, query: str) -> int:
        return int(self._connection.execute(query).fetchall()[0][0])


@contextmanager
def opened(
    source: Path, staging: Path, limits: Limits, tables: Mapping[str, str], *, day: str
) -> Iterator[CoverageFile]:
    """Open a file.

    tables  the files of the municipalities and services that are known
    day     rows without a day hold from this one on

    MalformedTable: it cannot be read, or a column that is needed is missing.
    """
    connection: Any = connect(limits)
    try:
        for name, file in tables.items():
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet({quoted(file)})")
        yield CoverageFile(connection, source, staging, day)
    finally:
        connection.close()


def _ends(districts: Sequence[str]) -> tuple[str, str]:
    """Return what sorts before all municipalities of some districts, and what sorts behind them."""
    return districts[0], f"{districts[-1]}~"


def _words(words: Sequence[str]) -> str:
    return ", ".join(map(quoted, words))
