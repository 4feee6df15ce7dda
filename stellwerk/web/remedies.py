"""Objections and actions, for both sides: the list, a new one against a notice, and one with its deadline."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.remedies import file_remedy, record_remedy
from stellwerk.gateways import clock
from stellwerk.law.figures import load_figures
from stellwerk.law.remedies import Filing, form_of_filing, is_objection_first
from stellwerk.law.working import Refused
from stellwerk.models import Letter, RemedyCase, RemedyChallenge, RemedyFiling, RemedyKind, RemedyState
from stellwerk.queries import remedies as ask
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused
from stellwerk.web.remedy_forms import FileForm, RecordForm, RemedyFilter


@needs(Verb.READ_OFFICE, Verb.OBJECT)
def remedies(request: SignedIn) -> HttpResponse:
    form = RemedyFilter(request.GET)
    form.is_valid()
    it = form.cleaned_data
    rows = ask.remedies(request.rights, state=it.get("stand", ""), kind=it.get("art", ""), q=it.get("q", ""))
    return render(request, "remedies.html", {"form": form, "leaf": leaf(request, rows)})


@needs(Verb.PREPARE, Verb.OBJECT)
def remedy_new(request: SignedIn, letter: int) -> HttpResponse:
    """File an objection for one's own office, or record what came by post; the page says what counts."""
    found = ask.contestable(request.rights, letter)
    is_own = found.addressee_id in request.rights.offices(Verb.OBJECT)
    form = _form(request, is_own=is_own)
    if form.is_valid():
        try:
            made = _made(request, found, form, is_own=is_own)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Rechtsbehelf ist erfasst."))
            return redirect("remedy", made.pk)
    page = {"letter": found, "form": form, "is_own": is_own, **_readings()}
    return render(request, "remedy_new.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE, Verb.OBJECT)
def remedy(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.remedy_case(request.rights, pk))


def show(request: SignedIn, found: RemedyCase, *, refusal: str = "") -> HttpResponse:
    """Show a case; with the sentence of a refusal where a step did not work."""
    is_office, is_open = request.rights.may(Verb.READ_OFFICE), found.state == RemedyState.OPEN
    page = {
        "case": found,
        "refusal": refusal,
        "effect": ask.effect(found),
        "suspends": ask.suspends(found, on=clock.today()),
        "is_office": is_office,
        "may_prepare": request.rights.may(Verb.PREPARE) and is_open,
        "may_release": request.rights.may(Verb.RELEASE) and is_open,
        "may_end_effect": request.rights.may(Verb.PREPARE) and found.outcome == "rejected" and not is_open,
        "history": ask.timeline(found) if is_office else (),
    }
    return render(request, "remedy.html", page, status=422 if refusal else 200)


def _form(request: SignedIn, *, is_own: bool) -> forms.Form:
    if is_own:
        return FileForm(request.POST or None)
    today = clock.today()
    return RecordForm(
        request.POST or None, initial={"filed_on": today, "received_on": today, "is_instructed": "yes"}
    )


def _made(request: SignedIn, letter: Letter, form: forms.Form, *, is_own: bool) -> RemedyCase:
    values: dict[str, Any] = dict(form.cleaned_data)
    values |= {"challenge": RemedyChallenge(values["challenge"])}
    if is_own:
        return file_remedy(letter.pk, rights=request.rights, at=clock.now(), **values)
    values |= {"kind": RemedyKind(values["kind"]), "filing": RemedyFiling(values["filing"])}
    return record_remedy(letter.pk, rights=request.rights, at=clock.now(), **values)


def _readings() -> dict[str, object]:
    """Return which remedy is open and what filing by the page is worth, as the settings of today say."""
    today, figures = clock.today(), load_figures()
    return {
        "open_remedy": is_objection_first(today, figures=figures),
        "page_form": form_of_filing(Filing.PAGE, today, figures=figures),
    }
