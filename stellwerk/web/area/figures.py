"""Figures: every indicator with its definition, broken down, over time, and to take along."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.gateways.warehouse import Manifest
from stellwerk.law.periods import add_months
from stellwerk.queries import indicators as ask
from stellwerk.queries import series
from stellwerk.queries.scopes import scope_of
from stellwerk.queries.warehouse import snapshot, warehouse
from stellwerk.web.area.figure_forms import DIMENSIONS, FigureFilter, without_district
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs

MONTHS = 13
NEXT = 10
Drawn = tuple[str, ask.Figure, str]  # name, figure, address of what is below it


@needs(Verb.READ_COVERAGE)
def figures(request: SignedIn) -> HttpResponse:
    found = snapshot()
    if found is None:
        return render(request, "area/figures_none.html")
    form = FigureFilter(request, scope_of(warehouse()))
    filters = form.filters()
    page = {
        "form": form,
        "snapshot": found,
        "figures": [ask.figure(key, filters=filters) for key in ask.INDICATORS],
        "address": request.GET.urlencode(),
        "missing": ask.next_best(filters=filters, limit=NEXT),
        "alike": _alike(filters),
    }
    return render(request, "area/figures.html", page)


@needs(Verb.READ_COVERAGE)
def figure(request: SignedIn, key: str) -> HttpResponse:
    found, form = _asked(request, key)
    if found is None or form is None:
        return render(request, "area/figures_none.html")
    filters = form.filters()
    page = {
        "form": form,
        "snapshot": found,
        "figure": ask.figure(key, filters=filters),
        "rows": list(_rows(request, key, form)),
        "way": DIMENSIONS[form.way][1],
        "months": _over_time(key, filters, found.day),
        "address": request.GET.urlencode(),
    }
    return render(request, "area/figure.html", page)


@needs(Verb.READ_COVERAGE)
def figure_export(request: SignedIn, key: str, kind: str) -> HttpResponseBase:
    found, form = _asked(request, key)
    if found is None or form is None:
        raise Http404
    head = [DIMENSIONS[form.way][1], _("Anteil in %"), _("Zähler"), _("Nenner"), _("nicht erhoben")]
    head += [_("geschützt"), _("Stand am"), _("Kennzahl"), _("Definition"), _("Quelle")]
    rows = (
        [
            name, one.value, *(["", "", ""] if one.hidden else [one.part, one.whole, one.unknown]),
            _("ja") if one.hidden else "", one.day, _(one.indicator.name), _(one.indicator.definition),
            _(one.indicator.source),
        ]
        for name, one, _address in _rows(request, key, form)
    )  # fmt: skip
    return table(kind, f"kennzahl-{key}", head, rows)


def _asked(request: SignedIn, key: str) -> tuple[Manifest | None, FigureFilter | None]:
    """Return the snapshot in force and what the address asks for.

    Http404: there is no such indicator.
    """
    if key not in ask.INDICATORS:
        raise Http404
    found = snapshot()
    return found, FigureFilter(request, scope_of(warehouse()), key=key) if found else None


def _rows(request: SignedIn, key: str, form: FigureFilter) -> Iterator[Drawn]:
    dimension = DIMENSIONS[form.way][0]
    for group, name, one in ask.by(key, dimension, filters=form.filters()):
        yield _(name) if name else group, one, _below(request, key, dimension, group)


def _below(request: SignedIn, key: str, dimension: str, group: str) -> str:
    """Return where a group is looked at more closely; "" where nothing is below it."""
    if dimension == "municipality":
        return reverse("municipality", args=[group])
    if dimension == "service":
        return reverse("service", args=[group])
    step = {"district": ("kreis", "gemeinde"), "subject_area": ("feld", "leistung")}.get(dimension)
    if step is None or (key in ("everywhere", "federal", "somewhere", "maturity_1_1", "maturity_2_0")):
        return ""
    kept = request.GET.copy()
    kept[step[0]], kept["nach"] = group, step[1]
    return f"?{kept.urlencode()}"


def _alike(filters: ask.Filters) -> list[Any]:
    """Return the districts like the one that is looked at, when there is one."""
    if filters.district is None:
        return []
    alike = ask.similar_districts(filters.district)
    rows = ask.by("municipalities", "district", filters=without_district(filters, alike))
    return [(group == filters.district, name, one) for group, name, one in rows]


def _over_time(key: str, filters: ask.Filters, day: date) -> Sequence[series.Point]:
    """Return the last year, where it is counted already; the page of its own shows every indicator."""
    if not series.is_counted_by_month(key, filters):
        return []
    first = (filters.day or day).replace(day=1)
    months = [add_months(first, -number) for number in reversed(range(MONTHS))]
    return series.over_time(key, days=months, filters=filters)
