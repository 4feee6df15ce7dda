"""The steps of a wave: move its days, let it wait for another one, end it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb, require_district
from stellwerk.actions.rollouts import chain_wave, close_wave, move_targets
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import rollouts as ask
from stellwerk.web.area.wave_forms import ChainForm, DaysForm
from stellwerk.web.area.waves import show
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.refusals import refused


@needs(Verb.ENTER_COVERAGE)
def wave_days(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.wave(request.rights, pk)
    require_district(request.rights, Verb.ENTER_COVERAGE, found.district_id)
    rows = ask.rows(found, today=clock.today())
    form = DaysForm(request.POST or None, days={row.ags: (row.name, row.planned_on) for row in rows})
    without = request.POST.getlist("without")
    if form.is_valid():
        try:
            move_targets(pk, rights=request.rights, at=clock.now(), days=form.days(), without=without)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Tage sind geändert."))
            return redirect("wave", pk)
    page = {
        "wave": found,
        "form": form,
        "fields": [(form[f"tag-{row.ags}"], row, row.ags in without) for row in rows],
    }
    return render(request, "area/wave_days.html", page, status=422 if form.errors else 200)


@needs(Verb.ENTER_COVERAGE)
def wave_chain(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.wave(request.rights, pk)
    require_district(request.rights, Verb.ENTER_COVERAGE, found.district_id)
    form = ChainForm(request.POST or None, wave=found, initial={"after": found.after_id})
    if form.is_valid():
        try:
            chain_wave(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Reihenfolge ist geändert."))
            return redirect("wave", pk)
    page = {"wave": found, "form": form}
    return render(request, "area/wave_chain.html", page, status=422 if form.errors else 200)


@needs(Verb.ENTER_COVERAGE)
def wave_close(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.wave(request.rights, pk)
    if request.method != "POST":
        return redirect("wave", pk)
    try:
        close_wave(pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, _("Die Welle ist beendet."))
    return redirect("wave", pk)
