"""Activities: the list with whom they reached, recording one, and what went live after."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb, require_district
from stellwerk.actions.activities import change_activity, record_activity
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Activity, District
from stellwerk.queries import activities as ask
from stellwerk.web.area.activity_forms import ActivityFilter, ActivityForm, first_day, present
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(Verb.READ_COVERAGE)
def activities(request: SignedIn) -> HttpResponse:
    form, rows, district = _filtered(request)
    page = {"form": form, "leaf": leaf(request, rows), "reach": ask.reach(rows, district=district)}
    return render(request, "area/activities.html", page)


@needs(Verb.READ_COVERAGE)
def activities_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [_("Tag"), _("Kreis"), _("Format"), _("Thema"), _("Teilnehmende"), _("Gemeinden"), _("Leistungen")]
    head += [_("Beispielwerte")]
    _form, rows, _district = _filtered(request)
    return table(kind, "taetigkeiten", head, _cells(rows))


@needs(Verb.READ_COVERAGE)
def activity_effects(request: SignedIn) -> HttpResponse:
    form, rows, district = _filtered(request)
    found = ask.effects(rows, district=district, until=form.cleaned_data.get("tag_bis") or clock.today())
    page = {"form": form, "effects": found, "is_example": rows.filter(is_example=True).exists()}
    return render(request, "area/activity_effects.html", page)


@needs(Verb.READ_COVERAGE)
def activity(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.activity(request.rights, pk)
    may_act = found.district_id in request.rights.districts(Verb.ENTER_COVERAGE)
    return render(request, "area/activity.html", {"activity": found, "may_act": may_act})


@needs(Verb.ENTER_COVERAGE)
def activity_new(request: SignedIn) -> HttpResponse:
    district = _own_district(request)
    form = ActivityForm(request.POST or None, initial={"on": clock.today()}, district=district)
    if form.is_valid():
        try:
            made = record_activity(**_said(request, form), district=district.pk)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Tätigkeit ist eingetragen."))
            return redirect("activity", made.pk)
    return _form_page(request, form, district)


@needs(Verb.ENTER_COVERAGE)
def activity_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.activity(request.rights, pk)
    require_district(request.rights, Verb.ENTER_COVERAGE, found.district_id)
    form = ActivityForm(request.POST or None, initial=present(found), district=found.district)
    if form.is_valid():
        try:
            change_activity(pk, **_said(request, form))
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Tätigkeit ist berichtigt."))
            return redirect("activity", pk)
    return _form_page(request, form, found.district, activity=found)


def _said(request: SignedIn, form: ActivityForm) -> dict[str, Any]:
    return {
        "rights": request.rights,
        "at": clock.now(),
        "today": clock.today(),
        **form.cleaned_data,
    }


def _own_district(request: SignedIn) -> District:
    """Return the district asked for; without one, the first of one's own."""
    own = request.rights.districts(Verb.ENTER_COVERAGE)
    wanted = request.GET.get("kreis") or min(own, default="")
    if wanted not in own:
        raise Http404
    return get_object_or_404(District, pk=wanted)


def _form_page(
    request: SignedIn, form: ActivityForm, district: District, *, activity: Activity | None = None
) -> HttpResponse:
    page = {"form": form, "district": district, "activity": activity}
    page |= {name: form.ticks(name) for name in ("places", "services")}
    return render(request, "area/activity_form.html", page, status=422 if form.errors else 200)


def _filtered(request: SignedIn) -> tuple[ActivityFilter, QuerySet[Activity], str]:
    """Return the filter, what it leaves, and the district; coordinators see their own first."""
    own = min(request.rights.districts(Verb.ENTER_COVERAGE), default="")
    first = first_day(clock.today())
    form = ActivityFilter(request.GET if request.GET else {"kreis": own, "tag_von": first.isoformat()})
    form.is_valid()
    wanted = form.cleaned_data
    district = wanted["kreis"].pk if wanted.get("kreis") else ""
    rows = ask.activities(
        request.rights,
        district=district,
        form=wanted.get("format", ""),
        since=wanted.get("tag_von"),
        until=wanted.get("tag_bis"),
        q=wanted.get("q", ""),
    )
    return form, rows, district


def _cells(rows: QuerySet[Activity]) -> Iterator[list[Any]]:
    for row in rows.prefetch_related("municipalities", "services").iterator(chunk_size=500):
        yield [
            row.on,
            row.district.name,
            row.get_format_display(),
            row.title,
            row.participants,
            ", ".join(sorted(one.name for one in row.municipalities.all())),
            ", ".join(sorted(one.name for one in row.services.all())),
            _("ja") if row.is_example else _("nein"),
        ]
