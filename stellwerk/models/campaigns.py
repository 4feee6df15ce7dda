"""Campaigns: each municipality is asked by a personal link whether its list is still right."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.coverage import ChangeSet
from stellwerk.models.dispatches import Dispatch
from stellwerk.models.people import Person
from stellwerk.models.places import District, Municipality
from stellwerk.models.services import Service


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SENT = "sent", _("versandt")
    CLOSED = "closed", _("beendet")


class Campaign(models.Model):
    """A question to the municipalities of one district, about some services, until a day."""

    title = models.CharField(_("Bezeichnung"), max_length=200)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="campaigns")
    services = models.ManyToManyField(Service, related_name="campaigns", verbose_name=_("Leistungen"))
    file_number = models.CharField(_("Aktenzeichen"), max_length=60, blank=True)
    text = models.TextField(_("Text"))
    due_on = models.DateField(_("Antwort bis"))
    state = models.CharField(
        _("Stand"), max_length=8, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="campaigns")
    created_at = models.DateTimeField(_("angelegt am"))
    sent_at = models.DateTimeField(_("versandt am"), null=True)
    closed_at = models.DateTimeField(_("beendet am"), null=True)

    class Meta:
        verbose_name = _("Bestätigungsrunde")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False), name="campaign_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """One municipality in a campaign. The link carries a secret; only its fingerprint is kept.

    opened_at   the first time the municipality began to correct or confirm; looking alone writes nothing
    change_set  what it said last; what it said before is in the history
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="invitations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="invitations")
    token_sha256 = models.CharField(_("Prüfsumme des Verweises"), max_length=64, unique=True)
    dispatch = models.OneToOneField(Dispatch, on_delete=models.PROTECT, null=True, related_name="invitation")
    opened_at = models.DateTimeField(_("begonnen am"), null=True)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True)
    answered_by = models.CharField(_("beantwortet von"), max_length=200, blank=True)
    change_set = models.OneToOneField(
        ChangeSet, on_delete=models.PROTECT, null=True, related_name="invitation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "municipality"], name="invitation_once"),
        ]


class Reminder(models.Model):
    """One more letter to a municipality that has not answered yet; one a day at most."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="reminders")
    dispatch = models.OneToOneField(Dispatch, on_delete=models.PROTECT, related_name="reminder")
    on = models.DateField(_("erinnert am"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "on"], name="reminder_once_a_day"),
        ]
