"""Snapshots of the coverage: from PostgreSQL to Parquet, only what has changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from stellwerk.gateways.coverage_file import Checked, opened
from stellwerk.gateways.coverage_import import take_over
from stellwerk.gateways.csv_table import MalformedTable
from stellwerk.gateways.warehouse import Manifest, Piece, current, switch
from stellwerk.gateways.warehouse_build import (
    Builder,
    Counting,
    batches,
    building,
    csv_source,
    manifest_of,
)
from stellwerk.gateways.warehouse_lane import Source
from stellwerk.gateways.warehouse_tables import size_class
from stellwerk.law.working import Refused
from stellwerk.models import Activity, ChangeSet, District, Municipality, PriorityEntry, Service
from stellwerk.queries import counting
from stellwerk.queries.warehouse import limits, store

LOCK = "SELECT pg_advisory_xact_lock(hashtext('stellwerk_snapshot'))"
# What the facts of each district look like from outside: nothing can be added or replaced without a trace.
FINGERPRINTS = """
SELECT m.district_id, count(*) || '-' || max(f.change_set_id) || '-' || coalesce(sum(f.replaced_by_id), 0),
    count(*) FILTER (WHERE f.replaced_by_id IS NULL)
FROM stellwerk_coveragefact f JOIN stellwerk_municipality m ON m.ags = f.municipality_id
GROUP BY m.district_id
"""
FACTS = """
COPY (
    SELECT f.municipality_id, s.key, f.channel, f.state, f.planned_on, f.maturity, f.maturity_model,
        f.valid_from, f.valid_to, f.source, f.confidence, f.checked_on, m.district_id
    FROM stellwerk_coveragefact f
    JOIN stellwerk_municipality m ON m.ags = f.municipality_id
    JOIN stellwerk_service s ON s.id = f.service_id
    WHERE f.replaced_by_id IS NULL AND m.district_id = ANY(%s)
) TO STDOUT (FORMAT csv, NULL '\\N')
"""
NO_AREA = 0
FROM_DATABASE, FROM_FILE = "database", "import"
FORM = "2"  # of the cubes; another one when they have other columns, so that all are counted anew


@transaction.atomic(durable=True)
def refresh_snapshot(*, at: datetime) -> Manifest:
    """Write what is known now as the snapshot in force, and return what it consists of.

    The files of districts in which nothing has changed are kept; a district that a file of the whole country
    brought, and of which the database knows nothing, is kept as well. A second refresh waits for the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    place, day = store(), timezone.localtime(at).date()
    old = current(place)
    with building(place, counting_on(day), limits()) as builder:
        tables = reference_tables(builder)
        pieces = _pieces(builder, old, _counted(builder, day))
        tables |= builder.together(pieces)
    is_example = ChangeSet.objects.filter(is_example=True).exists()
    manifest = manifest_of(old, day=day, at=at, is_example=is_example, pieces=pieces, tables=tables)
    switch(place, manifest)
    return manifest


