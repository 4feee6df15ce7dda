"""What coordinators did in their area, and for which municipalities and services."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person
from stellwerk.models.places import District, Municipality
from stellwerk.models.services import Service


class ActivityFormat(models.TextChoices):
    CONSULTATION_HOUR = "hour", _("Sprechstunde")
    WORKSHOP = "workshop", _("Workshop")
    VISIT = "visit", _("Termin vor Ort")
    NEWSLETTER = "newsletter", _("Rundbrief")
    CALL = "call", _("Beratung am Telefon")


class Activity(models.Model):
    """One contact with municipalities of a district."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="activities")
    on = models.DateField(_("Tag"))
    format = models.CharField(_("Format"), max_length=12, choices=ActivityFormat.choices)
    title = models.CharField(_("Thema"), max_length=200)
    participants = models.PositiveIntegerField(_("Teilnehmende"), null=True)
    municipalities = models.ManyToManyField(
        Municipality, related_name="activities", verbose_name=_("Gemeinden")
    )
    services = models.ManyToManyField(
        Service, blank=True, related_name="activities", verbose_name=_("Leistungen")
    )
    note = models.TextField(_("Bemerkung"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="activities")
    recorded_at = models.DateTimeField(_("eingetragen am"))
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Tätigkeit")

    def __str__(self) -> str:
        return self.title
