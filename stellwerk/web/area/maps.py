"""Maps of coverage: tiles of the districts, outlines of the municipalities, heat map and development."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from stellwerk.access import Verb
from stellwerk.letters import atlas
from stellwerk.models import LayerKind
from stellwerk.queries.geometry import layer
from stellwerk.queries.indicators import INDICATORS
from stellwerk.queries.maps import district_names
from stellwerk.queries.selections import is_example
from stellwerk.web.area.map_forms import Asked, asked
from stellwerk.web.area.map_tables import heat_rows, time_rows
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf


@needs(Verb.READ_COVERAGE)
def area_map(request: SignedIn) -> HttpResponse:
    wanted = asked(request, has_district=False)
    drawn = atlas.districts(wanted.scope, links=_links(wanted))
    rows = [(row, _address("area_municipalities", wanted, row.share.key)) for row in drawn.rows]
    return _page(request, "area/map.html", wanted, drawn.svg, "kreise", {"rows": rows})


@needs(Verb.READ_COVERAGE)
def area_municipalities(request: SignedIn) -> HttpResponse:
    wanted = asked(request)
    drawn = atlas.municipalities(wanted.scope)
    tiles = atlas.districts(_everywhere(wanted).scope, links=_links(wanted)).svg if not drawn.svg else ""
    rows = leaf(request, cast(Any, drawn.rows))
    more = {"leaf": rows, "layer": drawn.layer, "tiles": tiles}
    return _page(request, "area/map_municipalities.html", wanted, drawn.svg, "gemeinden", more)


@needs(Verb.READ_COVERAGE)
def area_heat_map(request: SignedIn) -> HttpResponse:
    wanted = asked(request)
    drawn = atlas.heat(wanted.scope, wanted.shown)
    more = {"heat": drawn, "rows": heat_rows(drawn)}
    return _page(request, "area/heat_map.html", wanted, drawn.svg, "waermebild", more)


@needs(Verb.READ_COVERAGE)
def area_over_time(request: SignedIn) -> HttpResponse:
    wanted = asked(request)
    drawn = atlas.time(wanted.scope)
    more = {"days": drawn.days, "rows": time_rows(drawn)}
    return _page(request, "area/over_time.html", wanted, drawn.svg, "verlauf", more)


@needs(Verb.READ_COVERAGE)
def area_picture(request: SignedIn, which: str) -> HttpResponseBase:
    """Return a picture alone; a browser that has it already gets 304 before anything is counted."""
    if which not in DRAWN:
        raise Http404
    wanted = asked(request, has_district=which != "kreise")
    etag = _etag(wanted, which)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(DRAWN[which](wanted), content_type="image/svg+xml")
        answer["ETag"] = etag
        answer["Content-Disposition"] = f'inline; filename="{which}.svg"'
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _page(
    request: SignedIn, template: str, wanted: Asked, svg: str, which: str, more: dict[str, Any]
) -> HttpResponse:
    page = {
        "form": wanted.form,
        "wanted": wanted,
        "svg": svg,
        "which": which,
        "is_example": is_example(),
        "is_own": wanted.scope.district in request.rights.districts(Verb.ENTER_COVERAGE),
        "definition": INDICATORS["municipalities"].definition,
    }
    return render(request, template, page | more)


def _everywhere(wanted: Asked) -> Asked:
    return replace(wanted, scope=replace(wanted.scope, district=""))


def _links(wanted: Asked) -> dict[str, str]:
    return {key: _address("area_municipalities", wanted, key) for key in district_names()}


def _address(name: str, wanted: Asked, district: str) -> str:
    return f"{reverse(name)}?{wanted.address_of(district)}"


def _municipalities(wanted: Asked) -> str:
    return atlas.municipalities(wanted.scope).svg or atlas.districts(_everywhere(wanted).scope).svg


DRAWN: dict[str, Callable[[Asked], str]] = {
    "kreise": lambda wanted: atlas.districts(wanted.scope).svg,
    "gemeinden": _municipalities,
    "waermebild": lambda wanted: atlas.heat(wanted.scope, wanted.shown).svg,
    "verlauf": lambda wanted: atlas.time(wanted.scope).svg,
}


def _etag(wanted: Asked, which: str) -> str:
    """Name everything a picture depends on: coverage, filter, outlines, language."""
    drawn = layer(LayerKind.MUNICIPALITIES)
    outlines, page = drawn.pk if drawn else 0, wanted.columns.page.number
    parts = (which, wanted.scope, outlines, page, get_language())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
