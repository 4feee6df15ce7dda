"""Forms in versions, and the calls in which applications are taken."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person
from stellwerk.models.programmes import Programme
from stellwerk.models.terms import Terms


class Form(models.Model):
    """What applicants of a programme fill in; what it asks stands in its versions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="forms")
    name = models.CharField(_("Name"), max_length=200)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Antragsformular")
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="form_name_is_unique")]

    def __str__(self) -> str:
        return self.name


class FormVersion(models.Model):
    """One version of a form; it can be changed until it is published, and never afterwards.

    content  as law.forms reads it
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Fassung"))
    content = models.JSONField(_("Inhalt"), default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(_("geändert am"))
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True)

    class Meta:
        verbose_name = _("Fassung des Antragsformulars")
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_is_unique"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(published_at=None), name="form_has_one_draft"
            ),
        ]


class Call(models.Model):
    """A window in which applications are taken; its first and its last moment count.

    only_one  an office may apply once
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="calls")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(_("Bezeichnung"), max_length=200)
    text = models.TextField(_("Worum es geht"), blank=True)
    opens_at = models.DateTimeField(_("Beginn"))
    closes_at = models.DateTimeField(_("Ende"))
    only_one = models.BooleanField(_("ein Antrag je Stelle"), default=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Förderaufruf")
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="call_title_is_unique"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_has_a_window"),
            models.CheckConstraint(
                condition=Q(opens_at__second=0, closes_at__second=0), name="call_is_exact_to_the_minute"
            ),
        ]

    def __str__(self) -> str:
        return self.title
