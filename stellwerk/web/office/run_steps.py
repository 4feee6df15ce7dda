"""The steps of a run that change something: each is one POST, some are asked twice."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Rights, Verb
from stellwerk.actions.consultations import conclude_consultation, consult
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import close_run, compute_run, stop_run
from stellwerk.gateways import clock
from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.working import Refused
from stellwerk.letters.preview import findings
from stellwerk.models import Run
from stellwerk.queries import runs as ask
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import StopForm
from stellwerk.web.office.runs import counts, show
from stellwerk.web.refusals import refused


@needs(Verb.PREPARE)
def run_compute(request: SignedIn, pk: int) -> HttpResponse:
    return _step(request, pk, compute_run, _("Jede Zuwendung ist berechnet. Bitte prüfen Sie das Ergebnis."))


@needs(Verb.PREPARE)
def run_consult(request: SignedIn, pk: int) -> HttpResponse:
    return _step(request, pk, consult, _("Die Verbände werden um Stellungnahme gebeten."))


@needs(Verb.PREPARE)
def run_conclude(request: SignedIn, pk: int) -> HttpResponse:
    done = _("Die Abstimmung ist abgeschlossen. Nun gibt eine andere Person frei.")
    return _step(request, pk, conclude_consultation, done, on=clock.today())


@needs(Verb.PREPARE)
def run_close(request: SignedIn, pk: int) -> HttpResponse:
    return _step(request, pk, close_run, _("Die Fortführung ist abgeschlossen."))


@needs(Verb.RELEASE)
def run_release(request: SignedIn, pk: int) -> HttpResponse:
    """Show what is about to be released, and release it on POST."""
    found = ask.run(request.rights, pk)
    refusal = _why_not(found, request.rights)
    if request.method == "POST":
        try:
            release_run(pk, rights=request.rights, at=clock.now())
        except Refused as no:
            refusal = no.sentence(_)
        else:
            messages.success(request, _("Die Fortführung ist freigegeben. Die Schreiben gehen jetzt hinaus."))
            return redirect("run", pk)
    page = {"run": found, "refusal": refusal, "counts": counts(found), "years": ask.years(found)}
    page["findings"] = findings(found)
    return render(request, "office/run_release.html", page, status=422 if request.method == "POST" else 200)


@needs(Verb.STOP)
def run_stop(request: SignedIn, pk: int) -> HttpResponse:
    """Ask for the reason, and stop the run on POST."""
    found = ask.run(request.rights, pk)
    form = StopForm(request.POST or None)
    if form.is_valid():
        try:
            stop_run(pk, rights=request.rights, at=clock.now(), reason=form.cleaned_data["reason"])
        except Refused as no:
            refused(form, no)
        else:
            messages.success(
                request, _("Die Fortführung ist gestoppt. Was noch nicht versandt war, bleibt hier.")
            )
            return redirect("run", pk)
    page = {"run": found, "form": form, "progress": ask.progress(found)}
    return render(request, "office/run_stop.html", page, status=422 if form.errors else 200)


def _step(request: SignedIn, pk: int, action: Callable[..., Any], done: str, **options: Any) -> HttpResponse:
    """Do one step; a refusal shows the page of the run with its sentence, a GET just the page."""
    found = ask.run(request.rights, pk)
    if request.method != "POST":
        return redirect("run", pk)
    try:
        action(pk, rights=request.rights, at=clock.now(), **options)
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, done)
    return redirect("run", pk)


def _why_not(run: Run, rights: Rights) -> str:
    """Say before the button is pressed why this person may not release; empty where they may."""
    try:
        require_other_person(ask.hands(run), rights.person.pk, rights.acting_for_id)
    except Refused as no:
        return no.sentence(_)
    return ""
