"""Answers that say no: application/problem+json (RFC 9457), with a sentence people can read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from stellwerk.actions.api_imports import FaultyRows
from stellwerk.law.working import Refused
from stellwerk.models import Verdict
from stellwerk.queries.comparison import Compared

PROBLEM = "application/problem+json"
Fault = dict[str, Any]


def problem(
    status: int, detail: str, *, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> JsonResponse:
    """Return the answer; ``faults`` name row or field and say what is wrong there."""
    content: dict[str, Any] = {"type": "about:blank", "title": _title(status), "status": status}
    content |= {"detail": detail, "errors": list(faults)}
    written = {"ensure_ascii": False}
    return JsonResponse(
        content, status=status, content_type=PROBLEM, headers=headers, json_dumps_params=written
    )


def answer_problems(api: NinjaAPI) -> None:
    """Let every refusal of an operation become a problem."""
    answers: Mapping[type[Exception], Any] = {
        Refused: _refused,
        PermissionDenied: _forbidden,
        Http404: _not_found,
        AuthenticationError: _unknown,
        ValidationError: _invalid,
        HttpError: _unreadable,
    }
    for refusal, answer in answers.items():
        api.add_exception_handler(refusal, answer)


def _title(status: int) -> str:
    return {
        400: gettext("Anfrage nicht lesbar"),
        401: gettext("Nicht angemeldet"),
        403: gettext("Kein Recht dazu"),
        404: gettext("Nicht gefunden"),
        405: gettext("Methode nicht möglich"),
        413: gettext("Anfrage zu groß"),
        422: gettext("Angaben nicht verwendbar"),
        429: gettext("Zu viele Anfragen"),
        503: gettext("Zurzeit nicht möglich"),
    }[status]


def _refused(_request: HttpRequest, no: Refused) -> JsonResponse:
    faults = [it for one in no.compared for it in row_faults(one)] if isinstance(no, FaultyRows) else []
    return problem(422, no.sentence(gettext), faults=faults)


def row_faults(one: Compared) -> list[Fault]:
    """Return each finding of a faulty row: its number, its field and the sentence."""
    if one.verdict != Verdict.ERROR:
        return []
    return [
        {
            "row": one.reading.number,
            "field": FIELDS.get(it["column"], it["column"]),
            "message": _sentence(str(it["text"]), it["values"]),
        }
        for it in one.reading.findings
    ]


def _sentence(text: str, values: Mapping[str, str]) -> str:
    return gettext(text) % values if values else gettext(text)


FIELDS = {"place": "ags", "service": "service_key"}  # what a sheet calls otherwise


def _forbidden(_request: HttpRequest, _no: PermissionDenied) -> JsonResponse:
    return problem(403, gettext("Die Person, der dieser Schlüssel gehört, hat dieses Recht nicht."))


def _not_found(_request: HttpRequest, _no: Http404) -> JsonResponse:
    return problem(404, gettext("Unter dieser Adresse gibt es nichts. Bitte prüfen Sie sie."))


def _unknown(_request: HttpRequest, _no: AuthenticationError) -> JsonResponse:
    detail = gettext(
        "Bitte senden Sie einen gültigen Schlüssel: Authorization: Bearer … Einen Schlüssel legen Sie in "
        "Stellwerk unter „Schlüssel für die Schnittstelle“ an."
    )
    return problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Stellwerk"'})


def _unreadable(_request: HttpRequest, no: HttpError) -> JsonResponse:
    return problem(no.status_code, gettext("Die Anfrage ist kein gültiges JSON. Bitte prüfen Sie sie."))


def _invalid(_request: HttpRequest, no: ValidationError) -> JsonResponse:
    faults = [{"field": _where(error["loc"]), "message": _said(error)} for error in no.errors]
    return problem(422, gettext("Einige Angaben fehlen oder passen nicht."), faults=faults)


def _where(place: Sequence[Any]) -> str:
    """Return where the fault is, without the names that only the program knows: query, body, content."""
    return ".".join(str(part) for part in place if part not in ("query", "body", "header", "path", "content"))


def _said(error: Mapping[str, Any]) -> str:
    limits = error.get("ctx", {})
    kind = str(error["type"])
    if kind == "missing":
        return gettext("Diese Angabe fehlt.")
    if kind.startswith(("date", "datetime")):
        return gettext("Das ist kein Tag. Bitte schreiben Sie ihn so: 2025-12-31.")
    if kind in ("greater_than_equal", "less_than_equal"):
        return gettext("Der Wert ist außerhalb der Grenzen (%(limit)s).") % {
            "limit": limits.get("ge", limits.get("le"))
        }
    if kind in ("string_too_long", "too_long"):
        return gettext("Das ist zu lang; möglich sind höchstens %(limit)s.") % {
            "limit": limits.get("max_length")
        }
    if kind == "extra_forbidden":
        return gettext("Diese Angabe gibt es nicht.")
    return gettext("Diese Angabe hat nicht die richtige Form.")
