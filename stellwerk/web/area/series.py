"""An indicator over time: small charts on one scale, the same as a table, and to take along."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.letters.series import series_picture
from stellwerk.queries.indicators import INDICATORS, Figure
from stellwerk.queries.maps import district_names
from stellwerk.queries.scopes import scope_of
from stellwerk.queries.series import Line, by_group, over_time
from stellwerk.queries.warehouse import snapshot, warehouse
from stellwerk.web.area.series_form import SeriesFilter
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.templatetags.german import percent

_CELL = '<td class="kern-table__cell kern-table__cell--numeric">{}</td>'
_ROW = '<tr class="kern-table__row"><th scope="row" class="kern-table__header">{}</th>{}</tr>'


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, and the answer. lines: the whole first, then each group by name."""

    form: SeriesFilter
    days: Sequence[date]
    lines: Sequence[Line]


@needs(Verb.READ_COVERAGE)
def figure_series(request: SignedIn, key: str) -> HttpResponse:
    found = _asked(request, key)
    made = snapshot()
    if found is None or made is None:
        return render(request, "area/figures_none.html")
    drawn = [(name, [(day, one.value) for day, one in points]) for _key, name, points in found.lines]
    page = {
        "form": found.form,
        "snapshot": made,
        "indicator": INDICATORS[key],
        "days": found.days,
        "groups": len(found.lines),
        "svg": series_picture(_(INDICATORS[key].name), drawn),
        "rows": _rows(found.lines),
        "address": request.GET.urlencode(),
    }
    return render(request, "area/figure_series.html", page)


@needs(Verb.READ_COVERAGE)
def figure_series_export(request: SignedIn, key: str, kind: str) -> HttpResponseBase:
    found = _asked(request, key)
    if found is None:
        raise Http404
    head = [_("Schlüssel"), found.form.way, _("Tag"), _("Anteil in %"), _("Zähler"), _("Nenner")]
    head += [_("nicht erhoben"), _("geschützt"), _("Kennzahl"), _("Definition"), _("Quelle")]
    about = [_(text) for text in (INDICATORS[key].name, INDICATORS[key].definition, INDICATORS[key].source)]
    rows = ([group, name, day, *_numbers(one), *about] for group, name, day, one in _points(found.lines))
    return table(kind, f"verlauf-{key}", head, rows)


def _asked(request: SignedIn, key: str) -> Asked | None:
    """Return what the address asks for; None as long as there is no snapshot.

    Http404: there is no such indicator.
    """
    if key not in INDICATORS:
        raise Http404
    made = snapshot()
    if made is None:
        return None
    form = SeriesFilter(request, scope_of(warehouse()), key=key)
    days, filters = form.days(made.day), form.filters()
    whole = over_time(key, days=days, filters=filters)
    lines: list[Line] = [("", _("alles zusammen"), whole)]
    if form.dimension:
        lines += by_group(key, form.dimension, days=days, filters=filters)
    return Asked(form, days, list(_named(lines, form.dimension)))


def _named(lines: Sequence[Line], dimension: str) -> Iterator[Line]:
    """Give each line a name that no other one has."""
    known = district_names() if dimension == "district" else {}
    names = [known.get(group, _(name) if name else group) for group, name, _points in lines]
    often = Counter(names)
    for (group, _name, points), name in zip(lines, names, strict=True):
        yield group, f"{name} ({group})" if often[name] > 1 else name, points


def _points(lines: Sequence[Line]) -> Iterator[tuple[str, str, date, Figure]]:
    for group, name, points in lines:
        for day, one in points:
            yield group, name, day, one


def _numbers(one: Figure) -> list[object]:
    shown = ["", "", ""] if one.hidden else [one.part, one.whole, one.unknown]
    return [one.value, *shown, _("ja") if one.hidden else ""]


def _rows(lines: Sequence[Line]) -> SafeString:
    """Return a row for each line, composed at once: a template would take too long for hundreds of cells."""
    cells = (
        (name, format_html_join("", _CELL, ((_said(one),) for _day, one in points)))
        for _group, name, points in lines
    )
    return format_html_join("", _ROW, cells)


def _said(one: Figure) -> str:
    if one.hidden:
        return _("geschützt")
    return "–" if one.value is None else percent(one.value)
