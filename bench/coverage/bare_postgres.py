"""Measuring process: PostgreSQL alone answers the same questions from the same file; says one line of JSON.

The facts have the columns and the unique index of our own table. Loading stops after a while; what was loaded
by then is asked, and the report says how much that is.
"""

import json
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from bench.coverage import samples
from bench.coverage.clocks import best
from config import embedded

LOADING_S = 180
DAY = date(2026, 1, 1)
TABLES = """
CREATE TABLE municipality (ags varchar(8) PRIMARY KEY, district_id varchar(5) NOT NULL, population integer);
CREATE TABLE service (id serial PRIMARY KEY, key varchar(14) UNIQUE NOT NULL, area integer NOT NULL);
CREATE TABLE fact (
    id bigserial, municipality_id varchar(8) NOT NULL, service_id integer NOT NULL,
    channel varchar(12) NOT NULL, state varchar(16) NOT NULL, planned_on date,
    maturity smallint, maturity_model varchar(3) NOT NULL DEFAULT '',
    valid_from date NOT NULL, valid_to date, source varchar(16) NOT NULL DEFAULT 'import',
    confidence varchar(8) NOT NULL DEFAULT 'medium', checked_by varchar(200) NOT NULL DEFAULT '',
    checked_on date NOT NULL DEFAULT '2026-01-01', note varchar(500) NOT NULL DEFAULT '',
    change_set_id bigint NOT NULL DEFAULT 1, replaced_by_id bigint
);
"""
INDEXES = """
CREATE UNIQUE INDEX ON fact (municipality_id, service_id, channel, valid_from) WHERE replaced_by_id IS NULL;
CREATE INDEX ON fact (service_id, municipality_id) WHERE replaced_by_id IS NULL AND valid_to IS NULL;
"""
# The best of a cell's channels on a day; of all municipalities, or of a district.
QUESTION = """
SELECT {group}, count(*) FILTER (WHERE rank = 4), count(*) FILTER (WHERE rank > 1) FROM (
    SELECT m.district_id, f.municipality_id, f.service_id, max(
        CASE f.state WHEN 'live' THEN 4 WHEN 'planned' THEN 3 WHEN 'none' THEN 2 ELSE 1 END) AS rank
    FROM fact f JOIN municipality m ON m.ags = f.municipality_id
    WHERE f.replaced_by_id IS NULL AND f.valid_from <= %(day)s
        AND (f.valid_to IS NULL OR f.valid_to > %(day)s) AND m.district_id LIKE %(district)s
    GROUP BY 1, 2, 3) cell
GROUP BY 1 ORDER BY 1
"""


def main(name: str, folder: Path) -> dict[str, Any]:
    size, server = samples.SIZES[name], folder / "postgres"
    embedded.start(server, embedded.SUPERUSER)
    try:
        with psycopg.connect(
            host=str(embedded.socket_folder(server)),
            user=embedded.SUPERUSER,
            dbname=embedded.SUPERUSER,
            autocommit=True,
        ) as connection:
            return _measured(connection, size, folder / samples.FILE)
    finally:
        embedded.stop(server)


def _measured(connection: psycopg.Connection[Any], size: samples.Size, file: Path) -> dict[str, Any]:
    connection.execute(TABLES)
    start = time.perf_counter()
    districts, loaded = _load(connection, size, file)
    connection.execute(INDEXES)
    connection.execute("VACUUM ANALYZE")
    loading_s = time.perf_counter() - start

    def by_district() -> list[Any]:
        question = QUESTION.format(group="district_id")
        return connection.execute(question, {"day": DAY, "district": "%"}).fetchall()

    def of_one() -> list[Any]:
        question = QUESTION.format(group="municipality_id")
        return connection.execute(question, {"day": DAY, "district": districts[0]}).fetchall()

    whole, one = best(by_district, of_one)
    return {
        "rows": loaded, "districts": len(districts), "load_s": loading_s,
        "megabytes": connection.execute("SELECT pg_total_relation_size('fact') / 1e6").fetchall()[0][0],
        "all_districts_s": whole["s"], "municipalities_of_a_district_s": one["s"],
        "version": connection.info.server_version // 10_000,
        "answer": [[group, live, responsible] for group, live, responsible in by_district()],
    }  # fmt: skip


def _load(connection: psycopg.Connection[Any], size: samples.Size, file: Path) -> tuple[list[str], int]:
    """Load district by district until all are there or the time is over; return which, and how many facts."""
    places, services = samples.municipalities(size), samples.services(size)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO municipality VALUES (%s, %s, %s)", [(it[0], it[2], it[9]) for it in places]
        )
        cursor.executemany(
            "INSERT INTO service (key, area) VALUES (%s, %s)", [(it[0], it[3]) for it in services]
        )
    wanted, found, rows = sorted({it[2] for it in places}), list[str](), 0
    until = time.monotonic() + LOADING_S
    with closing(duckdb.connect(config={"threads": 1, "memory_limit": "500MB"})) as reading:
        while wanted and time.monotonic() < until:
            found.append(wanted.pop(0))
            rows += _copied(connection, reading, file, found[-1])
    return found, rows


def _copied(connection: psycopg.Connection[Any], reading: Any, file: Path, district: str) -> int:
    csv = file.with_suffix(".csv")
    names = [row[0] for row in reading.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
    last = "valid_to" if "valid_to" in names else "NULL"
    facts = (
        f"SELECT ags, right(service_key, 12)::INTEGER + 1, channel, state, planned_on, valid_from, {last} "
        f"FROM '{file}' WHERE ags >= '{district}' AND ags < '{district}:'"
    )
    reading.execute(f"COPY ({facts}) TO '{csv}' (FORMAT csv, HEADER false)")
    columns = "municipality_id, service_id, channel, state, planned_on, valid_from, valid_to"
    with connection.cursor() as cursor:
        with csv.open("rb") as rows, cursor.copy(f"COPY fact ({columns}) FROM STDIN (FORMAT csv)") as copy:
            while block := rows.read(1 << 20):
                copy.write(block)
        return cursor.rowcount


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2])), default=float))
