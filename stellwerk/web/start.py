"""The first page after signing in: what waits for me."""

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.gateways import clock
from stellwerk.queries.worklist import waiting_for
from stellwerk.web.guards import SignedIn, signed_in


@signed_in
def start(request: SignedIn) -> HttpResponse:
    items = waiting_for(request.rights, today=clock.today())
    return render(request, "start.html", {"items": items})
