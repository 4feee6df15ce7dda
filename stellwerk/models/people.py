"""Offices, people, and who acts for which office in which role."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.gateways.prepared import first
from stellwerk.models.places import District, Municipality

DEMO_DOMAIN = "@demo.stellwerk.invalid"  # of the invented people of a demonstration


class OfficeKind(models.TextChoices):
    AUTHORITY = "authority", _("Bewilligungsbehörde")
    DISTRICT_OFFICE = "district_office", _("Landratsamt")
    ASSOCIATION = "association", _("Kommunaler Landesverband")
    MUNICIPALITY = "municipality", _("Gemeinde")


class Office(models.Model):
    """A body that writes or receives letters. ``legal_entity`` is who the law binds.

    district      the district whose coordinators act for it; a municipality's own office has none
    municipality  the municipality whose town hall it is
    """

    key = models.CharField(_("Kennung"), max_length=40, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=OfficeKind.choices)
    name = models.CharField(_("Anschrift"), max_length=160)
    legal_entity = models.CharField(_("Körperschaft"), max_length=160)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="offices")
    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, null=True, related_name="office"
    )
    city = models.CharField(_("Ort"), max_length=120)
    court = models.CharField(_("Verwaltungsgericht"), max_length=120, blank=True)
    court_seat = models.CharField(_("Sitz des Gerichts"), max_length=120, blank=True)
    email = models.CharField(_("E-Mail"), max_length=254, blank=True)
    electronic_access = models.BooleanField(_("Zugang nach § 3a LVwVfG eröffnet"), default=False)

    class Meta:
        verbose_name = _("Stelle im Verteiler")
        indexes = [models.Index(fields=["name", "id"], name="office_by_name")]

    def __str__(self) -> str:
        return self.name


def _by_number(pk: int) -> "models.QuerySet[Person]":
    return Person.objects.filter(pk=pk)


class PersonManager(BaseUserManager["Person"]):
    def get(self, *args: Any, **kwargs: Any) -> "Person":
        """Return the one person who fits. By the number alone, every page of theirs asks."""
        if args or kwargs.keys() != {"pk"} or type(kwargs["pk"]) is not int:
            return super().get(*args, **kwargs)
        found = first(_by_number, kwargs["pk"])
        if found is None:
            raise Person.DoesNotExist
        return found

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. Rights come from memberships alone; there is no superuser."""

    email = models.EmailField(_("E-Mail"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)
    acting_for: "Person | None" = None  # set by access.rights_of for one request; stored nowhere

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    class Meta:
        verbose_name = _("Person")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    PREPARER = "preparer", _("Sachbearbeitung")
    RELEASER = "releaser", _("Zeichnung")
    COUNTY = "county", _("Landratsamt")
    ASSOCIATION = "association", _("Verband")
    AUDITOR = "auditor", _("Prüfung (lesend)")
    OPERATOR = "operator", _("Betrieb")
    COORDINATOR = "coordinator", _("Koordination im Landkreis")
    LEADERSHIP = "leadership", _("Leitung (lesend)")


class Membership(models.Model):
    """A person acts for an office in a role, from a day up to (not including) another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("von"), default=date(2022, 1, 1))
    ends_on = models.DateField(_("bis (ausschließlich)"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office", "role", "starts_on"], name="membership_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]
