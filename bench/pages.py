"""Measuring process: how long the pages of the office take, and how many queries each of them asks."""

import sys
import time
from statistics import quantiles
from typing import Any

from bench.inside import report, wait_for_go, with_django

REQUESTS = 60
HOST = "127.0.0.1"
PAGES = {
    "start": "",
    "run": "run",
    "run_lines": "run",
    "ledger": "",
    "grants": "",
    "forgotten": "",
}


def main() -> None:
    with_django()
    from django.test import Client

    from stellwerk.models import Person
    from stellwerk.queries.people import DEMO_DOMAIN

    client = Client(SERVER_NAME=HOST)
    client.force_login(
        Person.objects.get(email=f"freigabe{DEMO_DOMAIN}"),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    wait_for_go()
    report(pages={name: _measured(client, name, sys.argv[1]) for name in PAGES})


def _measured(client: Any, name: str, run: str) -> dict[str, Any]:
    """Return milliseconds and queries of a page; says so where the page does not exist yet."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import NoReverseMatch, reverse

    try:
        address = reverse(name, args=[run] if PAGES[name] else [])
    except NoReverseMatch:
        return {"missing": True}
    client.get(address)  # templates are compiled once a process
    with CaptureQueriesContext(connection) as queries:
        size = len(_get(client, address))
    asked = len(queries)  # the next request empties the log
    milliseconds = []
    for _request in range(REQUESTS):
        start = time.perf_counter()
        _get(client, address)
        milliseconds.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return {
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "queries": asked,
        "bytes": size,
    }


def _get(client: Any, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    content: bytes = answer.content
    return content


if __name__ == "__main__":
    main()
