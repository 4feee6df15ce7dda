"""Campaigns: which there are, a new one, how far one is, and its letters."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.campaigns import draft_campaign
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.letters.campaigns import REQUEST, preview
from stellwerk.models import Campaign, Municipality
from stellwerk.queries import campaigns as ask
from stellwerk.web.area.campaign_forms import CampaignForm
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.unreleased import preview_pdf
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

READERS = Verb.ENTER_COVERAGE, Verb.READ_OFFICE


@needs(*READERS)
def campaigns(request: SignedIn) -> HttpResponse:
    return render(request, "area/campaigns.html", {"leaf": leaf(request, ask.campaigns(request.rights))})


@needs(Verb.ENTER_COVERAGE)
def campaign_new(request: SignedIn) -> HttpResponse:
    districts, today = request.rights.districts(Verb.ENTER_COVERAGE), clock.today()
    initial = {
        "services": request.GET.get("liste"),
        "months": request.GET.get("monate", "0"),
        "text": REQUEST,
    }
    form = CampaignForm(request.POST or None, initial=initial, districts=districts, today=today)
    if form.is_valid():
        try:
            made = draft_campaign(rights=request.rights, at=clock.now(), **_wanted(form.cleaned_data))
        except Refused as no:
            refused(form, no)
        else:
            return redirect("campaign", made.pk)
    return render(request, "area/campaign_new.html", {"form": form}, status=422 if form.errors else 200)


@needs(*READERS)
def campaign(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.campaign(request.rights, pk)
    page = {
        "campaign": found,
        "services": found.services.order_by("name", "key"),
        "leaf": leaf(request, ask.invitations(request.rights, pk)),
        "may_act": found.district_id in request.rights.districts(Verb.ENTER_COVERAGE),
    }
    return render(request, "area/campaign.html", page)


@needs(*READERS)
def campaign_export(request: SignedIn, pk: int, kind: str) -> HttpResponseBase:
    found = ask.campaign(request.rights, pk)
    head = [_("Gemeindeschlüssel"), _("Gemeinde"), _("Adresse"), _("Versand"), _("begonnen am")]
    head += [_("beantwortet am"), _("beantwortet von"), _("erinnert am")]
    return table(kind, f"bestaetigungsrunde-{pk}", head, _cells(request, found))


@needs(*READERS)
def campaign_letter(request: SignedIn, pk: int, ags: str) -> HttpResponse:
    """Show the letter as it went out, or as it would go out today."""
    found = ask.campaign(request.rights, pk)
    place = get_object_or_404(Municipality, pk=ags, district=found.district_id)
    stored = ask.letter_pdf(found.pk, ags)
    content = stored or preview_pdf(preview(found, place, by=found.by, on=clock.today()))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="bestaetigung-{ags}.pdf"'
    return answer


def _wanted(values: dict[str, Any]) -> dict[str, Any]:
    district, months = values["district"].pk, int(values["months"])
    services, municipalities = ask.selection(
        district, priority_list=values["services"], months=months, on=clock.today()
    )
    kept = {name: values[name] for name in ("title", "file_number", "text", "due_on")}
    return kept | {"district": district, "services": services, "municipalities": municipalities}


def _cells(request: SignedIn, found: Campaign) -> Iterator[list[Any]]:
    for row in ask.invitations(request.rights, found.pk):
        sent = row.dispatch
        yield [
            row.municipality_id,
            row.municipality.name,
            sent.address if sent else "",
            sent.get_state_display() if sent else "",
            row.opened_at,
            row.answered_at,
            row.answered_by,
            row.reminded_on,
        ]
