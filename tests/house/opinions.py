"""Requests for an opinion on a submitted application, and objections against a released notice."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stellwerk.actions.opinion_answers import answer_opinion
from stellwerk.actions.opinions import Brought, ask_opinions
from stellwerk.actions.remedies import file_remedy, record_remedy
from stellwerk.models import (
    Application,
    Letter,
    Office,
    Opinion,
    OpinionAnswer,
    OpinionRequest,
    RemedyCase,
    RemedyChallenge,
    RemedyFiling,
    RemedyKind,
    Run,
    SilenceRule,
)
from tests.house.applications import PDF, submitted
from tests.house.cases import person

BERLIN = ZoneInfo("Europe/Berlin")
ASKED_AT = datetime(2024, 3, 8, 17, 5, tzinfo=BERLIN)
ANSWERED_AT = datetime(2024, 3, 14, 11, 20, tzinfo=BERLIN)
DUE_ON = date(2024, 3, 22)  # a Friday
AFTER = datetime(2024, 3, 23, 0, 25, tzinfo=BERLIN)
BODIES = ("landkreistag", "gemeindetag")
POINTS = ("Der Umfang der Stelle ist zu groß.", "Die Gemeinden sollten mitreden.")
FILE = Brought("C:\\Unterlagen\\Übersicht.pdf", PDF)


def offices(*keys: str) -> list[Office]:
    return [Office.objects.get(key=key) for key in keys]


def asked(
    application: Application | None = None, *, bodies: tuple[str, ...] = BODIES, **changes: Any
) -> OpinionRequest:
    """Ask the Landkreistag and the Gemeindetag about a submitted application, until 22 March 2024."""
    found = application or submitted()
    values: dict[str, Any] = {
        "rights": person("vorbereitung"),
        "at": ASKED_AT,
        "title": "Antrag des Ostalbkreises",
        "question": "Halten Sie den Umfang für nötig?\nWas ist zu bedenken?",
        "due_on": DUE_ON,
        "offices": offices(*bodies),
        "call": found.call,
        "applications": [found],
        "sections": ["post"],
        "silence_rule": SilenceRule.CONSENT,
        "files": [FILE],
    }
    return ask_opinions(found.call.programme, **(values | changes))


def opinion(request: OpinionRequest, office: str = "landkreistag") -> Opinion:
    return Opinion.objects.get(request=request, office__key=office)


def objected(request: OpinionRequest, **changes: Any) -> Opinion:
    """Let the Landkreistag object with two points, in time."""
    values: dict[str, Any] = {
        "rights": person("verband"),
        "at": ANSWERED_AT,
        "answer": OpinionAnswer.OBJECTED,
        "text": "Wir sehen das kritisch.",
        "points": POINTS,
    }
    return answer_opinion(opinion(request).pk, **(values | changes))


RELEASED_ON = date(2024, 3, 8)
FILED_AT = datetime(2024, 4, 2, 10, 30, tzinfo=BERLIN)


def notice_letter(run: Run, office: str = "LRA-08136") -> Letter:
    """Return the notice of a released run to an office."""
    return Letter.objects.get(run=run, addressee__key=office, kind="notice")


def filed(run: Run, **changes: Any) -> RemedyCase:
    """Let the Ostalbkreis object by the page against a condition of its notice."""
    values: dict[str, Any] = {
        "rights": person("landkreis"),
        "at": FILED_AT,
        "challenge": RemedyChallenge.BURDEN,
        "reasons": "Die Auflage ist nicht erfüllbar.",
    }
    return file_remedy(notice_letter(run).pk, **(values | changes))


def recorded(run: Run, **changes: Any) -> RemedyCase:
    """Record an objection that came by post in time."""
    values: dict[str, Any] = {
        "rights": person("vorbereitung"),
        "at": FILED_AT,
        "kind": RemedyKind.OBJECTION,
        "challenge": RemedyChallenge.BURDEN,
        "filing": RemedyFiling.WRITTEN,
        "filed_on": date(2024, 3, 28),
        "received_on": date(2024, 4, 2),
        "reasons": "Die Auflage ist nicht erfüllbar.",
    }
    return record_remedy(notice_letter(run).pk, **(values | changes))


def in_work(application: Application, run: Run) -> dict[str, Any]:
    """Return a request that one of two bodies has answered, and an objection against the notice of a run."""
    request = asked(application)
    answered = objected(request, at=ASKED_AT)
    return {
        "opinion_request": request,
        "own_opinion": answered,
        "open_opinion": opinion(request, "gemeindetag"),
        "point": answered.points.order_by("pk")[0],
        "opinion_file": request.files.get(),
        "contested": notice_letter(run),
        "remedy": filed(run),
    }


def pages(run: Run) -> dict[str, list[Any]]:
    """Return for every address of opinions and remedies what stands in it; made once."""
    request = OpinionRequest.objects.order_by("pk").first()
    request = request or asked(Application.objects.order_by("pk").first())
    one = opinion(request)
    case = RemedyCase.objects.order_by("pk").first() or recorded(run, served_on=date(2024, 3, 11))
    steps = ("", "_form", "_immediate", "_propose", "_decide", "_effect")
    of_request = ("request", "synopsis", "remind", "silence", "withdraw")
    return {
        **{f"opinion_{name}": [request.pk] for name in of_request},
        "opinion_export": [request.pk, "csv"],
        "opinion_record": [request.pk, one.pk],
        "opinion_point": [request.pk, 1],
        "opinion_file": [request.files.get().pk],
        "own_opinion": [one.pk],
        "remedy_new": [case.letter_id],
        **{f"remedy{name}": [case.pk] for name in steps},
    }
