"""What a county or an association sees: its own grant and its own letters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.queries.grants import grants
from stellwerk.queries.lists.letters import OWN_LETTERS
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists.pages import show
from stellwerk.web.paging import leaf


@needs(Verb.READ_OWN)
def own_grants(request: SignedIn) -> HttpResponse:
    """Lead straight to the grant where there is only one."""
    rows = grants(request.rights, on=clock.today())
    found = list(rows[:2])
    if len(found) == 1:
        return redirect("grant", found[0].pk)
    return render(request, "county/grants.html", {"leaf": leaf(request, rows)})


@needs(Verb.READ_OWN)
def own_letters(request: SignedIn) -> HttpResponse:
    return show(request, OWN_LETTERS)
