"""The first page of the area: what waits for the coordinator, and where everything is."""

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.queries.places import populations_are_missing
from stellwerk.queries.worklist import to_coordinate
from stellwerk.web.area.overview import sections
from stellwerk.web.guards import SignedIn, needs


@needs(Verb.READ_COVERAGE)
def area(request: SignedIn) -> HttpResponse:
    items = list(to_coordinate(request.rights, today=clock.today()))
    page = {
        "items": items,
        "sections": sections(request.rights),
        "populations_are_missing": populations_are_missing(),
    }
    return render(request, "area/start.html", page)
