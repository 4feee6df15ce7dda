"""Campaigns: draft a round, send it, remind who has not answered, close it, drop a draft."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require_district, visible
from stellwerk.actions._steps import Recipient, address, counted, frozen_letter, journal
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.letters.campaigns import Frame, campaign_content, secret
from stellwerk.models import (
    Campaign,
    CampaignState,
    Dispatch,
    DispatchRole,
    DispatchState,
    Invitation,
    Municipality,
    Reminder,
    Service,
    TextKind,
)
from stellwerk.queries.campaigns import addressees, fingerprint, lines, programme_of, sender, unanswered
from stellwerk.queries.letters import text_in_force

MOST_SERVICES = 200


@transaction.atomic(durable=True)
def draft_campaign(
    *,
    rights: Rights,
    at: datetime,
    district: str,
    title: str,
    text: str,
    due_on: date,
    services: Collection[Service],
    municipalities: Collection[Municipality],
    file_number: str = "",
) -> Campaign:
    """Keep a round as a draft; nothing is sent yet.

    Refused: no service or municipality, too many services for one list, or the day has passed.
    """
    require_district(rights, Verb.ENTER_COVERAGE, district)
    _require_something(services, municipalities)
    _require_future(due_on, at)
    campaign = Campaign.objects.create(
        title=title, district_id=district, text=text, due_on=due_on, by=rights.person, created_at=at,
        file_number=file_number,
    )  # fmt: skip
    campaign.services.set(services)
    _invite(campaign, municipalities)
    whom = counted(len(municipalities), "Gemeinde", "Gemeinden")
    text = f"{title}: {whom}, {counted(len(services), 'Leistung', 'Leistungen')}"
    journal(rights.person, at, "draft_campaign", campaign, text)
    return campaign


@transaction.atomic(durable=True)
def send_campaign(campaign_id: int, *, rights: Rights, at: datetime) -> Campaign:
    """Write to every municipality of the round: the list in the letter, the personal link in the mail.

    A draft without municipalities goes to all of its district.

    Refused: it was sent already, the day has passed, or an office or address is missing.
    """
    campaign = _locked(campaign_id, rights, CampaignState.DRAFT)
    _require_future(campaign.due_on, at)
    if not campaign.invitations.exists():
        _invite(campaign, Municipality.objects.filter(district=campaign.district_id, gone_on=None))
    invitations = list(unanswered(campaign.pk))
    sent = _write(campaign, invitations, TextKind.CAMPAIGN, rights, at)
    for invitation, dispatch in zip(invitations, sent, strict=True):
        invitation.dispatch = dispatch
    Invitation.objects.bulk_update(invitations, ["dispatch"])
    campaign.state, campaign.sent_at = CampaignState.SENT, at
    campaign.save(update_fields=["state", "sent_at"])
    text = f"{counted(len(sent), 'Gemeinde', 'Gemeinden')} gefragt"
    journal(rights.person, at, "send_campaign", campaign, text)
    return campaign


@transaction.atomic(durable=True)
def remind(campaign_id: int, *, rights: Rights, at: datetime) -> list[Reminder]:
    """Write once more to the municipalities that have not answered; once a day at most.

    Refused: everybody answered, the day has passed, or they were reminded today already.
    """
    campaign = _locked(campaign_id, rights, CampaignState.SENT)
    _require_future(campaign.due_on, at)
    today = timezone.localdate(at)
    open_ones = list(unanswered(campaign.pk).exclude(reminders__on=today))
    if not open_ones:
        raise Refused(N_("Niemand ist zu erinnern: Alle haben geantwortet oder wurden heute schon erinnert."))
    sent = _write(campaign, open_ones, TextKind.CAMPAIGN_REMINDER, rights, at)
    reminders = Reminder.objects.bulk_create(
        Reminder(invitation=invitation, dispatch=dispatch, on=today)
        for invitation, dispatch in zip(open_ones, sent, strict=True)
    )
    text = f"{counted(len(reminders), 'Gemeinde', 'Gemeinden')} erinnert"
    journal(rights.person, at, "remind", campaign, text)
    return reminders


@transaction.atomic(durable=True)
def close_campaign(campaign_id: int, *, rights: Rights, at: datetime) -> Campaign:
    """End a round: its links lead nowhere from now on, and what has not gone out stays.

    Refused: it was not sent, or is closed already.
    """
    campaign = _locked(campaign_id, rights, CampaignState.SENT)
    campaign.state, campaign.closed_at = CampaignState.CLOSED, at
    campaign.save(update_fields=["state", "closed_at"])
    left = Dispatch.objects.filter(letter__kind="campaign").exclude(
        state__in=[DispatchState.SENT, DispatchState.SENDING]
    )
    for path in ("invitation__campaign", "reminder__invitation__campaign"):
        left.filter(**{path: campaign}).update(state=DispatchState.STOPPED, claim=None)
    journal(rights.person, at, "close_campaign", campaign, f"{campaign.title} beendet")
    return campaign


@transaction.atomic(durable=True)
def discard_campaign(campaign_id: int, *, rights: Rights, at: datetime) -> None:
    """Drop a draft.

    Refused: it was sent already.
    """
    campaign = _locked(campaign_id, rights, CampaignState.DRAFT)
    journal(rights.person, at, "discard_campaign", campaign, f"Entwurf verworfen: {campaign.title}")
    campaign.invitations.all().delete()
    campaign.services.clear()
    campaign.delete()


def _locked(campaign_id: int, rights: Rights, *states: CampaignState) -> Campaign:
    """Return the campaign, locked until the end of the transaction.

    Http404: there is none, or it is none of the person's business; PermissionDenied: no right in its
    district; Refused: it is in another state by now.
    """
    own = visible(Campaign.objects.filter(pk=campaign_id), rights)
    campaign = own.select_for_update(of=("self",)).first()
    if campaign is None:
        raise Http404
    require_district(rights, Verb.ENTER_COVERAGE, campaign.district_id)
    if campaign.state not in states:
        raise Refused(
            N_("Die Runde ist inzwischen „%(state)s“; dieser Schritt ist so nicht mehr möglich."),
            state=str(campaign.get_state_display()),
        )
    return campaign


def _invite(campaign: Campaign, municipalities: Collection[Municipality]) -> None:
    Invitation.objects.bulk_create(
        Invitation(
            campaign=campaign,
            municipality=one,
            token_sha256=fingerprint(secret(campaign, one.pk)),
        )
        for one in municipalities
    )


def _write(
    campaign: Campaign, invitations: Sequence[Invitation], kind: TextKind, rights: Rights, at: datetime
) -> list[Dispatch]:
    """Freeze a letter for each municipality and put it into the outbox; the link is not part of it."""
    dated_on, office = timezone.localdate(at), sender(campaign.district_id)
    programme, text = programme_of(office), text_in_force(kind, on=dated_on)
    shared = Frame(campaign, office, programme.letterhead, text, rights.person)
    to, lists = addressees(campaign.pk), lines(campaign.pk, [one.municipality_id for one in invitations])
    letters = [
        frozen_letter(
            campaign_content(
                shared, to[one.municipality_id], one.municipality.name, lists[one.municipality_id],
                dated_on=dated_on,
            ),
            text_version_id=text.pk, by=rights.person, at=at, programme_id=programme.pk,
            addressee=to[one.municipality_id],
        )
        for one in invitations
    ]  # fmt: skip
    return address(
        letters, [[Recipient(to[one.municipality_id], DispatchRole.TO)] for one in invitations], at=at
    )


def _require_something(services: Collection[Service], municipalities: Collection[Municipality]) -> None:
    if not services:
        raise Refused(N_("Zu dieser Auswahl gibt es keine Leistung. Bitte ändern Sie die Auswahl."))
    if not municipalities:
        raise Refused(N_("Zu dieser Auswahl gibt es keine Gemeinde. Bitte ändern Sie die Auswahl."))
    if len(services) > MOST_SERVICES:
        raise Refused(
            N_("%(count)s Leistungen sind zu viele für eine Liste. Bitte wählen Sie eine Prioritätenliste."),
            count=str(len(services)),
        )


def _require_future(due_on: date, at: datetime) -> None:
    if due_on <= timezone.localdate(at):
        raise Refused(
            N_("Der Tag für die Antwort (%(day)s) muss noch kommen. Bitte wählen Sie einen späteren."),
            field="due_on",
            day=german(due_on),
        )
