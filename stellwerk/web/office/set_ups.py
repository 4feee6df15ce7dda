"""Set up a programme: begin one, go through its steps, see what is missing, try it, open it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.set_ups import create_programme, open_programme
from stellwerk.actions.trials import Trial, TrialCase, try_programme
from stellwerk.gateways import clock
from stellwerk.law.forms import FieldKind
from stellwerk.law.money import ZERO
from stellwerk.law.periods import add_months
from stellwerk.law.terms import CostPlan
from stellwerk.law.working import Refused
from stellwerk.models import Programme, ProgrammeState
from stellwerk.queries import set_ups as ask
from stellwerk.queries.blueprints import Blueprint, blueprint_of, shipped_blueprints
from stellwerk.queries.calls import published_versions
from stellwerk.queries.prefill import names_of
from stellwerk.queries.programmes import programmes
from stellwerk.web.answers import said
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.call_forms import CallForm
from stellwerk.web.office.set_up_forms import SourceForm, TrialForm
from stellwerk.web.office.set_up_steps import STEPS, SetUpStep, after
from stellwerk.web.office.unreleased import typeset
from stellwerk.web.refusals import refused

TEMPLATE, COPY = "vorlage", "programm"


@needs(Verb.PREPARE)
def programme_new(request: SignedIn) -> HttpResponse:
    shipped = shipped_blueprints()
    form = _source_form(request, shipped)
    if form.is_valid():
        it = form.cleaned_data
        blueprint = _blueprint(request, it.pop("source"), shipped)
        try:
            made = create_programme(blueprint, rights=request.rights, at=clock.now(), **it)
        except Refused as no:
            refused(form, no)
        else:
            told = _("Das Programm ist angelegt. Bis zur Eröffnung sieht es nur Ihre Behörde.")
            messages.success(request, told)
            return redirect("set_up_missing", made.slug)
    page = {"form": form, "blueprints": shipped}
    return render(request, "office/programme_new.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def set_up_missing(request: SignedIn, slug: str) -> HttpResponse:
    return _missing(request, ask.to_set_up(request.rights, slug))


@needs(Verb.PREPARE)
def set_up_step(request: SignedIn, slug: str, step: str) -> HttpResponse:
    """Show a step and save it; a step of rows adds one at a time."""
    found, it = ask.to_set_up(request.rights, slug), _step(step)
    form = _step_form(request, found, it)
    if form.is_valid():
        try:
            it.store(found.pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Gespeichert."))
            return _onwards(slug, it)
    page = {"programme": found, "step": it, "steps": STEPS.values(), "form": form, "next": after(it.key)}
    page["rows"] = list(it.there(found)) if it.there else []
    return render(request, "office/set_up_step.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def set_up_remove(request: SignedIn, slug: str, step: str, key: str) -> HttpResponse:
    found, it = ask.to_set_up(request.rights, slug), _step(step)
    if it.remove is None:
        raise Http404
    if request.method == "POST":
        it.remove(found.pk, key, rights=request.rights, at=clock.now())
        messages.success(request, _("Die Zeile ist entfernt."))
    return redirect("set_up_step", slug, step)


@needs(Verb.PREPARE)
def set_up_try(request: SignedIn, slug: str) -> HttpResponse:
    """Try the programme with an invented applicant; nothing is kept, so the answer is the page itself."""
    found = ask.to_set_up(request.rights, slug)
    form = TrialForm(request.POST or None, terms=ask.newest_terms(found), initial=_to_begin_with(found))
    trial: Trial | None = None
    if form.is_valid():
        try:
            case = _case(form.cleaned_data)
            trial = try_programme(found.pk, rights=request.rights, at=clock.now(), case=case)
        except Refused as no:
            refused(form, no)
    if trial and trial.document and request.POST.get("als") == "pdf":
        return _pdf(trial.document)
    page = {"programme": found, "form": form, "trial": trial, "answers": _answers(trial)}
    return render(request, "office/set_up_trial.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def set_up_open(request: SignedIn, slug: str) -> HttpResponse:
    found = ask.to_set_up(request.rights, slug)
    if request.method != "POST":
        return redirect("set_up_missing", slug)
    try:
        open_programme(found.pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return _missing(request, found, refusal=no.sentence(_))
    messages.success(request, _("Das Programm ist eröffnet. Antragsberechtigte sehen seine Förderaufrufe."))
    return redirect("programme", slug)


def _missing(request: SignedIn, found: Programme, refusal: str = "") -> HttpResponse:
    lines = ask.checked(found)
    page = {
        "programme": found,
        "lines": [(line, STEPS[line.need.step].title) for line in lines],
        "lacking": sum(not line.is_there for line in lines),
        "is_open": found.state == ProgrammeState.OPEN,
        "may_change": found.authority_id in request.rights.offices(Verb.PREPARE),
        "refusal": refusal,
    }
    return render(request, "office/set_up_missing.html", page, status=422 if refusal else 200)


def _source_form(request: SignedIn, shipped: list[Blueprint]) -> SourceForm:
    own = [
        (f"{COPY}:{one.slug}", _("Kopie von: %(name)s") % {"name": one.name})
        for one in programmes(request.rights)
    ]
    ready = [(f"{TEMPLATE}:{one.key}", _("Vorlage: %(name)s") % {"name": one.title}) for one in shipped]
    offices = ask.authorities(request.rights)
    return SourceForm(request.POST or None, sources=[*own, *ready], authorities=offices)


def _blueprint(request: SignedIn, source: str, shipped: list[Blueprint]) -> Blueprint:
    """Return the blueprint that was chosen; the form let through only what there is."""
    kind, key = source.split(":", 1)
    if kind == TEMPLATE:
        return next(one for one in shipped if one.key == key)
    return blueprint_of(ask.to_set_up(request.rights, key))


def _step(key: str) -> SetUpStep:
    if key not in STEPS:
        raise Http404
    return STEPS[key]


def _step_form(request: SignedIn, found: Programme, it: SetUpStep) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if issubclass(it.form, CallForm):
        versions = published_versions(request.rights).filter(form__programme=found)
        return it.form(data, terms=found.terms.order_by("-number"), versions=versions)
    return it.form(data, initial=it.initial(found))


def _onwards(slug: str, it: SetUpStep) -> HttpResponse:
    """Go on to the next step; where rows are added, stay."""
    if it.adds:
        return redirect("set_up_step", slug, it.key)
    return redirect("set_up_step", slug, after(it.key))


def _answers(trial: Trial | None) -> list[tuple[str, str]]:
    """Return what was answered, in words."""
    listed = trial.answers if trial else []
    places = [str(value) for one, value in listed if one.kind == FieldKind.MUNICIPALITY]
    names = names_of(places)
    return [(one.label, said(one, value, names)) for one, value in listed]


def _to_begin_with(found: Programme) -> dict[str, Any]:
    """Return a case that most terms allow: a whole post, from the next year on, for as long as it may be."""
    terms, today = ask.newest_terms(found), clock.today()
    starts_on = today.replace(year=today.year + 1, month=1, day=1)
    months = (terms.longest_months if terms else None) or 12
    share = (terms.maximum_share if terms else None) or 1
    last_day = add_months(starts_on, months) - timedelta(days=1)
    return {"share": share, "starts_on": starts_on, "last_day": last_day, "people": 25_000}


def _case(it: dict[str, Any]) -> TrialCase:
    eligible = it.get("eligible")
    costs = None
    if eligible is not None:
        costs = CostPlan(eligible, it.get("own") or ZERO, it.get("third_party") or ZERO)
    return TrialCase(
        share=it["share"],
        starts_on=it["starts_on"],
        ends_on=it["last_day"] + timedelta(days=1),
        people=it.get("people"),
        costs=costs,
        follows=it.get("follows", ""),
    )


def _pdf(document: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(typeset(document, at=clock.now()), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="probe.pdf"'
    return answer
