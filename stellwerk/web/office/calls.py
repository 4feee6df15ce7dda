"""Calls of the authority: which there are, a new one, and one with its applications."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.calls import change_call, open_call
from stellwerk.gateways import clock
from stellwerk.law.calls import is_open
from stellwerk.law.working import Refused
from stellwerk.models import Terms
from stellwerk.queries import calls as ask
from stellwerk.queries.lists.applications import CASES
from stellwerk.queries.lists.calls import CALLS
from stellwerk.queries.programmes import programmes
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists import pages as lists
from stellwerk.web.lists.cells import PICKED
from stellwerk.web.office.call_forms import CallEditForm, CallForm
from stellwerk.web.refusals import refused


@needs(Verb.READ_OFFICE)
def calls(request: SignedIn) -> HttpResponse:
    return lists.show(request, CALLS, "office/calls.html", now=clock.now())


@needs(Verb.PREPARE)
def call_new(request: SignedIn) -> HttpResponse:
    terms = Terms.objects.filter(programme__in=programmes(request.rights).order_by()).order_by("-pk")
    form = CallForm(request.POST or None, terms=terms, versions=ask.published_versions(request.rights))
    if form.is_valid():
        try:
            made = open_call(rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Förderaufruf ist angelegt. Landkreise sehen ihn ab sofort."))
            return redirect("call", made.pk)
    return render(request, "office/call_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def call_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.call(request.rights, pk)
    names = ("text", "opens_at", "closes_at", "form_version")
    initial = {name: getattr(found, name) for name in names}
    versions = ask.published_versions(request.rights).filter(form__programme=found.programme)
    form = CallEditForm(request.POST or None, initial=initial, terms=Terms.objects.none(), versions=versions)
    if form.is_valid():
        try:
            change_call(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Förderaufruf ist geändert."))
            return redirect("call", pk)
    page = {"form": form, "call": found}
    return render(request, "office/call_form.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def call(request: SignedIn, pk: int) -> HttpResponse:
    found, now = ask.call(request.rights, pk), timezone.localtime(clock.now())
    page = {
        "call": found,
        "now": now,
        "is_open": is_open(found.opens_at, found.closes_at, at=now),
        "picked": PICKED,
    }
    may_pick = request.rights.may(Verb.PREPARE)
    fixed = {"aufruf": str(found.pk)}
    return lists.show(request, CASES, "office/call.html", may_pick=may_pick, fixed=fixed, **page)
