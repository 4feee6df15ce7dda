"""The steps of a campaign: send, remind, close, drop the draft; each is asked once more on its own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions import campaigns as act
from stellwerk.gateways import clock
from stellwerk.queries import campaigns as ask
from stellwerk.web.guards import SignedIn, needs


@needs(Verb.ENTER_COVERAGE)
def campaign_send(request: SignedIn, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _asked_once_more(request, pk, "send")
    return _done(request, pk, act.send_campaign, _("Die Schreiben gehen jetzt an die Gemeinden."))


@needs(Verb.ENTER_COVERAGE)
def campaign_remind(request: SignedIn, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _asked_once_more(request, pk, "remind")
    return _done(request, pk, act.remind, _("Die Erinnerungen gehen jetzt an die Gemeinden."))


@needs(Verb.ENTER_COVERAGE)
def campaign_close(request: SignedIn, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _asked_once_more(request, pk, "close")
    return _done(
        request, pk, act.close_campaign, _("Die Runde ist beendet. Ihre Verweise gelten nicht mehr.")
    )


@needs(Verb.ENTER_COVERAGE)
def campaign_discard(request: SignedIn, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _asked_once_more(request, pk, "discard")
    act.discard_campaign(pk, rights=request.rights, at=clock.now())
    messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("campaigns")


def _asked_once_more(request: SignedIn, pk: int, step: str) -> HttpResponse:
    page = {"campaign": ask.campaign(request.rights, pk), "step": step, "open": ask.unanswered(pk).count()}
    return render(request, "area/campaign_step.html", page)


def _done(request: SignedIn, pk: int, action: Callable[..., Any], words: str) -> HttpResponse:
    action(pk, rights=request.rights, at=clock.now())
    messages.success(request, words)
    return redirect("campaign", pk)
