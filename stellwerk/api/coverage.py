"""Read coverage of any day, and import what another system knows."""

import hashlib
from typing import Annotated, Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Header, Query, Router
from ninja.responses import Status

from stellwerk.access import Verb, require
from stellwerk.actions.api_imports import Request, compared, import_by_token
from stellwerk.api.bearer import AsCaller, Bearer
from stellwerk.api.problems import row_faults
from stellwerk.api.shapes import (
    CoverageQuery,
    Facts,
    ImportIn,
    ImportOut,
    Problem,
    RowIn,
)
from stellwerk.gateways import clock
from stellwerk.queries.coverage import known
from stellwerk.queries.sheets import Typed

router = Router(tags=["Angebot"], auth=Bearer())
NO = dict.fromkeys((400, 401, 403, 422, 429), Problem)
FACT = ("id", "channel", "state", "valid_from", "valid_to", "planned_on", "maturity", "maturity_model",
        "source", "confidence", "checked_on")  # fmt: skip
REPEATED = "je Einspielung neu; dieselbe Anfrage noch einmal ist unschädlich"
KEY = r"^[A-Za-z0-9._:-]{8,80}$"


@router.get("/coverage", response={200: Facts, **NO}, url_name="api_coverage")
def coverage(request: AsCaller, wanted: Query[CoverageQuery]) -> dict[str, Any]:
    """Angaben zum Angebot, die an einem Tag galten. Fehlt eine Zelle, ist ihr Stand nicht erhoben."""
    require(request.auth.rights, Verb.READ_COVERAGE)
    day, limit = wanted.day or clock.today(), wanted.limit
    narrow = {
        "municipality__district": wanted.district,
        "municipality": wanted.ags,
        "service__key": wanted.service_key,
        "channel": wanted.channel,
        "state": wanted.state,
    }
    given = {name: value for name, value in narrow.items() if value}
    found = known(day).filter(pk__gt=wanted.after, **given).order_by("pk")
    rows = list(found.values(*FACT, ags=F("municipality_id"), service_key=F("service__key"))[: limit + 1])
    return {"day": day, "items": rows[:limit], "next": rows[limit - 1]["id"] if len(rows) > limit else None}


@router.post(
    "/coverage/import", response={200: ImportOut, 201: ImportOut, 413: Problem, **NO}, url_name="api_import"
)
def coverage_import(
    request: AsCaller,
    content: ImportIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", pattern=KEY, description=REPEATED)],
    dry_run: Annotated[bool, Query(description="Probelauf: vergleichen, nichts übernehmen")] = False,
) -> Status[dict[str, Any]]:
    """Angaben einspielen: alle Zeilen oder keine. In Stellwerk lässt sich das rückgängig machen."""
    caller = request.auth
    wanted = _request(request, content, idempotency_key)
    if dry_run:
        found = compared(wanted, rights=caller.rights, at=clock.now())
        return Status(200, _dry_run(found))
    done = import_by_token(wanted, token=caller.token, rights=caller.rights, at=clock.now())
    made = done.record.change_set
    answer = _answer(change_set=made.pk, added=made.added, is_replayed=done.is_replayed)
    return Status(200 if done.is_replayed else 201, answer)


def _request(request: HttpRequest, content: ImportIn, key: str) -> Request:
    return Request(
        district=content.district,
        title=content.title,
        rows=[Typed(number, _words(row)) for number, row in enumerate(content.rows, start=1)],
        checked_on=content.checked_on or clock.today(),
        confidence=content.confidence,
        key=key,
        sha256=hashlib.sha256(request.body).hexdigest(),
    )


def _words(row: RowIn) -> dict[str, str]:
    """Return the row as a sheet would have it."""
    words = {
        "place": row.ags,
        "service": row.service_key,
        "state": row.state,
        "channel": row.channel,
        "valid_from": row.valid_from,
        "planned_on": row.planned_on,
        "maturity": row.maturity,
        "online_service": row.online_service,
        "note": row.note,
    }
    return {name: text.strip() for name, text in words.items() if text.strip()}


def _dry_run(found: list[Any]) -> dict[str, Any]:
    rows = [{"row": one.reading.number, "verdict": str(one.verdict)} for one in found]
    faults = [it for one in found for it in row_faults(one)]
    return _answer(is_dry_run=True, rows=rows, errors=faults)


def _answer(**values: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {
        "change_set": None,
        "is_dry_run": False,
        "is_replayed": False,
        "added": 0,
        "rows": [],
        "errors": [],
    }
    return {**nothing, **values}
