"""The steps of a campaign: send, remind, close, drop the draft. A GET leads back to its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions import campaigns as act
from stellwerk.gateways import clock
from stellwerk.web.guards import SignedIn, needs


@needs(Verb.ENTER_COVERAGE)
def campaign_send(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        act.send_campaign(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Die Schreiben gehen jetzt an die Gemeinden."))
    return redirect("campaign", pk)


@needs(Verb.ENTER_COVERAGE)
def campaign_remind(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        reminded = act.remind(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("%(count)s Gemeinden werden erinnert.") % {"count": len(reminded)})
    return redirect("campaign", pk)


@needs(Verb.ENTER_COVERAGE)
def campaign_close(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        act.close_campaign(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Die Runde ist beendet. Ihre Verweise gelten nicht mehr."))
    return redirect("campaign", pk)


@needs(Verb.ENTER_COVERAGE)
def campaign_discard(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        act.discard_campaign(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Der Entwurf ist verworfen."))
        return redirect("campaigns")
    return redirect("campaign", pk)
