"""Waves: which there are, a new one from a filter, and one with who is next, forecast and calendar."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.rollouts import plan_wave
from stellwerk.gateways import clock
from stellwerk.law.rollout import DONE, LATE
from stellwerk.law.working import Refused
from stellwerk.models import CoverageState, Service, Wave
from stellwerk.queries import rollouts as ask
from stellwerk.web.area.wave_forms import WaveFilter, WaveForm, WhomForm
from stellwerk.web.badges import ROLLOUT
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused
from stellwerk.web.templatetags.german import day

IS_OPEN = {"offen": True, "beendet": False}


@needs(Verb.READ_COVERAGE)
def waves(request: SignedIn) -> HttpResponse:
    form, rows = _filtered(request)
    return render(request, "area/waves.html", {"form": form, "leaf": leaf(request, rows)})


@needs(Verb.READ_COVERAGE)
def waves_export(request: SignedIn, kind: str) -> HttpResponseBase:
    head = [_("Welle"), _("Leistung"), _("LeiKa-Schlüssel"), _("Kreis"), _("Beginn"), _("Ziel")]
    head += [_("Gemeinden"), _("online"), _("verspätet"), _("beendet am")]
    _form, rows = _filtered(request)
    return table(kind, "wellen", head, _wave_cells(rows))


@needs(Verb.ENTER_COVERAGE)
def wave_new(request: SignedIn) -> HttpResponse:
    """Choose service and municipalities by address, then send days and the boxes that stay ticked."""
    districts = request.rights.districts(Verb.ENTER_COVERAGE)
    whom = WhomForm(request.GET if request.GET else None, districts=districts)
    if not whom.is_valid():
        return render(request, "area/wave_new.html", {"whom": whom}, status=422 if whom.errors else 200)
    wanted = whom.cleaned_data
    form = WaveForm(request.POST or None, district=wanted["kreis"].pk, initial=_initial(wanted["leistung"]))
    if form.is_valid():
        try:
            made = _planned(request, wanted, form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            return redirect("wave", made.pk)
    found = ask.candidates(
        wanted["kreis"].pk,
        wanted["leistung"],
        choice=wanted["auswahl"],
        kind=wanted["art"],
        today=clock.today(),
    )
    chosen = set(request.POST.getlist("places")) if request.POST else {one.ags for one in found}
    page = {
        "whom": whom,
        "form": form,
        "candidates": [(one, _state(one.state), one.ags in chosen) for one in found],
        "writes_planned": "writes_planned" in request.POST,
    }
    return render(request, "area/wave_new.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_COVERAGE)
def wave(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.wave(request.rights, pk))


def show(request: SignedIn, found: Wave, *, refusal: str = "") -> HttpResponse:
    """Show the page of a wave; with the sentence of a refusal where a step did not work."""
    today = clock.today()
    rows = ask.rows(found, today=today)
    page = {
        "wave": found,
        "refusal": refusal,
        "waiting": [(row, _state(row.state), _why(row)) for row in rows if row.standing != DONE],
        "done": [row for row in rows if row.standing == DONE],
        "late": sum(row.standing == LATE for row in rows),
        "forecast": ask.forecast_of(found, rows, today=today),
        "months": ask.by_month(rows),
        "today": today,
        "may_act": found.closed_at is None
        and found.district_id in request.rights.districts(Verb.ENTER_COVERAGE),
    }
    return render(request, "area/wave.html", page, status=422 if refusal else 200)


@needs(Verb.READ_COVERAGE)
def wave_export(request: SignedIn, pk: int, kind: str) -> HttpResponseBase:
    found = ask.wave(request.rights, pk)
    head = [_("Gemeindeschlüssel"), _("Gemeinde"), _("geplant für"), _("online seit"), _("Welle")]
    head += [_("Stand der Angabe"), _("Grund der Verspätung")]
    return table(kind, f"welle-{pk}", head, _cells(ask.rows(found, today=clock.today())))


def _filtered(request: SignedIn) -> tuple[WaveFilter, QuerySet[Wave]]:
    """Return the filter and what it leaves; coordinators see their own district first."""
    own = min(request.rights.districts(Verb.ENTER_COVERAGE), default="")
    form = WaveFilter(request.GET if request.GET else {"kreis": own})
    form.is_valid()
    wanted = form.cleaned_data
    rows = ask.waves(
        request.rights,
        today=clock.today(),
        district=wanted["kreis"].pk if wanted.get("kreis") else "",
        q=wanted.get("q", ""),
        is_open=IS_OPEN.get(wanted.get("stand", "")),
    )
    return form, rows


def _initial(service: Service) -> dict[str, Any]:
    title = _("Welle: %(service)s") % {"service": service.name}
    return {"title": title[:200], "starts_on": clock.today(), "channel": "any"}


def _planned(request: SignedIn, wanted: dict[str, Any], values: dict[str, Any]) -> Wave:
    return plan_wave(
        rights=request.rights,
        at=clock.now(),
        district=wanted["kreis"].pk,
        service=wanted["leistung"],
        places=request.POST.getlist("places"),
        writes_planned="writes_planned" in request.POST,
        **values,
    )


def _state(state: str) -> str:
    return str(CoverageState(state).label) if state else _("nicht erhoben")


def _why(row: ask.Row) -> str:
    return _(row.reason.text) % {"day": day(row.reason.day)} if row.reason else ""


def _wave_cells(rows: QuerySet[Wave]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=500):
        yield [
            row.title,
            row.service.name,
            row.service.key,
            row.district.name,
            row.starts_on,
            row.due_on,
            row.target_count,  # type: ignore[attr-defined]
            row.done_count,  # type: ignore[attr-defined]
            row.late_count,  # type: ignore[attr-defined]
            row.closed_at,
        ]


def _cells(rows: Sequence[ask.Row]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            row.ags,
            row.name,
            row.planned_on,
            row.live_on,
            ROLLOUT[row.standing],
            _state(row.state),
            _why(row),
        ]
