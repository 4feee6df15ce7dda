"""Coverage of any size, made by DuckDB: the same numbers give the same rows on every machine."""

from pathlib import Path
from typing import Any

import duckdb

from stellwerk.gateways.warehouse_tables import size_class

SIZES = {"county": (1, 26, 5_249), "land": (44, 26, 5_249), "country": (400, 27, 7_700)}


def municipalities(districts: int, each: int) -> list[tuple[Any, ...]]:
    """Return invented municipalities; the country has 10,747 where 400 districts have 27 each, less a few."""
    rows = []
    for district in range(districts):
        key = f"{district % 16 + 1:02}{district // 16 + 100:03}"
        for number in range(each):
            people = (district * 7919 + number * 104729) % 60_000 + 301
            rows.append(
                (f"{key}{number:03}", f"Beispielort {key}{number:03}", key, f"Beispielkreis {key}",
                 "Landkreis", f"Bezirk {district % 38}", key[:2], "Gemeinde", size_class(people), people,
                 None)
            )  # fmt: skip
    return sorted(rows)[:10_747]


def services(count: int) -> list[tuple[Any, ...]]:
    return [
        (f"99{number:012}", f"Beispielleistung {number}", "10000", number % 14 + 1, f"Feld {number % 14 + 1}",
         "", "5", None, None)
        for number in range(count)
    ]  # fmt: skip


def write(file: Path, places: list[tuple[Any, ...]], offers: list[tuple[Any, ...]]) -> int:
    """Write one fact for each cell, in the order of the places; return how many there are."""
    connection = duckdb.connect(config={"memory_limit": "800MB", "threads": 2})
    connection.execute("CREATE TABLE place (ags VARCHAR)")
    connection.execute("CREATE TABLE offer (service_key VARCHAR)")
    connection.execute("INSERT INTO place SELECT unnest(?)", [[row[0] for row in places]])
    connection.execute("INSERT INTO offer SELECT unnest(?)", [[row[0] for row in offers]])
    query = """
        SELECT ags, service_key, ['any', 'efa', 'standard', 'universal', 'own'][h % 5 + 1] AS channel,
            ['live', 'live', 'none', 'none', 'planned', 'not_responsible'][h // 5 % 6 + 1] AS state,
            CASE WHEN h // 5 % 6 = 4 THEN DATE '2027-01-01' END AS planned_on,
            DATE '2024-01-01' + INTERVAL (h // 30 % 24) MONTH AS valid_from
        FROM place,
            LATERAL (SELECT service_key, (hash(ags || service_key) % 1000000007)::BIGINT AS h FROM offer)
    """
    connection.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return len(places) * len(offers)
