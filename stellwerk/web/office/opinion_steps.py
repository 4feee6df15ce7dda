"""The steps of a request for an opinion: remind, note silence, withdraw, record an answer, treat a point."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions import opinions as act
from stellwerk.actions.opinion_answers import answer_opinion, treat_point
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Treatment
from stellwerk.queries import opinions as ask
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.opinions import show
from stellwerk.web.opinion_forms import PointForm, WithdrawForm, opinion_form
from stellwerk.web.refusals import refused


@needs(Verb.PREPARE)
def opinion_remind(request: SignedIn, pk: int) -> HttpResponse:
    return _step(request, pk, act.remind_offices, _("Die Erinnerungen sind auf dem Weg."))


@needs(Verb.PREPARE)
def opinion_silence(request: SignedIn, pk: int) -> HttpResponse:
    return _step(request, pk, act.note_silence, _("Das Schweigen ist als Einvernehmen festgehalten."))


@needs(Verb.PREPARE)
def opinion_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.request(request.rights, pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            act.withdraw_request(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Bitte um Stellungnahme ist zurückgezogen."))
            return redirect("opinion_request", pk)
    page = {"found": found, "form": form, "title": _("Bitte um Stellungnahme zurückziehen")}
    return render(request, "office/opinion_step.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def opinion_record(request: SignedIn, pk: int, opinion: int) -> HttpResponse:
    """Record what came by post; the button for more points only adds fields."""
    found = ask.request(request.rights, pk)
    one = get_object_or_404(ask.of_request(found), pk=opinion)
    form = opinion_form(request, one, today=clock.today(), by_post=True)
    if form.is_valid():
        try:
            answer_opinion(opinion, rights=request.rights, at=clock.now(), **form.values)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(
                request, _("Die Stellungnahme von %(name)s ist erfasst.") % {"name": one.office.name}
            )
            return redirect("opinion_request", pk)
    page = {"found": found, "opinion": one, "form": form}
    return render(request, "office/opinion_record.html", page, status=422 if form.is_bound else 200)


@needs(Verb.PREPARE)
def opinion_point(request: SignedIn, pk: int, point: int) -> HttpResponse:
    found = ask.request(request.rights, pk)
    one = get_object_or_404(ask.points(found), pk=point)
    form = PointForm(request.POST or None, initial={"treatment": one.treatment, "why": one.why})
    if form.is_valid():
        treatment, why = Treatment(form.cleaned_data["treatment"]), form.cleaned_data["why"]
        try:
            treat_point(point, rights=request.rights, at=clock.now(), treatment=treatment, why=why)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Behandlung des Punktes ist festgehalten."))
            return redirect("opinion_request", pk)
    page = {"found": found, "form": form, "point": one, "title": _("Punkt behandeln")}
    return render(request, "office/opinion_step.html", page, status=422 if form.errors else 200)


def _step(request: SignedIn, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    """Do one step; a refusal shows the page with its sentence, a GET just the page."""
    found = ask.request(request.rights, pk)
    if request.method != "POST":
        return redirect("opinion_request", pk)
    try:
        action(pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, done)
    return redirect("opinion_request", pk)
