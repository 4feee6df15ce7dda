"""Measuring process: one size, taken over from a file, then asked; says one line of JSON."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import django

from bench import machine
from bench.coverage import samples
from bench.coverage.clocks import best, percentiles, took
from bench.inside import peak_mb

DAY = date(2026, 1, 1)
EARLIER = date(2025, 7, 1)


def main(name: str, folder: Path) -> dict[str, Any]:
    os.environ["WAREHOUSE"] = str(folder / "warehouse")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    size = samples.SIZES[name]
    places, keys, file = samples.municipalities(size), samples.services(size), folder / samples.FILE
    rows = samples.write(file, places, keys, history=size.history)
    found = {"size": name, "rows": rows, "cells": len(places) * len(keys), "load": machine.load()}
    found["import"] = took(lambda: take_over(file, places, keys))
    found |= {"import_peak_mb": peak_mb(), "snapshot_mb": _megabytes(folder / "warehouse")}
    return found | {"questions": questions(places[0][2])} | scans() | {"peak_mb": peak_mb()}


def take_over(file: Path, places: list[Any], keys: list[Any]) -> None:
    """Do what `stellwerk import-coverage` does, with invented places."""
    from stellwerk.actions.snapshots import counting_on
    from stellwerk.gateways.coverage_file import opened
    from stellwerk.gateways.coverage_import import take_over as into_pieces
    from stellwerk.gateways.warehouse import switch
    from stellwerk.gateways.warehouse_build import building, manifest_of
    from stellwerk.queries.warehouse import limits, store

    place, at = store(), datetime(2026, 1, 1, 8, tzinfo=UTC)
    with building(place, counting_on(DAY), limits()) as builder:
        tables = {"municipality": builder.table("municipality", places)}
        tables |= {"service": builder.table("service", keys), "contact": builder.table("contact", [])}
        known = {name: place.address(tables[name]) for name in ("municipality", "service")}
        with opened(file, builder.staging, limits(), known, day=str(DAY)) as source:
            checked, pieces = into_pieces(source, builder, without=(), origin="import", at="1", counted="1")
            assert not checked.count
        tables |= builder.together(pieces)
    switch(place, manifest_of(None, day=DAY, at=at, is_example=True, pieces=tuple(pieces), tables=tables))


def questions(district: str) -> dict[str, Any]:
    """Ask each question for the first time after a start, after a new snapshot, and again."""
    from stellwerk.queries import compiled
    from stellwerk.queries import indicators as ask
    from stellwerk.queries.warehouse import warehouse

    here = ask.Filters(district=district)
    some = tuple(key for key, *_rest in samples.services(samples.SIZES["county"])[::90])
    asked: dict[str, Callable[[], object]] = {
        "figures page, whole": lambda: _page(ask, ask.Filters()),
        "figures page, one district": lambda: _page(ask, here),
        "municipalities of a district": lambda: ask.by("municipalities", "municipality", filters=here),
        "… of 59 services": lambda: ask.by(
            "municipalities", "municipality", filters=ask.Filters(district=district, services=some)
        ),
        "… on an earlier day": lambda: ask.by("municipalities", "municipality", filters=here.on(EARLIER)),
        "subject areas of a district": lambda: ask.by("municipalities", "subject_area", filters=here),
        "all districts": lambda: ask.by("municipalities", "district", filters=ask.Filters()),
        "whole services by subject area": lambda: ask.by("federal", "subject_area", filters=ask.Filters()),
    }

    def forgotten(work: Callable[[], object]) -> Callable[[], object]:
        return lambda: (warehouse().forget(), work())

    warehouse()
    found = {}
    for name, work in asked.items():
        compiled._WRITTEN.clear()
        start = took(forgotten(work))
        found[name] = {
            "after_start_ms": start["s"] * 1000,
            "first": percentiles(forgotten(work)),
            "again": percentiles(work),
        }
    return found


def _page(ask: Any, filters: Any) -> None:
    """Ask all that the page of figures shows."""
    for key in ask.INDICATORS:
        ask.figure(key, filters=filters)
    ask.next_best(filters=filters, limit=10)


def scans() -> dict[str, Any]:
    """Ask one question of all facts: as the warehouse does, and as DuckDB alone does with the same files."""
    import duckdb

    from stellwerk.gateways.warehouse_engines import HIVE, file_list
    from stellwerk.queries.counting import valid_on
    from stellwerk.queries.warehouse import limits, store, warehouse

    facts = valid_on(DAY)
    expression = facts.group_by("state").agg(count=facts.count())
    house, place = warehouse(), store()
    files = file_list([place.address(piece.files["coverage"]) for piece in house.manifest.pieces])
    bare = duckdb.connect(config={"threads": limits().threads})
    query = f"""SELECT state, count(*) FROM read_parquet({files}, {HIVE})
        WHERE valid_from <= DATE '{DAY}' AND (valid_to IS NULL OR valid_to > DATE '{DAY}') GROUP BY 1"""
    sql = house.engine.sql(expression)
    ours, theirs = best(lambda: house.engine.rows(sql), lambda: bare.execute(query).fetchall())
    return {"scan": ours, "bare_scan": theirs, "scan_ratio": ours["cpu_s"] / theirs["cpu_s"]}


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*.parquet")) / 1e6


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
