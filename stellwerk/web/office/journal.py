"""The journal as a whole: who did what, and its chain to check elsewhere."""

from pathlib import Path

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from stellwerk.access import Verb
from stellwerk.gateways import verify_journal
from stellwerk.queries import journal as ask
from stellwerk.queries.lists.journal import JOURNAL
from stellwerk.web.guards import SignedIn, needs, reads_personal
from stellwerk.web.lists.pages import show

ANCHORS_SHOWN = 7


@needs(Verb.READ_OFFICE)
@reads_personal
def journal(request: SignedIn) -> HttpResponse:
    return show(request, JOURNAL, "office/journal.html", anchors=ask.anchors()[:ANCHORS_SHOWN])


@needs(Verb.READ_OFFICE)
def journal_chain(_request: SignedIn) -> HttpResponseBase:
    return _text(
        StreamingHttpResponse(ask.chain_lines(), content_type="text/plain; charset=utf-8"), "journal"
    )


@needs(Verb.READ_OFFICE)
def journal_anchors(_request: SignedIn) -> HttpResponseBase:
    lines = [f"{it.day.isoformat()} {it.position} {it.sha256}\n" for it in ask.anchors().order_by("day")]
    return _text(HttpResponse(lines, content_type="text/plain; charset=utf-8"), "anker")


@needs(Verb.READ_OFFICE)
def journal_check(_request: SignedIn) -> HttpResponseBase:
    program = Path(verify_journal.__file__)
    answer = HttpResponse(program.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{program.name}"'
    return answer


def _text(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return answer
