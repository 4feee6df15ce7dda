"""The dispatch ledger, the work list of what did not arrive, and who would be forgotten."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.dispatches import repeat
from stellwerk.gateways import clock
from stellwerk.models import Dispatch
from stellwerk.queries import dispatches as ask
from stellwerk.queries.runs import forgotten, runs
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import LedgerFilter
from stellwerk.web.paging import leaf


@needs(Verb.READ_OFFICE)
def ledger(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    return render(request, "office/ledger.html", {"form": form, "leaf": leaf(request, rows)})


@needs(Verb.READ_OFFICE)
def ledger_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [
        _("Betreff"),
        _("Aktenzeichen"),
        _("Empfängerin oder Empfänger"),
        _("Rolle"),
        _("Adresse"),
        _("Stand"),
        _("Versuche"),
        _("versandt am"),
        _("Antwort des Servers"),
        _("Prüfsumme des PDF"),
        _("Prüfsumme des Inhalts"),
        _("Textfassung"),
        _("freigegeben von"),
        _("freigegeben am"),
        _("Nachrichtenkennung"),
    ]
    _form, rows = _filtered(request)
    rows = rows.select_related("letter__text_version").defer("letter__text_version__body")
    return table(kind, "versand", head, _cells(rows))


@needs(Verb.READ_OFFICE)
def dispatch_problems(request: SignedIn) -> HttpResponse:
    rows = ask.problems(request.rights)
    page = {"leaf": leaf(request, rows), "may_repeat": request.rights.may(Verb.REPEAT)}
    return render(request, "office/problems.html", page)


@needs(Verb.REPEAT)
def dispatch_repeat(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        again = repeat(pk, rights=request.rights, at=clock.now())
        done = _("Der Versand an %(name)s wird noch einmal versucht.") % {"name": again.office.name}
        messages.success(request, done)
    return redirect("dispatch_problems")


@needs(Verb.READ_OFFICE)
def forgotten_recipients(request: SignedIn) -> HttpResponse:
    return render(request, "office/forgotten.html", {"leaf": leaf(request, forgotten(request.rights))})


def _filtered(request: SignedIn) -> tuple[LedgerFilter, QuerySet[Dispatch]]:
    form = LedgerFilter(request.GET, runs=runs(request.rights))
    form.is_valid()
    wanted = form.cleaned_data
    run = wanted.get("fortfuehrung")
    rows = ask.ledger(
        request.rights, state=wanted.get("stand", ""), run_id=run.pk if run else None, q=wanted.get("q", "")
    )
    return form, rows


def _cells(rows: QuerySet[Dispatch]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=2000):
        letter, file = row.letter, getattr(row.letter, "file", None)
        yield [
            letter.subject,
            letter.file_number,
            row.office.name,
            row.get_role_display(),
            row.address,
            row.get_state_display(),
            row.attempts,
            row.sent_at,
            row.answer,
            file.sha256 if file else "",
            letter.document_sha256,
            str(letter.text_version),
            letter.released_by.name,
            letter.released_at,
            row.message_id,
        ]
