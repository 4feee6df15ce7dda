"""The steps of an intake: correct and decide rows, compare anew, take over, take back, put aside."""

import re
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.access import Verb
from stellwerk.actions.coverage import undo
from stellwerk.actions.intakes import apply_intake, compare_again, correct, decide, discard
from stellwerk.gateways import clock
from stellwerk.law.working import N_, Refused
from stellwerk.models import RowDecision, Verdict
from stellwerk.queries import intakes as ask
from stellwerk.queries.sheets import COLUMN_WORDS
from stellwerk.web.area.intakes import show
from stellwerk.web.guards import SignedIn, needs

WORD = re.compile(r"wort-(\d{1,9})-([a-z_]+)")
DECISIONS = {"annehmen": RowDecision.ACCEPTED, "ablehnen": RowDecision.DECLINED, "offen": RowDecision.PENDING}


@needs(Verb.ENTER_COVERAGE)
def intake_rows(request: SignedIn, pk: int) -> HttpResponse:
    """Correct or decide rows; the button says which, and whether for the marked ones or for all."""
    found = ask.intake(request.rights, pk)
    if request.method == "POST":
        try:
            _do(request, pk)
        except Refused as no:
            return show(request, found, refusal=no.sentence(_), typed=request.POST.dict())
    return _back(request, pk)


@needs(Verb.ENTER_COVERAGE)
def intake_apply(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.intake(request.rights, pk)
    if request.method == "POST":
        confirm = "bestaetigen" in request.POST
        try:
            made = apply_intake(pk, rights=request.rights, at=clock.now(), confirm_same=confirm)
        except Refused as no:
            return show(request, found, refusal=no.sentence(_))
        text = ngettext("%(count)s Angabe übernommen.", "%(count)s Angaben übernommen.", made.added)
        messages.success(request, text % {"count": made.added})
    return redirect("intake", pk)


@needs(Verb.ENTER_COVERAGE)
def intake_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take back what an intake changed, as a whole."""
    found = ask.intake(request.rights, pk)
    if request.method == "POST" and found.change_set_id:
        try:
            undo(found.change_set_id, rights=request.rights, at=clock.now())
        except Refused as no:
            return show(request, found, refusal=no.sentence(_))
        messages.success(request, _("Rückgängig gemacht: Alles steht wieder so da wie vor dieser Änderung."))
    return redirect("intake", pk)


@needs(Verb.ENTER_COVERAGE)
def intake_again(request: SignedIn, pk: int) -> HttpResponse:
    ask.intake(request.rights, pk)
    if request.method == "POST":
        compare_again(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Neu verglichen mit dem, was jetzt bekannt ist."))
    return redirect("intake", pk)


@needs(Verb.ENTER_COVERAGE)
def intake_discard(request: SignedIn, pk: int) -> HttpResponse:
    ask.intake(request.rights, pk)
    if request.method == "POST":
        discard(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Verworfen. Am Stand der Gemeinden hat sich nichts geändert."))
        return redirect("intakes")
    return redirect("intake", pk)


def _do(request: SignedIn, pk: int) -> None:
    """Do what the button says. Refused: nothing is marked, or the action refuses."""
    by: dict[str, Any] = {"rights": request.rights, "at": clock.now()}
    verb, _dash, scope = request.POST.get("tun", "").partition("-")
    if verb not in DECISIONS:
        left = correct(pk, _changes(request.POST), **by)
        text = ngettext(
            "Noch %(count)s Zeile ist fehlerhaft.", "Noch %(count)s Zeilen sind fehlerhaft.", left
        )
        messages.success(request, text % {"count": left} if left else _("Berichtigt; diese Zeilen stimmen."))
        return
    verdict = request.GET.get("vergleich", "")
    numbers = None if scope == "alle" else _marked(request.POST)
    count = decide(
        pk,
        decision=DECISIONS[verb],
        numbers=numbers,
        verdict=verdict if verdict in Verdict.values else "",
        reason=request.POST.get("grund", "").strip(),
        **by,
    )
    text = ngettext("%(count)s Zeile entschieden.", "%(count)s Zeilen entschieden.", count)
    messages.success(request, text % {"count": count})


def _marked(sent: QueryDict) -> list[int]:
    numbers = [int(number) for number in sent.getlist("zeile") if re.fullmatch(r"\d{1,9}", number)]
    if not numbers:
        raise Refused(N_("Keine Zeile ist markiert. Bitte markieren Sie mindestens eine."))
    return numbers


def _changes(sent: QueryDict) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for name, text in sent.items():
        word = WORD.fullmatch(name)
        if word and word[2] in COLUMN_WORDS:
            found[int(word[1])][word[2]] = str(text)[:4000]
    return found


def _back(request: SignedIn, pk: int) -> HttpResponseRedirect:
    """Return to the same rows."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("intake", args=[pk]) + (f"?{query}" if query else ""))
