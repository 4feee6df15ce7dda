"""Coverage of any size, made by DuckDB: the same numbers give the same rows on every machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from stellwerk.gateways.warehouse_tables import size_class

# A cell goes on from none over planned to live, some way or all of it; each step is a fact of its own.
HISTORY = """
    SELECT ags, service_key, channel, step.state, step.planned_on, step.valid_from, step.valid_to
    FROM cell, unnest(CASE
        WHEN kind < 2 THEN [
            {state: 'none', planned_on: NULL::DATE, valid_from: DATE '2024-01-01', valid_to: early},
            {state: 'planned', planned_on: late, valid_from: early, valid_to: late},
            {state: 'live', planned_on: NULL::DATE, valid_from: late, valid_to: NULL::DATE}]
        WHEN kind = 2 THEN [
            {state: 'none', planned_on: NULL::DATE, valid_from: DATE '2024-01-01', valid_to: early},
            {state: 'planned', planned_on: DATE '2027-01-01', valid_from: early, valid_to: NULL::DATE}]
        ELSE [{state: ['live', 'none', 'not_responsible'][kind - 2], planned_on: NULL::DATE,
            valid_from: DATE '2024-01-01', valid_to: NULL::DATE}] END) AS steps(step)
"""
# A file of one day: a fact a cell, and since when it holds.
ONE_DAY = """
    SELECT ags, service_key, channel, ['live', 'live', 'planned', 'live', 'none', 'not_responsible'][kind + 1]
        AS state, CASE WHEN kind = 2 THEN DATE '2027-01-01' END AS planned_on, early AS valid_from
    FROM cell
"""
CELL = """
    SELECT ags, service_key, ['any', 'efa', 'standard', 'universal', 'own'][h % 5 + 1] AS channel,
        h // 5 % 6 AS kind, (DATE '2024-01-01' + INTERVAL (h // 30 % 12) MONTH)::DATE + 14 AS early,
        (DATE '2025-01-01' + INTERVAL (h // 360 % 12) MONTH)::DATE AS late
    FROM (SELECT ags, service_key, (hash(ags || service_key) % 1000000007)::BIGINT AS h FROM place, offer)
"""


@dataclass(frozen=True, slots=True)
class Size:
    """So many districts with so many municipalities each, and services; with 24 months, or one day."""

    districts: int
    each: int
    services: int
    municipalities: int
    history: bool = True


FILE = "facts.parquet"
SIZES = {
    "county": Size(1, 26, 5_249, 26),
    "land": Size(44, 26, 5_249, 1_101),
    "country": Size(400, 27, 7_700, 10_747, history=False),
}


def municipalities(size: Size) -> list[tuple[Any, ...]]:
    """Return invented municipalities; the last districts have fewer, so that their number is right."""
    rows = []
    for district in range(size.districts):
        key = f"{district % 16 + 1:02}{district // 16 + 100:03}"
        for number in range(size.each):
            people = (district * 7919 + number * 104729) % 60_000 + 301
            rows.append(
                (f"{key}{number:03}", f"Beispielort {key}{number:03}", key, f"Beispielkreis {key}",
                 "Landkreis", f"Bezirk {district % 38}", key[:2], "Gemeinde", size_class(people), people,
                 None)
            )  # fmt: skip
    return sorted(rows)[: size.municipalities]


def services(size: Size) -> list[tuple[Any, ...]]:
    return [
        (f"99{number:012}", f"Beispielleistung {number}", "10000", number % 14 + 1, f"Feld {number % 14 + 1}",
         "", "5", None, None)
        for number in range(size.services)
    ]  # fmt: skip


def write(file: Path, places: list[tuple[Any, ...]], offers: list[tuple[Any, ...]], *, history: bool) -> int:
    """Write the facts of all cells, in the order of the places; return how many there are."""
    connection = duckdb.connect(config={"memory_limit": "800MB", "threads": 2})
    connection.execute("CREATE TABLE place (ags VARCHAR)")
    connection.execute("CREATE TABLE offer (service_key VARCHAR)")
    connection.execute("INSERT INTO place SELECT unnest(?)", [[row[0] for row in places]])
    connection.execute("INSERT INTO offer SELECT unnest(?)", [[row[0] for row in offers]])
    query = f"WITH cell AS ({CELL}) {HISTORY if history else ONE_DAY}"
    connection.execute(f"COPY ({query} ORDER BY ags, service_key) TO '{file}' (FORMAT parquet)")
    return int(connection.execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0])
