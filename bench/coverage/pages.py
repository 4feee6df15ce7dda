"""What people look at: maps, heat map, grid and a publication, on a database filled to one of the sizes.

The places are those that ship with the project; services, facts and outlines are invented.
"""

import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from statistics import quantiles
from typing import Any

from bench import server
from config import embedded

DAY = date(2026, 1, 1)
AT = datetime(2026, 1, 1, 10, tzinfo=UTC)
SAID_AT = datetime(2025, 11, 3, 10, tzinfo=UTC)
REQUESTS = 30
HOST = "127.0.0.1"
DISTRICT = "08136"  # 42 municipalities, the largest county whose coordinator the example knows
SIZES = {"county": (DISTRICT, 5_249), "land": ("08", 5_249)}
PRIORITIES = "bench"
ALL = f"leistungen=alle&stichtag={DAY}"
ONE = f"kreis={DISTRICT}&{ALL}"
LIST = f"leistungen=liste-{PRIORITIES}&stichtag={DAY}"
ADDRESSES = {
    "map of municipalities, priority list": f"/flaeche/karte/gemeinden/?kreis=&{LIST}",
    "map of municipalities, all services": f"/flaeche/karte/gemeinden/?kreis=&{ALL}",
    "map of districts, all services": f"/flaeche/karte/?{ALL}",
    "heat map of a county, all services": f"/flaeche/waermebild/?{ONE}",
    "heat map of the Land, all services": f"/flaeche/waermebild/?kreis=&{ALL}",
    "over time, priority list": f"/flaeche/verlauf/?kreis=&{LIST}",
    "over time, all services": f"/flaeche/verlauf/?kreis=&{ALL}",
    "grid of a county": f"/flaeche/raster/?kreis={DISTRICT}",
    "grid of a county, last services": f"/flaeche/raster/?kreis={DISTRICT}&seite=350",
    "preview of a publication": f"/flaeche/veroeffentlichen/?day={DAY}",
}


def pages(size: str) -> dict[str, Any]:
    """Return milliseconds, queries and bytes of each page; nothing for sizes that no web page shows."""
    if size not in SIZES:
        return {"left out": "the pages show one Land"}
    was_running = embedded.is_running(server.FOLDER)
    server.start()
    try:
        return _measured(f"bench_pages_{size}", *SIZES[size])
    finally:
        server.drop(f"bench_pages_{size}")
        if not was_running:
            server.stop()


def _measured(name: str, places: str, services: int) -> dict[str, Any]:
    prepare(name)
    found: dict[str, Any] = {"rows": fill(places, services), "snapshot_s": timed(_take_snapshot)}
    found["picture of municipalities"] = picture()
    return found | {"publication": publication()} | look()


def prepare(name: str) -> None:
    """Create the database anew and let Django work on it, with folders of its own."""
    import django

    folder = server.VAR / name
    shutil.rmtree(folder, ignore_errors=True)
    server.create(name)
    more = {"WAREHOUSE": str(folder / "warehouse"), "STELLWERK_PUBLICATIONS": str(folder / "publications")}
    os.environ.update(server.environment(name, **more))
    django.setup()


def fill(places: str, services: int) -> int:
    from bench.coverage import invented

    return invented.fill(places, services, day=DAY, at=SAID_AT, priorities=PRIORITIES)


def picture() -> dict[str, float]:
    """Return what the picture of all municipalities takes: with an engine that starts, drawn, from memory."""
    from stellwerk.letters import atlas
    from stellwerk.queries.maps import scope
    from stellwerk.queries.selections import selection

    chosen = selection(f"liste-{PRIORITIES}")
    days = {"first_of_process_ms": DAY, "cold_ms": date(2025, 6, 1), "cached_ms": date(2025, 6, 1)}
    return {
        name: round(timed(partial(atlas.municipalities, scope(chosen, day=day))) * 1000, 1)
        for name, day in days.items()
    }


def look() -> dict[str, Any]:
    from django.test import Client

    from stellwerk.models import Person
    from stellwerk.queries.people import DEMO_DOMAIN

    client = Client(SERVER_NAME=HOST)
    found = {}
    for name, address in ADDRESSES.items():
        who = "koordination.ostalb" if "raster" in address else "vorbereitung"
        client.force_login(
            Person.objects.get(email=f"{who}{DEMO_DOMAIN}"),
            "allauth.account.auth_backends.AuthenticationBackend",
        )
        found[name] = _page(client, address)
    return found


def publication() -> dict[str, Any]:
    """Return what the first version of everything takes."""
    from stellwerk.actions.publications import publish
    from stellwerk.management.demonstration import person

    seconds, spent = time.perf_counter(), time.process_time()
    made = publish(day=DAY, rights=person("vorbereitung"), at=AT).publication
    return {
        "rows": made.rows,
        "elapsed_s": time.perf_counter() - seconds,
        "processor_s": time.process_time() - spent,
    }


def _page(client: Any, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = timed(lambda: _get(client, address)) * 1000
    with CaptureQueriesContext(connection) as queries:
        size = len(_get(client, address))
    asked, spent = len(queries), time.process_time()  # the next request empties the log
    cuts = quantiles([timed(lambda: _get(client, address)) * 1000 for _n in range(REQUESTS)], n=100)
    processor = (time.process_time() - spent) / REQUESTS * 1000
    return {
        "first_ms": round(first, 1), "p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1),
        "processor_ms": round(processor, 1), "queries": asked, "bytes": size,
    }  # fmt: skip


def _get(client: Any, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    content: bytes = answer.content
    return content


def _take_snapshot() -> None:
    from stellwerk.actions.snapshots import refresh_snapshot

    refresh_snapshot(at=AT)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
