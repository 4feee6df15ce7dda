"""The check of an application: assignment, points, corrections, notes, flags, the early start."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions import checks as act
from stellwerk.actions.early_starts import decide_early_start, propose_early_start
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Application, CheckState
from stellwerk.queries import applications as ask
from stellwerk.queries import checks
from stellwerk.queries.calls import definition as definition_of
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.applications import show
from stellwerk.web.office.call_forms import (
    AssignForm,
    CorrectionForm,
    EarlyStartForm,
    FlagForm,
    NoteForm,
    PointForm,
    ReopenForm,
)
from stellwerk.web.refusals import refused


@needs(Verb.PREPARE)
def application_assign(request: SignedIn, pk: int) -> HttpResponse:
    """Assign the case to whom the form names, or to oneself."""
    found = ask.application(request.rights, pk)
    people = checks.case_workers(found.call.programme.authority_id, on=clock.today())
    said = request.POST.copy()
    if "ich" in said:
        said["to"] = str(request.rights.person.pk)
    form = AssignForm(said or None, people=people, initial={"to": found.assigned_to_id})
    if request.method != "POST":
        return redirect("application", pk)
    if not form.is_valid():
        return show(request, found, refusal=str(form.errors["to"][0]), assign=form)
    to = form.cleaned_data["to"]
    return _step(request, found, act.assign_application, _("Die Zuständigkeit ist festgehalten."), to=to)


@needs(Verb.PREPARE)
def application_point(request: SignedIn, pk: int, key: str) -> HttpResponse:
    found = ask.application(request.rights, pk)
    point = next((one for one in checks.points(found) if one.key == key), None)
    if point is None:
        raise Http404
    form = PointForm(request.POST or None, initial={"state": point.state, "remark": point.remark})

    def keep(pk: int, *, state: str, **options: Any) -> object:
        return act.check_point(pk, key, state=CheckState(state), **options)

    page = {"title": point.label, "help": point.help}
    return _ask(request, found, form, keep, _("Das Ergebnis ist festgehalten."), page)


@needs(Verb.PREPARE)
def application_correction(request: SignedIn, pk: int) -> HttpResponse:
    """Choose the fields that the applicant shall answer again."""
    found = ask.application(request.rights, pk)
    form, chosen = CorrectionForm(request.POST or None), request.POST.getlist("fields")
    if form.is_valid():
        try:
            it = form.cleaned_data | {"fields": chosen}
            act.request_correction(pk, rights=request.rights, at=clock.now(), **it)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Antragsteller ist um Ergänzung gebeten."))
            return redirect("application", pk)
    definition = definition_of(found.form_version)
    sections = [
        (part.title, [(one, one.key in chosen) for one in part.fields]) for part in definition.sections
    ]
    page = {"application": found, "form": form, "sections": sections}
    return render(request, "office/application_correction.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def application_ready(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.application(request.rights, pk)
    return _step(request, found, act.make_ready, _("Der Antrag ist entscheidungsreif."))


@needs(Verb.PREPARE)
def application_reopen(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.application(request.rights, pk)
    page = {"title": _("Wieder prüfen")}
    form, done = ReopenForm(request.POST or None), _("Der Antrag ist wieder in Prüfung.")
    return _ask(request, found, form, act.reopen_check, done, page)


@needs(Verb.PREPARE)
def application_note(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.application(request.rights, pk)
    page = {"title": _("Vermerk schreiben")}
    return _ask(
        request, found, NoteForm(request.POST or None), act.add_note, _("Der Vermerk ist gespeichert."), page
    )


@needs(Verb.PREPARE)
def application_flag(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.application(request.rights, pk)
    page = {"title": _("Antrag markieren")}
    return _ask(
        request, found, FlagForm(request.POST or None), act.raise_flag, _("Der Antrag ist markiert."), page
    )


@needs(Verb.PREPARE)
def application_flag_clear(request: SignedIn, pk: int, flag: int) -> HttpResponse:
    found = ask.application(request.rights, pk)

    def clear(pk: int, **options: Any) -> object:
        return act.clear_flag(pk, flag, **options)

    return _step(request, found, clear, _("Die Markierung ist erledigt."))


@needs(Verb.PREPARE)
def application_early_start(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.application(request.rights, pk)
    before = checks.early_start(found)
    initial = {"granted": "1", "from_on": clock.today()}
    if before:
        granted = "1" if before.granted else ""
        initial = {"granted": granted, "from_on": before.from_on, "reason": before.reason}
    page = {
        "title": _("Vorzeitiger Maßnahmebeginn: Vorschlag"),
        "help": _(
            "Eine zweite Person entscheidet. Die Zulassung ist keine Bewilligung: "
            "Wer vorzeitig beginnt, trägt das Risiko selbst."
        ),
    }
    form = EarlyStartForm(request.POST or None, initial=initial)
    done = _("Der Vorschlag ist gespeichert. Nun entscheidet eine andere Person.")
    return _ask(request, found, form, propose_early_start, done, page)


@needs(Verb.RELEASE)
def application_early_decide(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.application(request.rights, pk)
    done = _("Über den vorzeitigen Maßnahmebeginn ist entschieden.")
    return _step(request, found, decide_early_start, done)


def _step(
    request: SignedIn, found: Application, action: Callable[..., object], done: str, **options: Any
) -> HttpResponse:
    """Do one step; a refusal shows the page of the case with its sentence, a GET just the page."""
    if request.method != "POST":
        return redirect("application", found.pk)
    try:
        action(found.pk, rights=request.rights, at=clock.now(), **options)
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, done)
    return redirect("application", found.pk)


def _ask(
    request: SignedIn,
    found: Application,
    form: forms.Form,
    action: Callable[..., object],
    done: str,
    page: dict[str, Any],
) -> HttpResponse:
    """Ask for the words of a step, and do it on POST."""
    if form.is_valid():
        try:
            action(found.pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, done)
            return redirect("application", found.pk)
    page = {"help": "", **page, "application": found, "form": form}
    return render(request, "office/application_step.html", page, status=422 if form.errors else 200)
