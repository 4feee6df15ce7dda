"""Dispatches: one letter to one recipient, the legal record and the outbox in one row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.letters import Letter
from stellwerk.models.people import Office


class DispatchRole(models.TextChoices):
    TO = "to", _("an")
    COPY = "copy", _("nachrichtlich")


class DispatchState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    SENDING = "sending", _("wird versandt")
    SENT = "sent", _("versandt")
    HELD_BACK = "held_back", _("zurückgehalten (sicherer Modus)")
    FAILED = "failed", _("fehlgeschlagen")
    STOPPED = "stopped", _("gestoppt")


class Dispatch(models.Model):
    """message_id is derived from letter and recipient, so a repeat is recognisable; sent is final.

    next_attempt_at  due from then on; while it is being sent, the end of the worker's lease
    claim            drawn by the worker that is sending it
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="dispatches")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="dispatches")
    role = models.CharField(_("Rolle"), max_length=10, choices=DispatchRole.choices)
    address = models.CharField(_("Adresse"), max_length=254)
    message_id = models.CharField(_("Nachrichtenkennung"), max_length=120, unique=True)
    state = models.CharField(
        _("Stand"), max_length=20, choices=DispatchState.choices, default=DispatchState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), null=True)
    claim = models.UUIDField(_("Übernahme"), null=True)
    created_at = models.DateTimeField(_("angelegt am"))
    sent_at = models.DateTimeField(_("versandt am"), null=True)
    answer = models.CharField(_("Antwort des Servers"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Versand")
        constraints = [
            models.UniqueConstraint(fields=["letter", "office"], name="dispatch_once_per_recipient"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="dispatch_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="dispatch_due",
            ),
            models.Index(fields=["state", "id"], name="dispatch_by_state"),
        ]


class Attempt(models.Model):
    """One try to hand a dispatch to the mail server, and what it answered. Append-only."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField(_("am"))
    outcome = models.CharField(_("Ergebnis"), max_length=20)
    answer = models.CharField(_("Antwort des Servers"), max_length=500)
