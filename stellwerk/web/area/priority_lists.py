"""Priority lists: which there are, one with its services, and keeping it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.priority_lists import keep_priority_list
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import PriorityList
from stellwerk.queries import services as ask
from stellwerk.web.area.service_forms import PriorityListForm, lines
from stellwerk.web.area.services import READERS
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(*READERS)
def priority_lists(request: SignedIn) -> HttpResponse:
    may_keep = request.rights.may(Verb.KEEP_CATALOGUE)
    page = {"leaf": leaf(request, ask.priority_lists()), "may_keep": may_keep}
    return render(request, "area/priority_lists.html", page)


@needs(*READERS)
def priority_list(request: SignedIn, slug: str) -> HttpResponse:
    found = ask.priority_list(slug)
    may_keep = request.rights.may(Verb.KEEP_CATALOGUE)
    page = {"priority_list": found, "leaf": leaf(request, ask.ranked(found)), "may_keep": may_keep}
    return render(request, "area/priority_list.html", page)


@needs(Verb.KEEP_CATALOGUE)
def priority_list_new(request: SignedIn) -> HttpResponse:
    return _kept(request, PriorityListForm(request.POST or None), None)


@needs(Verb.KEEP_CATALOGUE)
def priority_list_edit(request: SignedIn, slug: str) -> HttpResponse:
    found = ask.priority_list(slug)
    keys = list(ask.ranked(found).values_list("service__key", "service__name"))
    initial = {"name": found.name, "source": found.source, "as_of": found.as_of, "keys": lines(keys)}
    return _kept(request, PriorityListForm(request.POST or None, initial=initial), found)


def _kept(request: SignedIn, form: PriorityListForm, found: PriorityList | None) -> HttpResponse:
    if form.is_valid():
        by: dict[str, Any] = {"rights": request.rights, "at": clock.now()}
        try:
            kept = keep_priority_list(found.slug if found else None, **form.cleaned_data, **by)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Prioritätenliste ist gespeichert."))
            return redirect("priority_list", kept.slug)
    page = {"form": form, "priority_list": found}
    return render(request, "area/priority_list_form.html", page, status=422 if form.errors else 200)
