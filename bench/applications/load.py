"""Measuring process: ask a running server by four connections at once, and count the answers."""

import sys
import threading
import time
from http.client import HTTPConnection
from typing import Any

from bench.inside import report, wait_for_go, with_django

CONNECTIONS = 4
WARM_UP_S, COUNTED_S = 3, 12


def main() -> None:
    with_django()
    from django.conf import settings
    from django.urls import reverse

    from bench.applications.people import signed_in
    from stellwerk.models import Application

    port = int(sys.argv[1])
    cookie = signed_in("vorbereitung").cookies[settings.SESSION_COOKIE_NAME].value
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    newest = Application.objects.filter(state="submitted").order_by("-pk").values_list("pk", flat=True)
    cases = [reverse("application", args=[pk]) for pk in newest[:50]]
    wait_for_go()
    report(
        list=_asked(port, headers, [reverse("applications")]),
        inbox=_asked(port, headers, [reverse("applications_inbox")]),
        case=_asked(port, headers, cases),
    )


def _asked(port: int, headers: dict[str, str], addresses: list[str]) -> dict[str, Any]:
    """Return answers a second once everything is warm, and what asking itself cost."""
    counts, stop = [0] * CONNECTIONS, threading.Event()
    work = [
        threading.Thread(target=_ask, args=(port, headers, addresses, counts, place, stop))
        for place in range(CONNECTIONS)
    ]
    for one in work:
        one.start()
    time.sleep(WARM_UP_S)
    before, start, busy = sum(counts), time.perf_counter(), time.process_time()
    time.sleep(COUNTED_S)
    answers, took = sum(counts) - before, time.perf_counter() - start
    cost = time.process_time() - busy
    stop.set()
    for one in work:
        one.join()
    return {"per_second": round(answers / took, 1), "asking_processor_share": round(cost / took, 3)}


def _ask(
    port: int,
    headers: dict[str, str],
    addresses: list[str],
    counts: list[int],
    place: int,
    stop: threading.Event,
) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    number = place
    while not stop.is_set():
        connection.request("GET", addresses[number % len(addresses)], headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{addresses[number % len(addresses)]} answered {answer.status}")
        counts[place] += 1
        number += CONNECTIONS


if __name__ == "__main__":
    main()