@transaction.atomic(durable=True)
def import_coverage(file: Path, *, day: date, at: datetime, dry_run: bool = False) -> Checked:
    """Take over a file of the whole country as the snapshot of its districts; all of it, or nothing.

    day  rows without a day hold from this one on

    Districts of which the database has facts keep them. Refused: the file cannot be read, or lacks a column.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    try:
        return _taken_over(file, day=day, at=at, dry_run=dry_run)
    except MalformedTable as fault:
        raise Refused(fault.text, field="file", **fault.values) from fault


def _taken_over(file: Path, *, day: date, at: datetime, dry_run: bool) -> Checked:
    place, old = store(), current(store())
    with building(place, counting_on(day), limits()) as builder:
        tables = reference_tables(builder)
        known = {name: place.address(tables[name]) for name in ("municipality", "service")}
        with opened(file, builder.staging, limits(), known, day=str(day)) as source:
            if dry_run:
                return source.check()
            own = tuple(it for it in (old.pieces if old else ()) if it.origin == FROM_DATABASE and it.rows)
            counted = _counted(builder, day)
            checked, taken = take_over(
                source,
                builder,
                without={it.district for it in own},
                origin=FROM_FILE,
                at=str(at),
                counted=counted,
            )
            if checked.problems:
                return checked
        pieces = sorted([*_recounted(builder, own, counted), *taken], key=lambda piece: piece.district)
        tables |= builder.together(pieces)
    is_example = bool(own) and old is not None and old.is_example
    switch(
        place,
        manifest_of(old, day=day, at=at, is_example=is_example, pieces=tuple(pieces), tables=tables),
    )
    return checked


def counting_on(day: date) -> Counting:
    cubes = {
        "cube_service": counting.cube_service(),
        "cube_municipality": counting.cube_municipality(),
        "change": counting.change(),
    }
    return Counting(counting.building_cells(day), counting.building_steps(), cubes, counting.cube_total())


def reference_tables(builder: Builder) -> dict[str, str]:
    """Write the places, the services and the contacts; return the file of each."""
    return {
        "municipality": builder.table("municipality", _municipalities()),
        "service": builder.table("service", _services()),
        "contact": builder.table("contact", _contacts()),
    }


def _counted(builder: Builder, day: date) -> str:
    """Return what the cubes depend on beside the facts: the day, the places and the services."""
    return f"{FORM} {day} {builder.fingerprint()}"


def _pieces(builder: Builder, old: Manifest | None, counted: str) -> tuple[Piece, ...]:
    """Return the pieces of all districts: known ones where they still say the same."""
    known = {piece.district: piece for piece in old.pieces} if old else {}
    stored = _stored()
    kept = [it for it in known.values() if it.origin == FROM_FILE and it.district not in stored]
    if not stored and not kept:
        stored = {_any_district(): ("-", 0)}
    same = [
        known[it]
        for it, (facts, _rows) in stored.items()
        if it in known and (known[it].fingerprint, known[it].counted) == (facts, counted)
    ]
    pieces = [*same, *_recounted(builder, kept, counted)]
    changed = {it: stored[it] for it in sorted(stored.keys() - {piece.district for piece in same})}
    for some in batches({it: rows for it, (_facts, rows) in changed.items()}):
        file = _copied_out(some, builder.staging)
        fingerprints = {it: changed[it][0] for it in some}
        source = Source(csv_source(file), fingerprints)
        pieces += builder.districts([source], origin=FROM_DATABASE, counted=counted)
        file.unlink()
    return tuple(sorted(pieces, key=lambda piece: piece.district))


def _stored() -> dict[str, tuple[str, int]]:
    """Return what the facts of each district look like in the database, and how many hold."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINTS)
        return {district: (facts, rows) for district, facts, rows in cursor.fetchall()}


def _recounted(builder: Builder, pieces: Sequence[Piece], counted: str) -> Iterator[Piece]:
    """Return pieces whose facts stay; counted anew where that was on another day, or of other places."""
    yield from (piece for piece in pieces if piece.counted == counted)
    stale = {piece.district: piece for piece in pieces if piece.counted != counted}
    for some in batches({district: piece.rows for district, piece in stale.items()}):
        parts = [stale[district] for district in some]
        source = Source(builder.facts_of(parts), {piece.district: piece.fingerprint for piece in parts})
        yield from builder.districts([source], origin=parts[0].origin, counted=counted)


def _any_district() -> str:
    """Return a district whose file is empty: a snapshot of nothing has a file, too."""
    return str(District.objects.order_by("ags").values_list("ags", flat=True)[0])


def _copied_out(districts: Sequence[str], folder: Path) -> Path:
    file = folder / f"{districts[0]}.csv"
    with (
        connection.cursor() as cursor,
        file.open("wb") as out,
        cursor.copy(cursor.mogrify(FACTS, [list(districts)])) as copy,  # while debugging, it takes no values
    ):
        for block in copy:
            out.write(block)
    return file


def _municipalities() -> Iterator[tuple[Any, ...]]:
    rows = Municipality.objects.order_by("ags").values_list(
        "ags", "name", "district_id", "district__name", "district__kind", "district__government_region",
        "kind", "population", "gone_on",
    )  # fmt: skip
    for ags, name, district, district_name, district_kind, region, kind, population, gone_on in rows:
        yield (
            ags, name, district, district_name, district_kind, region, ags[:2], kind,
            size_class(population), population, gone_on,
        )  # fmt: skip


def _services() -> Iterator[tuple[Any, ...]]:
    ranks: Mapping[int, int] = dict(
        PriorityEntry.objects.order_by("-priority_list__as_of", "-rank").values_list("service_id", "rank")
    )
    rows = Service.objects.order_by("key").values_list(
        "pk", "key", "name", "ozg_service_id", "ozg_service__life_situation__subject_area_id",
        "ozg_service__life_situation__subject_area__name", "ozg_service__life_situation__name",
        "execution_type", "gone_on",
    )  # fmt: skip
    for pk, key, name, ozg, area, area_name, situation, execution, gone_on in rows:
        yield (
            key, name, ozg or "", area or NO_AREA, area_name or "", situation or "", execution,
            ranks.get(pk), gone_on,
        )  # fmt: skip


def _contacts() -> Iterator[tuple[Any, ...]]:
    rows = Activity.municipalities.through.objects.order_by("pk").values_list(
        "municipality_id", "activity__on"
    )
    return iter(rows)
