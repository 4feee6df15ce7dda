"""What belongs to a programme from its set-up on: legal bases in versions, and indicators with targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.programmes import Programme


class LegalBasis(models.Model):
    """The rule a programme follows, in the version that holds from a day on. Append-only."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="legal_bases")
    number = models.PositiveSmallIntegerField(_("Fassung"))
    text = models.CharField(_("Rechtsgrundlage"), max_length=300)
    valid_from = models.DateField(_("gilt ab"))

    class Meta:
        verbose_name = _("Rechtsgrundlage")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="legal_basis_number_is_unique"),
        ]

    def __str__(self) -> str:
        return self.text


class ProgrammeIndicator(models.Model):
    """What shows whether a programme reaches its purpose, and how much of it is the goal.

    definition  what is counted, by whom, from which source
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="indicators")
    key = models.SlugField(_("Kurzname"), max_length=40)
    label = models.CharField(_("Bezeichnung"), max_length=200)
    unit = models.CharField(_("Einheit"), max_length=40)
    target = models.DecimalField(_("Zielwert"), max_digits=12, decimal_places=2)
    definition = models.TextField(_("Definition"))
    is_example = models.BooleanField(_("Beispielwert"), default=False)

    class Meta:
        verbose_name = _("Kennzahl des Programms")
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="programme_indicator_is_unique"),
        ]

    def __str__(self) -> str:
        return self.label
