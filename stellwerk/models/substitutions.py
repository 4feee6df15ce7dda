"""Substitutions: who acts for whom, from a day up to (not including) another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person


class Substitution(models.Model):
    """The substitute has the rights of the principal while acting for them, and no others then.

    by  who arranged it: the principal, or whoever keeps the people of the office
    """

    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substituted")
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis (ausschließlich)"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("angelegt am"))

    class Meta:
        verbose_name = _("Vertretung")
        constraints = [
            models.CheckConstraint(
                condition=~Q(substitute=F("principal")), name="substitution_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="substitution_never_ends_before"
            ),
            models.UniqueConstraint(
                fields=["principal", "substitute", "starts_on"], name="substitution_is_unique"
            ),
        ]
