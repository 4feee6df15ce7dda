"""The journal: who did what, when, to what, and why. Append-only, and a chain that outsiders can check."""

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


class JournalLink(models.Model):
    """Ties an entry to the one before it; a trigger writes it when the entry is committed.

    sha256  of the entry's line, which begins with the sha256 of the link before
    """

    entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="link"
    )
    position = models.BigIntegerField(_("Stelle"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)

    class Meta:
        verbose_name = _("Glied des Journals")
        constraints = [
            models.UniqueConstraint(fields=["position"], name="journal_position_is_unique"),
        ]


class JournalAnchor(models.Model):
    """The end of the chain on one day. Kept elsewhere, it shows later that all before it is unchanged."""

    day = models.DateField(_("Tag"), unique=True)
    position = models.BigIntegerField(_("Stelle"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    made_at = models.DateTimeField(_("gesetzt am"))

    class Meta:
        verbose_name = _("Anker des Journals")
