"""Grants: the list with filters, one grant on any day, and how its amounts came about."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.law.deadlines import Appeal, Channel, appeal_period
from stellwerk.law.figures import load_figures
from stellwerk.models import DispatchRole, Grant, Notice, Occupancy
from stellwerk.queries import grants as ask
from stellwerk.queries.programmes import programmes
from stellwerk.web.badges import STAFFING
from stellwerk.web.drawing import timeline
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import GrantFilter
from stellwerk.web.paging import leaf


@needs(Verb.READ_OFFICE)
def grants(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    return render(request, "office/grants.html", {"form": form, "leaf": leaf(request, rows)})


@needs(Verb.READ_OFFICE)
def grants_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [
        _("Aktenzeichen"),
        _("Empfängerin oder Empfänger"),
        _("Programm"),
        _("Beginn"),
        _("letzter Tag"),
        _("bewilligt in Euro"),
        _("Stelle"),
        _("Beispielwerte"),
    ]
    _form, rows = _filtered(request)
    return table(kind, "zuwendungen", head, _cells(rows))


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
    }
    return render(request, "office/grant.html", page)


@needs(Verb.READ_OFFICE, Verb.READ_OWN)
def grant_working(request: SignedIn, pk: int, number: int) -> HttpResponse:
    found = ask.grant(request.rights, pk)
    notice = next((one for one in ask.notices(found) if one.number == number), None)
    if notice is None:
        raise Http404
    return render(request, "office/grant_working.html", {"grant": found, "notice": notice})


def _filtered(request: SignedIn) -> tuple[GrantFilter, QuerySet[Grant]]:
    """Return the filter and what it leaves; a value that is no choice filters nothing."""
    form = GrantFilter(request.GET, programmes=programmes(request.rights))
    form.is_valid()
    wanted = form.cleaned_data
    rows = ask.grants(
        request.rights,
        programme=wanted.get("programm"),
        q=wanted.get("q", ""),
        status=wanted.get("stand", ""),
        ends_by=wanted.get("endet_bis"),
        on=clock.today(),
    )
    if sort := wanted.get("sort"):
        rows = rows.order_by(sort, "pk")
    return form, rows


def _cells(rows: QuerySet[Grant]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=2000):
        yield [
            row.file_number,
            row.recipient.name,
            row.programme.name,
            row.starts_on,
            row.period_end - timedelta(days=1) if row.period_end else None,  # type: ignore[attr-defined]
            row.granted_total,  # type: ignore[attr-defined]
            STAFFING[row.staffing_status],  # type: ignore[attr-defined]
            _("ja") if row.is_example else _("nein"),
        ]


def _day(request: SignedIn) -> date:
    """Return the day asked for; what is no day means today."""
    try:
        return parse_date(request.GET.get("am", "")) or clock.today()
    except ValueError:
        return clock.today()


def _appeal(notice: Notice) -> Appeal | None:
    """Return the time for a remedy, counted from the day the letter left for its recipient."""
    if notice.letter is None:
        return None
    sent = [d.sent_at for d in notice.letter.dispatches.all() if d.role == DispatchRole.TO and d.sent_at]
    if not sent:
        return None
    return appeal_period(timezone.localdate(sent[0]), channel=Channel.EMAIL, figures=load_figures())
