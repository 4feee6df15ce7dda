"""Campaigns: which there are, how far each one is, and the list that a municipality is asked about."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Campaign,
    CampaignState,
    Channel,
    CoverageFact,
    CoverageSource,
    Invitation,
    LetterFile,
    Municipality,
    Office,
    OfficeKind,
    PriorityList,
    Programme,
    Reminder,
    Service,
)
from stellwerk.queries.freshness import due_municipalities, due_services, statements

GRACE_DAYS = 60  # a round that nobody closed does not leave its links open for ever


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a municipality's list: a service by one channel, and what is known of it, if anything."""

    ags: str
    service: Service
    channel: str
    fact: CoverageFact | None

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.ags, self.service.key, self.channel

    @property
    def seen(self) -> int | None:
        return self.fact.pk if self.fact else None

    @property
    def is_example(self) -> bool:
        return self.fact is not None and self.fact.source == CoverageSource.EXAMPLE


def campaigns(rights: Rights) -> QuerySet[Campaign]:
    """Return campaigns, newest first, with how many were asked, began and answered."""
    found = visible(Campaign.objects.all(), rights).select_related("district", "by")
    counted = found.annotate(
        asked=Count("invitations"),
        begun=Count("invitations", filter=Q(invitations__opened_at__isnull=False)),
        answered=Count("invitations", filter=Q(invitations__answered_at__isnull=False)),
    )
    return counted.order_by("-created_at", "-pk")


def campaign(rights: Rights, pk: int) -> Campaign:
    return get_object_or_404(campaigns(rights), pk=pk)


def invitations(rights: Rights, campaign_id: int) -> QuerySet[Invitation, Any]:
    """Return the municipalities of a campaign by name, with dispatch, answer and day of the last reminder."""
    found = visible(Invitation.objects.filter(campaign=campaign_id), rights)
    last = Reminder.objects.filter(invitation=OuterRef("pk")).order_by("-on", "-pk").values("on")[:1]
    shown = found.select_related("municipality", "dispatch").annotate(reminded_on=Subquery(last))
    return shown.order_by("municipality__name", "pk")


def unanswered(campaign_id: int) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(campaign=campaign_id, answered_at=None)
    return found.select_related("municipality").order_by("municipality")


def selection(
    district: str, *, priority_list: PriorityList | None, months: int, on: date
) -> tuple[list[Service], list[Municipality]]:
    """Return what a round would ask about, and whom.

    priority_list  its services; None: those of which something is known in the district
    months         0: every municipality; else those with a statement that is older, or with none
    """
    if priority_list is not None:
        services = Service.objects.filter(priorities__priority_list=priority_list, gone_on=None)
    elif months:
        services = due_services(district, months=months, on=on)
    else:
        known = statements(district=district).values("service")
        services = Service.objects.filter(pk__in=known, gone_on=None)
    asked = list(services.order_by("name", "key"))
    if not months:
        every = Municipality.objects.filter(district=district, gone_on=None)
        return asked, list(every.order_by("name", "pk"))
    keys = [service.pk for service in asked]
    return asked, list(due_municipalities(district, months=months, on=on, services=keys))


def letter_pdf(campaign_id: int, ags: str) -> bytes | None:
    """Return the PDF of the first letter to a municipality, or None while it is not made."""
    found = LetterFile.objects.filter(letter__dispatches__invitation__campaign=campaign_id)
    content = found.filter(letter__addressee__municipality=ags).values_list("content", flat=True).first()
    return bytes(content) if content is not None else None


def fingerprint(token: str) -> str:
    """Return what is kept of the secret of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str, *, on: date) -> Invitation | None:
    """Return the invitation a link leads to, while its campaign takes answers; None tells nothing more."""
    found = Invitation.objects.filter(
        token_sha256=fingerprint(token),
        campaign__state=CampaignState.SENT,
        campaign__due_on__gte=on - timedelta(days=GRACE_DAYS),
    )
    return found.select_related("campaign__district", "municipality").first()


def lines(campaign_id: int, ags: Collection[str]) -> dict[str, list[Line]]:
    """Return the list of each municipality in two queries: what is known by channel, or one line without."""
    asked = list(Service.objects.filter(campaigns=campaign_id).order_by("name", "key"))
    known: dict[tuple[str, int], list[CoverageFact]] = defaultdict(list)
    for fact in open_facts(ags, [service.pk for service in asked]):
        known[fact.municipality_id, fact.service_id].append(fact)
    return {key: [line for one in asked for line in _of(key, one, known[key, one.pk])] for key in ags}


def open_facts(ags: Collection[str], service_ids: Iterable[int]) -> QuerySet[CoverageFact]:
    """Return what we know now and from now on, one fact a cell and channel."""
    found = CoverageFact.objects.filter(replaced_by=None, valid_to=None)
    return found.filter(municipality__in=ags, service__in=service_ids).order_by("channel", "pk")


def sender(district: str) -> Office:
    """Return the office that writes to the municipalities of a district.

    Refused: none is stored.
    """
    found = Office.objects.filter(district=district).exclude(kind=OfficeKind.AUTHORITY).order_by("kind", "pk")
    office = found.first()
    if office is None:
        raise Refused(
            N_("Für diesen Kreis ist keine Stelle hinterlegt, die schreibt. Bitte fragen Sie den Betrieb.")
        )
    return office


def programme_of(office: Office) -> Programme:
    """Return the programme under which an office coordinates: its letters are kept there.

    Refused: the office takes part in none.
    """
    found = Programme.objects.filter(participations__office=office).order_by("-pk").first()
    if found is None:
        raise Refused(
            N_("„%(office)s“ gehört zu keinem Förderprogramm. Bitte fragen Sie die Bewilligungsbehörde."),
            office=office.name,
        )
    return found


def town_hall(place: Municipality) -> Office:
    """Return the office of a municipality.

    Refused: none is stored.
    """
    office = Office.objects.filter(municipality=place).first()
    if office is None:
        raise Refused(
            N_(
                "Für „%(name)s“ ist keine Stelle mit E-Mail-Adresse hinterlegt. "
                "Bitte ergänzen Sie sie unter „Anschriften der Gemeinden“."
            ),
            name=place.name,
        )
    return office


def addressees(campaign_id: int) -> dict[str, Office]:
    """Return the office of each municipality of a campaign.

    Refused: one has none; the first few are named.
    """
    asked = Invitation.objects.filter(campaign=campaign_id)
    town_hall = Office.objects.filter(municipality=OuterRef("municipality"))
    if missing := asked.filter(~Exists(town_hall)).order_by("municipality__name", "pk"):
        names = [name for (name,) in missing.values_list("municipality__name")]
        raise Refused(
            N_(
                "Diesen Gemeinden fehlt eine Stelle mit E-Mail-Adresse: %(names)s. "
                "Bitte ergänzen Sie sie unter „Anschriften der Gemeinden“."
            ),
            names=", ".join(names[:5]) + (" …" if len(names) > 5 else ""),
        )
    offices = Office.objects.filter(municipality__invitations__campaign=campaign_id).order_by("pk")
    return {str(office.municipality_id): office for office in offices}


def _of(ags: str, service: Service, facts: list[CoverageFact]) -> list[Line]:
    if not facts:
        return [Line(ags, service, Channel.ANY, None)]
    return [Line(ags, service, fact.channel, fact) for fact in facts]
