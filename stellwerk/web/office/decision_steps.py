"""The steps of a round of decisions: compute, countersign, release, stop."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Rights, Verb
from stellwerk.actions.decision_releases import countersign_round, release_round, stop_round
from stellwerk.actions.decisions import compute_round
from stellwerk.gateways import clock
from stellwerk.law.decisions import require_third_pair
from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.working import Refused
from stellwerk.letters.decision_previews import round_findings
from stellwerk.models import DecisionRound
from stellwerk.queries import decisions as ask
from stellwerk.web.guards import SignedIn, needs, second_factor
from stellwerk.web.office.decisions import show
from stellwerk.web.office.forms import StopForm
from stellwerk.web.refusals import refused


@needs(Verb.PREPARE)
def decision_compute(request: SignedIn, pk: int) -> HttpResponse:
    done = _("Die Runde ist berechnet. Nun prüft und gibt eine andere Person frei.")
    return _step(request, pk, compute_round, done)


@needs(Verb.RELEASE)
@second_factor
def decision_countersign(request: SignedIn, pk: int) -> HttpResponse:
    done = _("Die Entscheidungen sind mitgezeichnet. Nun gibt eine weitere Person frei.")
    return _step(request, pk, countersign_round, done)


@needs(Verb.RELEASE)
@second_factor
def decision_release(request: SignedIn, pk: int) -> HttpResponse:
    """Show what is about to be released, and release it on POST."""
    found = ask.round_of(request.rights, pk)
    refusal = _why_not(found, request.rights)
    if request.method == "POST":
        try:
            release_round(pk, rights=request.rights, at=clock.now())
        except Refused as no:
            refusal = no.sentence(_)
        else:
            messages.success(request, _("Die Runde ist freigegeben. Die Schreiben gehen jetzt hinaus."))
            return redirect("decision_round", pk)
    page = {"round": found, "refusal": refusal, "counts": ask.counts(found), "years": ask.years(found)}
    page["findings"] = round_findings(found)
    return render(
        request, "office/decision_release.html", page, status=422 if request.method == "POST" else 200
    )


@needs(Verb.STOP)
def decision_stop(request: SignedIn, pk: int) -> HttpResponse:
    """Ask for the reason, and stop the round on POST."""
    found = ask.round_of(request.rights, pk)
    form = StopForm(request.POST or None)
    if form.is_valid():
        try:
            stop_round(pk, rights=request.rights, at=clock.now(), reason=form.cleaned_data["reason"])
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Runde ist gestoppt. Was noch nicht versandt war, bleibt hier."))
            return redirect("decision_round", pk)
    page = {"round": found, "form": form, "progress": ask.progress(found)}
    return render(request, "office/decision_stop.html", page, status=422 if form.errors else 200)


def _step(request: SignedIn, pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    """Do one step; a refusal shows the page of the round with its sentence, a GET just the page."""
    found = ask.round_of(request.rights, pk)
    if request.method != "POST":
        return redirect("decision_round", pk)
    try:
        action(pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, done)
    return redirect("decision_round", pk)


def _why_not(found: DecisionRound, rights: Rights) -> str:
    """Say before the button is pressed why this person may not release; empty where they may."""
    try:
        require_other_person(ask.signers(found), rights.person.pk, rights.acting_for_id)
        require_third_pair(is_needed=found.needs_third, third_by=found.third_by_id)
    except Refused as no:
        return no.sentence(_)
    return ""
