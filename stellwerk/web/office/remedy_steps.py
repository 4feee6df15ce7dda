"""The steps of an objection or action at the authority: form, immediate execution, its end by two people."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions import remedies as act
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import RemedyFiling, RemedyOutcome
from stellwerk.queries import remedies as ask
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.refusals import refused
from stellwerk.web.remedies import show
from stellwerk.web.remedy_forms import CompleteForm, EffectForm, ImmediateForm, OutcomeForm


@needs(Verb.PREPARE)
def remedy_form(request: SignedIn, pk: int) -> HttpResponse:
    """Record that the paper has come."""

    def keep(pk: int, *, filing: str, **options: Any) -> object:
        return act.complete_form(pk, filing=RemedyFiling(filing), **options)

    form = CompleteForm(request.POST or None, initial={"received_on": clock.today()})
    return _ask(request, pk, form, keep, _("Eingang in der vorgeschriebenen Form"))


@needs(Verb.RELEASE)
def remedy_immediate(request: SignedIn, pk: int) -> HttpResponse:
    form = ImmediateForm(request.POST or None)
    return _ask(request, pk, form, act.order_immediate, _("Sofortige Vollziehung anordnen"))


@needs(Verb.PREPARE)
def remedy_propose(request: SignedIn, pk: int) -> HttpResponse:
    def keep(pk: int, *, outcome: str, **options: Any) -> object:
        return act.propose_outcome(pk, outcome=RemedyOutcome(outcome), **options)

    found = ask.remedy_case(request.rights, pk)
    initial = {name: getattr(found, name) for name in ("outcome", "reason", "effect_ends_on")}
    form = OutcomeForm(request.POST or None, initial=initial)
    return _ask(request, pk, form, keep, _("Ausgang vorschlagen"))


@needs(Verb.RELEASE)
def remedy_decide(request: SignedIn, pk: int) -> HttpResponse:
    """Decide as proposed; a GET just shows the page."""
    found = ask.remedy_case(request.rights, pk)
    if request.method != "POST":
        return redirect("remedy", pk)
    try:
        act.decide_remedy(pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, _("Über den Rechtsbehelf ist entschieden."))
    return redirect("remedy", pk)


@needs(Verb.PREPARE)
def remedy_effect(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.remedy_case(request.rights, pk)
    form = EffectForm(request.POST or None, initial={"on": found.effect_ends_on or clock.today()})
    return _ask(request, pk, form, act.end_effect, _("Ende der aufschiebenden Wirkung"))


def _ask(
    request: SignedIn, pk: int, form: forms.Form, action: Callable[..., object], title: str
) -> HttpResponse:
    """Ask for the words of a step, and do it on POST."""
    found = ask.remedy_case(request.rights, pk)
    if form.is_valid():
        try:
            action(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("remedy", pk)
    page = {"case": found, "form": form, "title": title}
    return render(request, "office/remedy_step.html", page, status=422 if form.errors else 200)
