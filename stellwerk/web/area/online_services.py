"""Online services: the list, one with its services and who looks after it, and a list taken over."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.online_services import (
    hand_over_maintenance,
    import_online_services,
    keep_online_service,
)
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import OnlineService
from stellwerk.queries import online_services as ask
from stellwerk.web.area.service_forms import (
    MaintenanceForm,
    OnlineServiceFilter,
    OnlineServiceForm,
    ServiceListForm,
    present,
)
from stellwerk.web.area.services import READERS
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(*READERS)
def online_services(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    may_keep = request.rights.may(Verb.KEEP_CATALOGUE)
    page = {"form": form, "leaf": leaf(request, rows), "may_keep": may_keep}
    return render(request, "area/online_services.html", page)


@needs(*READERS)
def online_services_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [_("Onlinedienst"), _("Art"), _("Adresse"), _("LeiKa-Schlüssel"), _("Betreuung"), _("Quelle")]
    _form, rows = _filtered(request)
    return table(kind, "onlinedienste", head, _cells(rows))


@needs(*READERS)
def online_service(request: SignedIn, pk: int) -> HttpResponse:
    return _page(request, pk, MaintenanceForm())


@needs(Verb.KEEP_CATALOGUE)
def online_service_maintenance(request: SignedIn, pk: int) -> HttpResponse:
    form = MaintenanceForm(request.POST or None)
    if form.is_valid():
        try:
            hand_over_maintenance(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Zuständigkeit ist eingetragen."))
            return redirect("online_service", pk)
    return _page(request, pk, form)


@needs(Verb.KEEP_CATALOGUE)
def online_service_new(request: SignedIn) -> HttpResponse:
    key = request.GET.get("leistung", "")
    return _kept(request, OnlineServiceForm(request.POST or None, initial={"keys": key}), None)


@needs(Verb.KEEP_CATALOGUE)
def online_service_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.online_service(pk)
    initial = present(found, list(ask.served(found).values_list("key", "name")))
    return _kept(request, OnlineServiceForm(request.POST or None, initial=initial), found)


@needs(Verb.KEEP_CATALOGUE)
def online_services_import(request: SignedIn) -> HttpResponse:
    """Check a list, or take it over, whichever button was pressed."""
    form = ServiceListForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        file, dry_run = form.cleaned_data["file"], "pruefen" in request.POST
        by: dict[str, Any] = {"rights": request.rights, "at": clock.now(), "dry_run": dry_run}
        try:
            page["outcome"] = import_online_services(file.read(), name=file.name, **by)
        except Refused as no:
            refused(form, no)
        else:
            page["is_done"] = not dry_run
    return render(request, "area/online_services_import.html", page, status=422 if form.errors else 200)


def _page(request: SignedIn, pk: int, form: MaintenanceForm) -> HttpResponse:
    found = ask.online_service(pk)
    page = {
        "online_service": found,
        "services": ask.served(found),
        "maintenances": ask.maintenances(found),
        "form": form,
        "may_keep": request.rights.may(Verb.KEEP_CATALOGUE),
    }
    return render(request, "area/online_service.html", page, status=422 if form.errors else 200)


def _kept(request: SignedIn, form: OnlineServiceForm, found: OnlineService | None) -> HttpResponse:
    if form.is_valid():
        by: dict[str, Any] = {"rights": request.rights, "at": clock.now()}
        try:
            kept = keep_online_service(found.pk if found else None, **form.cleaned_data, **by)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Onlinedienst ist gespeichert."))
            return redirect("online_service", kept.pk)
    page = {"form": form, "online_service": found}
    return render(request, "area/online_service_form.html", page, status=422 if form.errors else 200)


def _filtered(request: SignedIn) -> tuple[OnlineServiceFilter, QuerySet[OnlineService]]:
    form = OnlineServiceFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    rows = ask.online_services(on=clock.today(), q=wanted.get("q", ""), channel=wanted.get("art", ""))
    return form, rows


def _cells(rows: QuerySet[OnlineService]) -> Iterator[list[Any]]:
    for row in rows.prefetch_related("services").iterator(chunk_size=500):
        keys = ", ".join(sorted(service.key for service in row.services.all()))
        maintainer = row.maintainer  # type: ignore[attr-defined]
        yield [row.name, row.get_channel_display(), row.url, keys, maintainer, row.source]
