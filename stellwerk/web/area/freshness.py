"""The age of statements: where nobody has looked for long."""

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.models import CoverageFact, Service
from stellwerk.queries.freshness import Group, ages, statements
from stellwerk.queries.selections import is_example
from stellwerk.web.area.campaign_forms import AgeFilter
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf


@needs(Verb.READ_COVERAGE)
def freshness(request: SignedIn) -> HttpResponse:
    form, by, rows = _filtered(request)
    page = {
        "form": form,
        "leaf": leaf(request, rows),
        "by": by,
        "on": clock.today(),
        "is_example": is_example(),
    }
    return render(request, "area/freshness.html", page)


@needs(Verb.READ_COVERAGE)
def freshness_export(request: SignedIn, kind: str) -> HttpResponseBase:
    _form, _by, rows = _filtered(request)
    head = [
        _("Schlüssel"),
        _("Name"),
        _("Zahl der Angaben"),
        _("älter als 6 Monate"),
        _("älter als 12 Monate"),
    ]
    return table(kind, "alter-der-angaben", [*head, _("älteste Prüfung")], _cells(rows))


def _filtered(request: SignedIn) -> tuple[AgeFilter, Group, QuerySet[CoverageFact, Any]]:
    """Read the filter; a coordinator starts with the own district."""
    values = request.GET.copy()
    own = sorted(request.rights.districts(Verb.ENTER_COVERAGE))
    if "kreis" not in values and own:
        values["kreis"] = own[0]
    form = AgeFilter(values)
    form.is_valid()
    wanted = form.cleaned_data
    by = cast(Group, wanted.get("nach") or "municipality")
    district, chosen = wanted.get("kreis"), wanted.get("liste")
    services = Service.objects.filter(priorities__priority_list=chosen) if chosen else None
    found = statements(district=district.pk if district else "", services=services)
    return form, by, ages(by, found, on=clock.today())


def _cells(rows: QuerySet[CoverageFact, Any]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=2000):
        yield [row[name] for name in ("key", "name", "count", "older_6", "older_12", "oldest")]
