"""Kept forms: what somebody typed into a form that arrived after the session had ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person


class KeptForm(models.Model):
    """It waits for its person to sign in again, for a short while; nothing of it is carried out.

    address  path and query that the form was sent to
    page     path and query of the page that showed it
    content  the fields, sealed with the key of the installation; never a password, never a file
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kept_forms")
    address = models.CharField(_("Adresse"), max_length=2000)
    page = models.CharField(_("Seite"), max_length=2000)
    content = models.BinaryField(_("Eingaben"))
    kept_at = models.DateTimeField(_("aufgehoben am"), db_index=True)

    class Meta:
        verbose_name = _("aufgehobene Eingaben")
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="kept_form_once_per_address"),
        ]
