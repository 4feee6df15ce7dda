"""Tallies: what all processes count together for a minute, such as requests by address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """A count, or whatever else a limit remembers; its table is not logged, a crash begins it anew."""

    key = models.TextField(_("Schlüssel"), primary_key=True)
    value = models.JSONField(_("Wert"))
    expires_at = models.DateTimeField(_("gilt bis"), db_index=True)

    class Meta:
        verbose_name = _("Strichliste")
