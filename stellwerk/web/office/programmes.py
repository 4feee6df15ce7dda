"""Programmes: the list, and one with its terms, its budget, its map and its runs."""

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.models import Programme, ProgrammeState, Run, RunState
from stellwerk.queries import programmes as ask
from stellwerk.queries.runs import runs
from stellwerk.web.drawing import bars
from stellwerk.web.guards import SignedIn, needs

UNDECIDED = (RunState.COMPUTED, RunState.CONSULTED)


@needs(Verb.READ_OFFICE)
def programmes(request: SignedIn) -> HttpResponse:
    return render(request, "office/programmes.html", {"programmes": ask.programmes(request.rights)})


@needs(Verb.READ_OFFICE)
def programme(request: SignedIn, slug: str) -> HttpResponse:
    found = ask.programme(request.rights, slug)
    ongoing = list(runs(request.rights).filter(programme=found))
    page = {
        "programme": found,
        "runs": ongoing,
        "bars": bars(ask.budget(found, run=_undecided(ongoing))),
        "tiles": ask.tiles(found, on=clock.today()),
        "may_prepare": _may_prepare(request, found),
        "indicators": found.indicators.order_by("key"),
        "is_open": found.state == ProgrammeState.OPEN,
    }
    return render(request, "office/programme.html", page)


def _undecided(ongoing: list[Run]) -> Run | None:
    """Return the newest run whose amounts are not granted yet: the bars show what it would add."""
    return next((run for run in ongoing if run.state in UNDECIDED), None)


def _may_prepare(request: SignedIn, programme: Programme) -> bool:
    return programme.authority_id in request.rights.offices(Verb.PREPARE)
