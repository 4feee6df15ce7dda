"""Outlines of places, imported by the authority itself; the project ships none."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LayerKind(models.TextChoices):
    DISTRICTS = "districts", _("Kreise")
    MUNICIPALITIES = "municipalities", _("Gemeinden")


class GeometryLayer(models.Model):
    """One import of outlines; the newest of its kind is drawn. Append-only."""

    kind = models.CharField(_("Art"), max_length=16, choices=LayerKind.choices)
    source = models.CharField(_("Quelle"), max_length=300)
    licence = models.CharField(_("Lizenz"), max_length=120, blank=True)
    as_of = models.DateField(_("Stand"), null=True)
    imported_at = models.DateTimeField(_("eingelesen am"))


class Outline(models.Model):
    """The outline of one place as GeoJSON geometry (longitude and latitude in degrees, WGS 84)."""

    layer = models.ForeignKey(GeometryLayer, on_delete=models.PROTECT, related_name="outlines")
    key = models.CharField(_("Schlüssel"), max_length=8)
    shape = models.JSONField(_("Umriss"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["layer", "key"], name="outline_once_per_layer")]
