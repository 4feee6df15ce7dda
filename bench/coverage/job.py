"""Measures one size: import, figures page, drill-down, full scan; says one line of JSON."""

import json
import os
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import django

DAY = date(2026, 1, 1)
REPEATS = 20


def main(name: str, folder: Path) -> dict[str, Any]:
    os.environ["WAREHOUSE"] = str(folder / "warehouse")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench.coverage import samples

    size = samples.SIZES[name]
    places, keys = samples.municipalities(size), samples.services(size)
    file = folder / "country.parquet"
    rows = samples.write(file, places, keys, history=size.history)
    found = {"size": name, "rows": rows, "import_s": timed(lambda: take_over(file, places, keys))}
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | questions(places[0][2]) | scans()


def take_over(file: Path, places: list[Any], keys: list[Any]) -> None:
    """Do what `stellwerk import-coverage` does, with invented places."""
    from stellwerk.actions.snapshots import counting_on
    from stellwerk.gateways.coverage_file import opened
    from stellwerk.gateways.warehouse import switch
    from stellwerk.gateways.warehouse_build import batches, building, manifest_of
    from stellwerk.queries.warehouse import limits, store

    place, at = store(), datetime(2026, 1, 1, 8, tzinfo=UTC)
    with building(place, counting_on(DAY), limits()) as builder:
        tables = {"municipality": builder.table("municipality", places)}
        tables |= {"service": builder.table("service", keys), "contact": builder.table("contact", [])}
        known = {name: place.address(tables[name]) for name in ("municipality", "service")}
        with opened(file, builder.staging, limits(), known) as source:
            checked = source.check()
            assert not checked.count
            pieces: list[Any] = []
            for some in batches(checked.districts):
                facts, fingerprints = source.source(some, day=str(DAY)), dict.fromkeys(some, "1")
                pieces += builder.districts(facts, fingerprints, origin="import", counted="1")
        tables |= builder.together(pieces)
    switch(place, manifest_of(None, day=DAY, at=at, is_example=True, pieces=tuple(pieces), tables=tables))


def questions(district: str) -> dict[str, Any]:
    from stellwerk.queries import indicators as ask
    from stellwerk.queries.warehouse import warehouse

    house = warehouse()

    def page() -> None:
        filters = ask.Filters()
        for key in ask.INDICATORS:
            ask.figure(key, filters=filters)
        ask.next_best(filters=filters, limit=10)

    def drill_down() -> None:
        ask.by("municipalities", "municipality", filters=ask.Filters(district=district))

    def first(work: Callable[[], None]) -> Callable[[], None]:
        return lambda: (house.forget(), work())[1]

    found = {"figures_first": percentiles(first(page)), "drill_down_first": percentiles(first(drill_down))}
    return found | {"figures": percentiles(page), "drill_down": percentiles(drill_down)}


def scans() -> dict[str, Any]:
    """Ask one question of all facts: as the warehouse does, and as DuckDB alone does with the same files."""
    import duckdb

    from stellwerk.gateways.warehouse_engines import HIVE, file_list
    from stellwerk.queries.counting import valid_on
    from stellwerk.queries.warehouse import store, warehouse

    facts = valid_on(DAY)
    expression = facts.group_by("state").agg(count=facts.count())
    house, place = warehouse(), store()
    files = file_list([place.address(piece.files["coverage"]) for piece in house.manifest.pieces])
    bare = duckdb.connect(config={"threads": 2})
    query = f"""SELECT state, count(*) FROM read_parquet({files}, {HIVE})
        WHERE valid_from <= DATE '{DAY}' AND (valid_to IS NULL OR valid_to > DATE '{DAY}') GROUP BY 1"""
    ours = min(timed(lambda: house.rows(expression)) for _number in range(5))
    theirs = min(timed(lambda: bare.execute(query).fetchall()) for _number in range(5))
    return {"scan_s": ours, "bare_scan_s": theirs, "scan_ratio": ours / theirs}


def percentiles(work: Callable[[], object]) -> dict[str, float]:
    took = sorted(timed(work) * 1000 for _number in range(REPEATS))
    return {"p50_ms": statistics.median(took), "p95_ms": took[int(len(took) * 0.95) - 1]}


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    place = Path(sys.argv[2])
    with suppress(FileNotFoundError):
        shutil.rmtree(place)
    place.mkdir(parents=True)
    print(json.dumps(main(sys.argv[1], place)))
    shutil.rmtree(place)
