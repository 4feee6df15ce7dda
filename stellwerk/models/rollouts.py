"""Roll-out waves: which municipalities bring a service online next, and when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person
from stellwerk.models.places import District, Municipality
from stellwerk.models.services import Channel, Service


class Wave(models.Model):
    """One service, some municipalities, a first and a last day (both counted).

    after  the wave that must be done before this one begins
    """

    title = models.CharField(_("Bezeichnung"), max_length=200)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="waves")
    channel = models.CharField(_("Art"), max_length=12, choices=Channel.choices, default=Channel.ANY)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="waves")
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followers")
    starts_on = models.DateField(_("Beginn"))
    due_on = models.DateField(_("Ziel"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="waves")
    created_at = models.DateTimeField(_("angelegt am"))
    closed_at = models.DateTimeField(_("beendet am"), null=True)

    class Meta:
        verbose_name = _("Welle")
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="wave_has_days"),
            models.CheckConstraint(
                condition=Q(after=None) | ~Q(after=F("id")), name="wave_does_not_wait_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WaveTarget(models.Model):
    """One municipality of a wave; whether it is done is read from the coverage, never stored."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="targets")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="wave_targets")
    planned_on = models.DateField(_("geplant für"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "municipality"], name="wave_target_once")]
