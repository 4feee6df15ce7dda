"""The catalogue: services with filters, to take along, and one service with all that is known of it."""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.models import Service
from stellwerk.queries import services as ask
from stellwerk.queries.online_services import serving
from stellwerk.web.area.service_forms import ServiceFilter, in_words
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf

EXPORTED = (
    "key",
    "name",
    "execution_type",
    "ozg_service",
    "ozg_service__name",
    "ozg_service__life_situation__subject_area__name",
    "legal_basis",
    "source",
    "as_of",
    "gone_on",
)
READERS = Verb.READ_COVERAGE, Verb.KEEP_CATALOGUE


@needs(*READERS)
def services(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    page = {
        "form": form,
        "leaf": leaf(request, rows),
        "is_ranked": bool(form.cleaned_data.get("liste")),
        "may_keep": request.rights.may(Verb.KEEP_CATALOGUE),
    }
    return render(request, "area/services.html", page)


@needs(*READERS)
def services_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [
        _("LeiKa-Schlüssel"),
        _("Leistung"),
        _("Vollzugstyp"),
        _("OZG-Nummer"),
        _("OZG-Leistung"),
        _("Themenfeld"),
        _("Rechtsgrundlage"),
        _("Quelle"),
        _("Stand"),
        _("entfallen am"),
    ]
    _form, rows = _filtered(request)
    return table(kind, "leistungen", head, rows.values_list(*EXPORTED).iterator(chunk_size=2000))


@needs(*READERS)
def service(request: SignedIn, key: str) -> HttpResponse:
    found, today = ask.service(key), clock.today()
    page = {
        "service": found,
        "execution": in_words(found.execution_type),
        "bundle": ask.bundle(found.ozg_service) if found.ozg_service else None,
        "bases": ask.bases(found),
        "online_services": serving(found, on=today),
        "lists": ask.on_lists(found),
        "schemas": ask.data_schemas(found),
        "spread": ask.spread(found, on=today),
        "may_keep": request.rights.may(Verb.KEEP_CATALOGUE),
        "may_read": request.rights.may(Verb.READ_COVERAGE),
        "is_example": ask.has_examples(found),
        "today": today,
    }
    return render(request, "area/service.html", page)


def _filtered(request: SignedIn) -> tuple[ServiceFilter, QuerySet[Service]]:
    """Return the filter and what it leaves; a value that is no choice filters nothing."""
    form = ServiceFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    return form, ask.services(
        q=wanted.get("q", ""),
        subject_area=wanted.get("themenfeld"),
        execution=wanted.get("vollzug", ""),
        priority_list=wanted.get("liste"),
        with_gone=bool(wanted.get("stand")),
    )
