"""The journal: who did what, when, to what, and why. Append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person


class JournalEntry(models.Model):
    at = models.DateTimeField(_("am"), db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(_("Vorgang"), max_length=60)
    thing = models.CharField(_("Gegenstand"), max_length=40)
    thing_id = models.BigIntegerField(_("Nummer"))
    text = models.CharField(_("Was geschah"), max_length=500)
    details = models.JSONField(_("Einzelheiten"), default=dict)

    class Meta:
        verbose_name = _("Journaleintrag")
        indexes = [models.Index(fields=["thing", "thing_id", "id"], name="journal_by_thing")]
