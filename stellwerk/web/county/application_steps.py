"""The steps of one's own application: hand over, certify, give back, withdraw, and the receipt."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.applications import (
    give_back_application,
    hand_over_application,
    withdraw_application,
)
from stellwerk.actions.submissions import certify_application
from stellwerk.gateways import clock
from stellwerk.law.applications import TO_CERTIFY, require_second_person
from stellwerk.law.working import Refused
from stellwerk.models import Application
from stellwerk.queries import applications as ask
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.prefill import names_of
from stellwerk.web.answers import parts, spoken_of
from stellwerk.web.application_versions import versions_page
from stellwerk.web.county.answer_forms import ReasonForm
from stellwerk.web.county.applications import show
from stellwerk.web.county.sections import seen_version
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.refusals import refused


@needs(Verb.APPLY)
def application_hand_over(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.own_application(request.rights, pk)
    if request.method != "POST":
        return redirect("own_application", pk)
    try:
        hand_over_application(pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, _("Der Antrag wartet jetzt auf die Zeichnung durch eine zweite Person."))
    return redirect("own_application", pk)


@needs(Verb.CERTIFY)
def application_certify(request: SignedIn, pk: int) -> HttpResponse:
    """Show all that is about to be submitted, and submit it on POST."""
    found = ask.own_application(request.rights, pk)
    if found.state != TO_CERTIFY:
        return redirect("own_application", pk)
    refusal = _why_not(found, request.rights.person.pk)
    if request.method == "POST":
        try:
            certify_application(pk, rights=request.rights, at=clock.now(), seen=seen_version(request))
        except Refused as no:
            refusal = no.sentence(_)
        else:
            messages.success(request, _("Der Antrag ist eingereicht. Hier ist die Eingangsbestätigung."))
            return redirect("receipt", pk)
    page = {"application": found, "refusal": refusal, "now": clock.now(), **_content(found)}
    return render(request, "county/certify.html", page, status=422 if request.method == "POST" else 200)


@needs(Verb.APPLY)
def application_give_back(request: SignedIn, pk: int) -> HttpResponse:
    """Ask what is to be changed, and open the draft again on POST."""
    found = ask.own_application(request.rights, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            give_back_application(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Antrag ist wieder offen und kann geändert werden."))
            return redirect("own_application", pk)
    page = {"application": found, "form": form}
    return render(request, "county/give_back.html", page, status=422 if form.errors else 200)


@needs(Verb.APPLY)
def application_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Ask for the reason, and take the application back on POST."""
    found = ask.own_application(request.rights, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_application(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Antrag ist zurückgenommen."))
            return redirect("own_application", pk)
    page = {"application": found, "form": form}
    return render(request, "county/withdraw.html", page, status=422 if form.errors else 200)


@needs(Verb.APPLY)
def receipt(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.own_application(request.rights, pk)
    receipts = list(ask.receipts(found))
    return render(request, "county/receipt.html", {"application": found, "receipts": receipts})


@needs(Verb.APPLY)
def own_versions(request: SignedIn, pk: int) -> HttpResponse:
    """Show who saved when, and what two versions differ in."""
    found = ask.own_application(request.rights, pk)
    return render(request, "county/versions.html", versions_page(request, found, only_submitted=False))


def _content(found: Application) -> dict[str, object]:
    definition, newest = definition_of(found.form_version), ask.written(found)
    names = names_of(spoken_of(definition, newest.answers))
    return {
        "parts": parts(definition, newest.answers, files=ask.attachments(found), names=names),
        "version": newest,
    }


def _why_not(found: Application, person: int) -> str:
    """Say before the button is pressed why this person may not certify; empty where they may."""
    try:
        require_second_person(ask.authors(found), person)
    except Refused as no:
        return no.sentence(_)
    return ""
