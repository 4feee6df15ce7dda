"""The dispatch ledger, the work list of what did not arrive, and who would be forgotten."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.access import Verb
from stellwerk.actions.dispatches import repeat, repeat_found, repeat_picked
from stellwerk.gateways import clock
from stellwerk.queries.lists.dispatches import LEDGER, PROBLEMS
from stellwerk.queries.runs import forgotten
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists.cells import PICKED
from stellwerk.web.lists.pages import show
from stellwerk.web.paging import leaf

DIGITS = 18  # more than any number of ours has


@needs(Verb.READ_OFFICE)
def ledger(request: SignedIn) -> HttpResponse:
    return show(request, LEDGER, "office/ledger.html")


@needs(Verb.READ_OFFICE)
def dispatch_problems(request: SignedIn) -> HttpResponse:
    may_repeat = request.rights.may(Verb.REPEAT)
    return show(request, PROBLEMS, "office/problems.html", may_pick=may_repeat, picked=PICKED)


@needs(Verb.REPEAT)
def dispatch_repeat(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        again = repeat(pk, rights=request.rights, at=clock.now())
        done = _("Der Versand an %(name)s wird noch einmal versucht.") % {"name": again.office.name}
        messages.success(request, done)
    return redirect("dispatch_problems")


@needs(Verb.REPEAT)
def dispatch_repeat_many(request: SignedIn) -> HttpResponse:
    """Try again what was picked, or everything that the filter shows."""
    if request.method == "POST":
        rights, at = request.rights, clock.now()
        if request.POST.get("was") == "alle":
            done = repeat_found(
                request.POST.get("query", ""), seen=_number(request.POST.get("gesehen")), rights=rights, at=at
            )
        else:
            done = repeat_picked([_number(pk) for pk in request.POST.getlist(PICKED)], rights=rights, at=at)
        text = ngettext(
            "%(count)s Sendung wird noch einmal versucht.",
            "%(count)s Sendungen werden noch einmal versucht.",
            done,
        )
        messages.success(request, text % {"count": done})
    return redirect("dispatch_problems")


@needs(Verb.READ_OFFICE)
def forgotten_recipients(request: SignedIn) -> HttpResponse:
    return render(request, "office/forgotten.html", {"leaf": leaf(request, forgotten(request.rights))})


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= DIGITS else 0
