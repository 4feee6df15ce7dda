"""Reads: who looked at personal data, and who knocked at doors that are not theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person


class ReadKind(models.TextChoices):
    READ = "read", _("gelesen")
    FORBIDDEN = "forbidden", _("ohne Recht, abgewiesen")
    NOT_FOUND = "not_found", _("nicht sichtbar oder nicht vorhanden")


class ReadEntry(models.Model):
    """One look at personal data. Never changed; removed by the nightly job once the retention is over.

    page     name of the route
    address  path and query as it was asked for
    """

    at = models.DateTimeField(_("am"), db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("Art"), max_length=10, choices=ReadKind.choices)
    page = models.CharField(_("Seite"), max_length=80)
    address = models.CharField(_("Adresse"), max_length=300)

    class Meta:
        verbose_name = _("Leseeintrag")
        indexes = [models.Index(fields=["by", "-id"], name="read_entry_by_person")]
