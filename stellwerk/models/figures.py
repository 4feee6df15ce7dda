"""Dated figures of the law, seeded from the shipped table and extended by staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Figure(models.Model):
    name = models.CharField(_("Größe"), max_length=60)
    land = models.CharField(_("Land"), max_length=2)
    valid_from = models.DateField(_("gilt ab"))
    value = models.DecimalField(_("Wert"), max_digits=12, decimal_places=4)
    unit = models.CharField(_("Einheit"), max_length=40)
    source = models.CharField(_("Quelle"), max_length=300)
    note = models.CharField(_("Hinweis"), max_length=500, blank=True)
    confirmed = models.BooleanField(_("bestätigt"), default=False)

    class Meta:
        verbose_name = _("Rechtsgröße")
        constraints = [
            models.UniqueConstraint(fields=["name", "land", "valid_from"], name="figure_is_unique_on_a_day"),
        ]
