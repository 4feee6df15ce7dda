"""Addresses of municipalities: the list, one of them, a pasted table, to take along."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.town_halls import import_town_halls, keep_town_hall
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Municipality
from stellwerk.queries import town_halls as ask
from stellwerk.queries.intakes import own_districts
from stellwerk.web.area.town_hall_forms import TownHallFilter, TownHallForm, TownHallsForm
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs, reads_personal
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

READERS = Verb.ENTER_COVERAGE, Verb.READ_OFFICE


@needs(*READERS)
@reads_personal
def town_halls(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    own = request.rights.districts(Verb.ENTER_COVERAGE)
    shown = leaf(request, rows)
    page = {
        "form": form,
        "leaf": shown,
        "lines": [(place, _office(place), _is_example(place)) for place in shown.page],
        "may_keep": form.district is not None and form.district.pk in own,
        "may_import": bool(own),
    }
    return render(request, "area/town_halls.html", page)


@needs(*READERS)
@reads_personal
def town_halls_export(request: SignedIn, kind: str) -> HttpResponseBase:
    """Take the list along in the form that can be pasted again."""
    form, rows = _filtered(request)
    return table(kind, f"anschriften-{form.district.pk if form.district else 0}", ask.HEAD, _cells(rows))


@needs(Verb.ENTER_COVERAGE)
def town_hall(request: SignedIn, ags: str) -> HttpResponse:
    place = ask.own_place(request.rights, ags)
    before = ask.present(place)
    form = TownHallForm(request.POST or None, initial=asdict(before))
    if form.is_valid():
        by: dict[str, Any] = {"rights": request.rights, "at": clock.now()}
        try:
            keep_town_hall(ags, form.address, seen=before, **by)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Anschrift ist gespeichert."))
            return redirect("town_halls")
    page = {"place": place, "form": form, "is_new": _office(place) is None, "is_example": _is_example(place)}
    return render(request, "area/town_hall.html", page, status=422 if form.errors else 200)


@needs(Verb.ENTER_COVERAGE)
def town_halls_paste(request: SignedIn) -> HttpResponse:
    """Check a table, or take it over, whichever button was pressed."""
    form = TownHallsForm(request.POST or None, districts=own_districts(request.rights))
    page: dict[str, Any] = {"form": form, "is_done": False}
    if form.is_valid():
        by: dict[str, Any] = {
            "rights": request.rights,
            "at": clock.now(),
            "dry_run": "pruefen" in request.POST,
        }
        try:
            outcome = import_town_halls(form.rows(), district=form.cleaned_data["district"], **by)
        except Refused as no:
            refused(form, no)
        else:
            page |= {
                "outcome": outcome,
                "faults": [(it.number, it.refused.sentence(_)) for it in outcome.faults],
            }
            page["is_done"] = not by["dry_run"] and not outcome.faults
    is_wrong = bool(form.errors or page.get("faults"))
    return render(request, "area/town_halls_paste.html", page, status=422 if is_wrong else 200)


def _filtered(request: SignedIn) -> tuple[TownHallFilter, QuerySet[Municipality]]:
    """Read the filter; a coordinator starts with the own district."""
    values = request.GET.copy()
    own = sorted(request.rights.districts(Verb.ENTER_COVERAGE))
    if "kreis" not in values and own:
        values["kreis"] = own[0]
    form = TownHallFilter(values, districts=ask.districts(request.rights))
    district = form.district.pk if form.district else ""
    return form, ask.town_halls(district, q=form.words, is_missing=form.is_missing)


def _office(place: Municipality) -> Any:
    return getattr(place, "office", None)


def _is_example(place: Municipality) -> bool:
    office = _office(place)
    return office is not None and office.email.endswith(ask.EXAMPLE)


def _cells(rows: QuerySet[Municipality]) -> Iterator[list[Any]]:
    for place in rows.iterator(chunk_size=500):
        office = _office(place)
        said = [office.email, office.name, office.legal_entity, office.city] if office else [""] * 4
        yield [place.ags, place.name, *said]
