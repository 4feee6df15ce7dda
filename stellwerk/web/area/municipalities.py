"""Municipalities: the list, and the services of one with their age in words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.models import Channel, Confidence, CoverageSource, CoverageState, Service
from stellwerk.queries import municipalities as ask
from stellwerk.queries.online_services import names
from stellwerk.web.area.coverage_forms import MunicipalityFilter, ServicesFilter
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf

BATCH = 500
STATES, CHANNELS = dict(CoverageState.choices), dict(Channel.choices)
SOURCES, CONFIDENCES = dict(CoverageSource.choices), dict(Confidence.choices)


@needs(Verb.READ_COVERAGE)
def municipalities(request: SignedIn) -> HttpResponse:
    """Show the list; a coordinator starts with the own district."""
    values = request.GET.copy()
    own = sorted(request.rights.districts(Verb.ENTER_COVERAGE))
    if "kreis" not in values and own:
        values["kreis"] = own[0]
    form = MunicipalityFilter(values)
    form.is_valid()
    district = form.cleaned_data.get("kreis")
    rows = ask.municipalities(district=district.pk if district else "", q=form.cleaned_data.get("q", ""))
    page = {"form": form, "leaf": leaf(request, rows), "district": district}
    page["may_compare"] = district is not None and (
        district.pk in own or request.rights.may(Verb.READ_OFFICE)
    )
    return render(request, "area/municipalities.html", page)


@needs(Verb.READ_COVERAGE)
def municipality(request: SignedIn, ags: str) -> HttpResponse:
    found = ask.municipality(ags)
    form, on, rows = _filtered(request, ags)
    shown = leaf(request, rows)
    page = {
        "place": found,
        "form": form,
        "on": on,
        "leaf": shown,
        "lines": [(line, _channels(line)) for line in ask.lines(ags, list(shown.page), day=on)],
        "is_example": ask.has_example(ags),
        "is_own": found.district_id in request.rights.districts(Verb.ENTER_COVERAGE),
    }
    return render(request, "area/municipality.html", page)


@needs(Verb.READ_COVERAGE)
def municipality_export(request: SignedIn, ags: str, kind: str) -> HttpResponseBase:
    found = ask.municipality(ags)
    _form, on, rows = _filtered(request, ags)
    head = [_("AGS"), _("Gemeinde"), _("LeiKa-Schlüssel"), _("Leistung"), _("Art"), _("Stand"), _("seit")]
    head += [_("geplant für"), _("Reifegrad"), _("Reifegradmodell"), _("Quelle"), _("Verlässlichkeit")]
    head += [_("geprüft am"), _("Bemerkung"), _("Onlinedienst")]
    return table(kind, f"angebot-{ags}", head, _cells(ags, found.name, rows, on))


def _filtered(request: SignedIn, ags: str) -> tuple[ServicesFilter, date, QuerySet[Service]]:
    """Return the filter, its day and what it leaves; a value that is no choice filters nothing."""
    form = ServicesFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    on = wanted.get("am") or clock.today()
    listed = wanted.get("liste")
    rows = ask.services_of(
        ags,
        day=on,
        state=wanted.get("stand", ""),
        q=wanted.get("q", ""),
        listed=listed.pk if listed else None,
    )
    return form, on, rows


def _channels(line: ask.Line) -> str:
    return ", ".join(str(CHANNELS[channel]) for channel in line.cell.facts) if line.cell else ""


def _cells(ags: str, name: str, rows: QuerySet[Service], on: date) -> Iterator[list[Any]]:
    """Yield a row for each channel; one without a state where nothing is collected."""
    services, online_services = list(rows), names()
    for start in range(0, len(services), BATCH):
        for line in ask.lines(ags, services[start : start + BATCH], day=on):
            where = [ags, name, line.service.key, line.service.name]
            for fact in line.cell.facts.values() if line.cell else ():
                yield [
                    *where,
                    CHANNELS[fact.channel],
                    STATES[fact.state],
                    fact.valid_from,
                    fact.planned_on,
                    fact.maturity,
                    fact.maturity_model,
                    SOURCES[fact.source],
                    CONFIDENCES[fact.confidence],
                    fact.checked_on,
                    fact.note,
                    online_services.get(fact.online_service or 0, ""),
                ]
            if line.cell is None:
                yield [*where, "", _("nicht erhoben"), *[""] * 9]
