"""Texts the operator sets: imprint, privacy, accessibility statement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteTextKind(models.TextChoices):
    IMPRINT = "imprint", _("Impressum")
    PRIVACY = "privacy", _("Datenschutz")
    ACCESSIBILITY = "accessibility", _("Erklärung zur Barrierefreiheit")


class SiteText(models.Model):
    kind = models.CharField(_("Seite"), max_length=20, choices=SiteTextKind.choices)
    language = models.CharField(_("Sprache"), max_length=2, choices=[("de", "Deutsch"), ("en", "English")])
    body = models.TextField(_("Text"))
    changed_at = models.DateTimeField(_("geändert am"))

    class Meta:
        verbose_name = _("Seitentext")
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="site_text_is_unique")]
