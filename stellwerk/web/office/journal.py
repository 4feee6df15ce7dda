"""The journal as a whole: who did what, and its chain to check elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.gateways import verify_journal
from stellwerk.models import JournalEntry
from stellwerk.queries import journal as ask
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import JournalFilter
from stellwerk.web.paging import leaf

ANCHORS_SHOWN = 7


@needs(Verb.READ_OFFICE)
def journal(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    shown = {"form": form, "leaf": leaf(request, rows), "anchors": ask.anchors()[:ANCHORS_SHOWN]}
    return render(request, "office/journal.html", shown)


@needs(Verb.READ_OFFICE)
def journal_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [_("Stelle"), _("am"), _("Person"), _("Vorgang"), _("Was geschah"), _("Prüfsumme")]
    _form, rows = _filtered(request)
    return table(kind, "journal", head, _cells(rows))


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


def _filtered(request: SignedIn) -> tuple[JournalFilter, QuerySet[JournalEntry]]:
    form = JournalFilter(request.GET, authors=ask.authors(request.rights))
    form.is_valid()
    wanted = form.cleaned_data
    person = wanted.get("person")
    found = ask.entries(
        request.rights,
        by=person.pk if person else None,
        q=wanted.get("q", ""),
        since=wanted.get("beginn"),
        until=wanted.get("ende"),
    )
    return form, found


def _cells(rows: QuerySet[JournalEntry]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=2000):
        link = getattr(row, "link", None)
        yield [
            link.position if link else "", row.at, row.by.name if row.by else "Stellwerk", row.verb,
            row.text, link.sha256 if link else "",
        ]  # fmt: skip
