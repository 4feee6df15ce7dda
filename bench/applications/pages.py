"""Measuring process: how long pages around applications take, how many queries each asks, by which index."""

import json
import sys
import time
from statistics import quantiles
from typing import Any

from bench.inside import report, wait_for_go, with_django

HOST = "127.0.0.1"
WHO = "vorbereitung"
# How PostgreSQL 18 reaches a page's rows at a million applications, as EXPLAIN says:
#   case list, arrived in a month, flagged, of a person   Index Scan application_by_day
#   by state and amount                                   Index Scan application_by_state
#   by call, one call                                     Index Scan application_by_arrival
#   sorted by amount                                      Index Scan application_by_amount
#   sorted by applicant                                   Incremental Sort, index of the applicant
#   inbox                                                 Index Scan application_in_inbox
#   searched                                              Bitmap Index Scan application_number_trigrams
LISTS = {
    "case list": ("applications", ""),
    "… page 20": ("applications", "seite=20"),
    "… filtered by state and amount": ("applications", "stand=ready&betrag_von=40.000&betrag_bis=60.000"),
    "… filtered by call": ("applications", "aufruf={call}"),
    "… filtered by person": ("applications", "wer={person}"),
    "… flagged": ("applications", "markiert=ja"),
    "… arrived in a month": ("applications", "eingang_von=2020-03-01&eingang_bis=2020-03-31"),
    "… sorted by amount": ("applications", "sort=-beantragt"),
    "… sorted by applicant": ("applications", "sort=antragsteller"),
    "search by name": ("applications", "q=Obertalhausen"),
    "search with a typing error": ("applications", "q=Obertalhuasen"),
    "search by file number": ("applications", "q=00000711"),
    "inbox": ("applications_inbox", ""),
    "my cases": ("applications_mine", ""),
    "one call": ("call", ""),
}


def main() -> None:
    with_django()
    from django.urls import reverse

    from bench.applications.people import signed_in
    from stellwerk.models import Application, Call, Person

    requests = int(sys.argv[1])
    client, found = signed_in(WHO), dict[str, Any]()
    call = Call.objects.order_by("-pk")[0].pk
    person = Person.objects.filter(email__startswith="fachkraft").order_by("pk")[0].pk
    newest = Application.objects.filter(state="submitted").order_by("-pk").values_list("pk", flat=True)
    cases = [reverse("application", args=[pk]) for pk in newest[:requests]]
    Application.objects.filter(pk__in=list(newest[requests : requests + 200])).update(
        assigned_to=Person.objects.get(email__startswith=f"{WHO}@")
    )
    wait_for_go()
    for name, (route, query) in LISTS.items():
        address = reverse(route, args=[call] if route == "call" else [])
        found[name] = _measured(client, [f"{address}?{query.format(call=call, person=person)}"], requests)
    found["one case"] = _measured(client, cases, requests)
    report(pages=found)


def _measured(client: Any, addresses: list[str], requests: int) -> dict[str, Any]:
    """Return milliseconds on the clock and of the processor, queries, and the plan of the rows' query."""
    from django.db import connection

    queries: list[tuple[str, Any]] = []

    def noted(execute: Any, sql: str, params: Any, *more: Any) -> Any:
        queries.append((sql, params))
        return execute(sql, params, *more)

    _get(client, addresses[0])  # templates are compiled once a process
    with connection.execute_wrapper(noted):
        size = len(_get(client, addresses[0]))
    asked, plan = len(queries), _plan(queries)
    wall, busy = [], []
    for number in range(requests):
        start, before = time.perf_counter(), time.process_time()
        _get(client, addresses[number % len(addresses)])
        busy.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(wall, n=100, method="inclusive")
    return {
        "p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1),
        "processor_ms": round(quantiles(busy, n=100, method="inclusive")[49], 1),
        "queries": asked, "bytes": size, "plan": plan,
    }  # fmt: skip


def _plan(queries: list[tuple[str, Any]]) -> str:
    """Return by which ways the query of the rows reaches the applications."""
    from django.db import connection

    rows = [it for it in queries if 'FROM "stellwerk_application"' in it[0] and "LIMIT" in it[0]]
    if not rows:
        return ""
    sql, params = rows[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    nodes = _nodes(plan[0]["Plan"] if isinstance(plan, list) else json.loads(plan)[0]["Plan"])
    ways = [f"{node['Node Type']} {node.get('Index Name', '')}".strip() for node in nodes if _is_way(node)]
    return ", ".join(dict.fromkeys(ways))


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for inner in plan.get("Plans", []) for node in _nodes(inner))]


def _is_way(node: dict[str, Any]) -> bool:
    return (
        node.get("Relation Name") == "stellwerk_application"
        or node["Node Type"] == "Bitmap Index Scan"
        or "Sort" in node["Node Type"]
    )


def _get(client: Any, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    content: bytes = answer.content
    return content


if __name__ == "__main__":
    main()
