"""Intakes: bring something in, see the differences, what has come in so far."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.intakes import bring
from stellwerk.gateways import clock
from stellwerk.gateways.spreadsheets import template
from stellwerk.law.working import Refused
from stellwerk.models import Intake, IntakeState, Verdict
from stellwerk.queries import intakes as ask
from stellwerk.queries.comparison import PROPOSALS
from stellwerk.queries.sheets import TEMPLATE
from stellwerk.web.area.bulk_form import BulkForm
from stellwerk.web.area.differences import lines
from stellwerk.web.area.intake_forms import FileForm, ListForm, PasteForm
from stellwerk.web.exports import XLSX
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(Verb.ENTER_COVERAGE, Verb.READ_OFFICE)
def intakes(request: SignedIn) -> HttpResponse:
    return render(request, "area/intakes.html", {"leaf": leaf(request, ask.intakes(request.rights))})


@needs(Verb.ENTER_COVERAGE)
def intake_paste(request: SignedIn) -> HttpResponse:
    return bring_in(request, PasteForm, "area/intake_paste.html")


@needs(Verb.ENTER_COVERAGE)
def intake_file(request: SignedIn) -> HttpResponse:
    return bring_in(request, FileForm, "area/intake_file.html")


@needs(Verb.ENTER_COVERAGE)
def intake_compare(request: SignedIn) -> HttpResponse:
    return bring_in(request, ListForm, "area/intake_compare.html")


@needs(Verb.ENTER_COVERAGE)
def bulk(request: SignedIn) -> HttpResponse:
    return bring_in(request, BulkForm, "area/bulk.html")


@needs(Verb.ENTER_COVERAGE)
def intake_template(_request: SignedIn) -> HttpResponse:
    answer = HttpResponse(template(*TEMPLATE), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="vorlage-stand.xlsx"'
    return answer


@needs(Verb.ENTER_COVERAGE, Verb.READ_OFFICE)
def intake(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.intake(request.rights, pk))


def show(
    request: SignedIn, found: Intake, *, refusal: str = "", typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """Show the differences; after a refusal with its sentence and what was typed.

    typed  name of an input → what stands in it
    """
    groups = ask.groups(found)
    wanted = request.GET.get("vergleich", "")
    verdict = wanted if wanted in Verdict.values else str(groups[0].verdict) if groups else ""
    page = leaf(request, ask.rows(found, verdict))
    for row in page.page:
        row.intake = found
    shown: dict[str, Any] = {
        "intake": found,
        "groups": groups,
        "verdict": verdict,
        "verdict_label": Verdict(verdict).label if verdict else "",
        "leaf": page,
        "lines": lines(page.page, names=ask.online_service_names(page.page), typed=typed),
        "is_open": found.state == IntakeState.OPEN,
        "is_proposal": found.kind in PROPOSALS,
        "may_enter": found.district_id in request.rights.districts(Verb.ENTER_COVERAGE),
        "refusal": refusal,
        "reason": (typed or {}).get("grund", ""),
    }
    return render(request, "area/intake.html", shown, status=422 if refusal else 200)


def bring_in(request: SignedIn, kind: type[PasteForm | FileForm | BulkForm], page: str) -> HttpResponse:
    """Show a form, or keep what it brings and show the differences."""
    form = kind(request.POST or None, request.FILES or None, districts=ask.own_districts(request.rights))
    if form.is_valid():
        said = form.cleaned_data
        try:
            rows = form.typed()
            found = bring(
                rows,
                rights=request.rights,
                at=clock.now(),
                district=said["district"],
                kind=form.kind,
                title=said["title"],
                day=said["day"],
                listed=form.listed,
            )
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Noch ist nichts geändert. Bitte prüfen Sie die Unterschiede."))
            return redirect("intake", found.pk)
    return render(request, page, {"form": form}, status=422 if form.errors else 200)
