"""Districts and municipalities, by their official keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DistrictKind(models.TextChoices):
    LANDKREIS = "Landkreis", _("Landkreis")
    STADTKREIS = "Stadtkreis", _("Stadtkreis")


class District(models.Model):
    """A Landkreis or Stadtkreis; ``tile_*`` is its place in our own tile map."""

    ags = models.CharField(_("Kreisschlüssel"), max_length=5, primary_key=True)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=20, choices=DistrictKind.choices)
    seat = models.CharField(_("Sitz"), max_length=120)
    government_region = models.CharField(_("Regierungsbezirk"), max_length=60)
    court = models.CharField(_("Verwaltungsgericht"), max_length=120)
    tile_col = models.PositiveSmallIntegerField()
    tile_row = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField(_("Einwohnende"), null=True)
    area_km2 = models.DecimalField(_("Fläche in km²"), max_digits=9, decimal_places=2, null=True)
    as_of = models.DateField(_("Stand"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ags__regex=r"^\d{5}$"), name="district_ags_has_5_digits"
            ),
            models.UniqueConstraint(fields=["tile_col", "tile_row"], name="district_tile_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    ags = models.CharField(_("Gemeindeschlüssel"), max_length=8, primary_key=True)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=40)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="municipalities")
    population = models.PositiveIntegerField(_("Einwohnende"), null=True)
    area_km2 = models.DecimalField(_("Fläche in km²"), max_digits=9, decimal_places=2, null=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    as_of = models.DateField(_("Stand"), null=True)
    gone_on = models.DateField(_("aufgelöst am"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ags__regex=r"^\d{8}$"), name="municipality_ags_has_8_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name
