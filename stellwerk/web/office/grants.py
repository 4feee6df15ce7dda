"""Grants: the list, one grant on any day, and how its amounts came about."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.law.deadlines import Appeal, Channel, appeal_period
from stellwerk.law.figures import load_figures
from stellwerk.models import DispatchRole, Notice, NoticeKind, Occupancy
from stellwerk.queries import grants as ask
from stellwerk.queries import remedies
from stellwerk.queries.lists.grants import GRANTS
from stellwerk.web.drawing import timeline
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists.pages import show


@needs(Verb.READ_OFFICE)
def grants(request: SignedIn) -> HttpResponse:
    return show(request, GRANTS)


@needs(Verb.READ_OFFICE, Verb.READ_OWN)
def grant(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.grant(request.rights, pk)
    on = _day(request)
    notices = ask.notices(found)
    occupancies = list(Occupancy.objects.filter(post=found.post).order_by("starts_on", "pk"))
    page = {
        "grant": found,
        "on": on,
        "values": ask.as_amended(found, on=on),
        "notices": [(notice, _appeal(notice)) for notice in notices],
        "timeline": timeline(found, notices, occupancies, today=clock.today()),
        "is_office": request.rights.may(Verb.READ_OFFICE),
        "may_contest": request.rights.may(Verb.PREPARE)
        or found.recipient_id in request.rights.offices(Verb.OBJECT),
        "remedies": [
            (it, remedies.suspends(it, on=clock.today())) for it in remedies.of_grant(request.rights, found)
        ],
    }
    return render(request, "office/grant.html", page)


@needs(Verb.READ_OFFICE, Verb.READ_OWN)
def grant_working(request: SignedIn, pk: int, number: int) -> HttpResponse:
    found = ask.grant(request.rights, pk)
    notice = next((one for one in ask.notices(found) if one.number == number), None)
    if notice is None:
        raise Http404
    return render(request, "office/grant_working.html", {"grant": found, "notice": notice})


def _day(request: SignedIn) -> date:
    """Return the day asked for; what is no day means today."""
    try:
        return parse_date(request.GET.get("am", "")) or clock.today()
    except ValueError:
        return clock.today()


def _appeal(notice: Notice) -> Appeal | None:
    """Return the time for a remedy, counted from the day the letter left; none against a contract."""
    if notice.letter is None or notice.kind == NoticeKind.CONTRACT:
        return None
    sent = [d.sent_at for d in notice.letter.dispatches.all() if d.role == DispatchRole.TO and d.sent_at]
    if not sent:
        return None
    return appeal_period(timezone.localdate(sent[0]), channel=Channel.EMAIL, figures=load_figures())
