"""The catalogue: services as the law names them, their keys, and the online services that offer them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SubjectArea(models.Model):
    """One of the fourteen subject areas of the OZG catalogue, by its number there."""

    number = models.PositiveSmallIntegerField(_("Nummer"), primary_key=True)
    name = models.CharField(_("Themenfeld"), max_length=120)

    def __str__(self) -> str:
        return self.name


class LifeSituation(models.Model):
    """A situation of life or business, by its number in the OZG catalogue."""

    number = models.PositiveSmallIntegerField(_("Nummer"), primary_key=True)
    name = models.CharField(_("Lage"), max_length=160)
    subject_area = models.ForeignKey(SubjectArea, on_delete=models.PROTECT, related_name="life_situations")

    def __str__(self) -> str:
        return self.name


class OzgService(models.Model):
    """A bundle of services, by its OZG number."""

    number = models.CharField(_("OZG-Nummer"), max_length=10, primary_key=True)
    name = models.CharField(_("OZG-Leistung"), max_length=300)
    life_situation = models.ForeignKey(
        LifeSituation, on_delete=models.PROTECT, null=True, related_name="ozg_services"
    )

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service of the LeiKa. The key is text: fourteen digits, and a number would lose the first one.

    execution_type  who regulates and who executes, as the catalogue writes it: "2/3", "4", "5" …
    gone_on         the catalogue no longer has it; what was recorded for it stays
    """

    key = models.CharField(_("LeiKa-Schlüssel"), max_length=14, unique=True)
    name = models.CharField(_("Leistung"), max_length=400)
    execution_type = models.CharField(_("Vollzugstyp"), max_length=20, blank=True)
    ozg_service = models.ForeignKey(OzgService, on_delete=models.PROTECT, null=True, related_name="services")
    legal_basis = models.TextField(_("Rechtsgrundlage"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300)
    as_of = models.DateField(_("Stand"), null=True)
    gone_on = models.DateField(_("entfallen am"), null=True)

    class Meta:
        verbose_name = _("Leistung")
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^\d{14}$"), name="service_key_has_14_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class PriorityList(models.Model):
    """A list of services that come first, of one authority and one day."""

    slug = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    name = models.CharField(_("Prioritätenliste"), max_length=160)
    source = models.CharField(_("Quelle"), max_length=300)
    as_of = models.DateField(_("Stand"), null=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    def __str__(self) -> str:
        return self.name


class PriorityEntry(models.Model):
    priority_list = models.ForeignKey(PriorityList, on_delete=models.PROTECT, related_name="entries")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="priorities")
    rank = models.PositiveSmallIntegerField(_("Rang"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["priority_list", "service"], name="priority_entry_once"),
            models.UniqueConstraint(fields=["priority_list", "rank"], name="priority_rank_once"),
        ]


class Channel(models.TextChoices):
    """How a service is brought online; ANY where nobody said how."""

    ANY = "any", _("ohne Angabe")
    EFA = "efa", _("Einer-für-Alle-Dienst (EfA)")
    STANDARD = "standard", _("Standardprozess")
    UNIVERSAL = "universal", _("Universalprozess")
    OWN = "own", _("eigener Dienst")


class OnlineService(models.Model):
    """What somebody has built once and municipalities use: it serves one or more services of the LeiKa."""

    name = models.CharField(_("Onlinedienst"), max_length=300)
    channel = models.CharField(_("Art"), max_length=12, choices=Channel.choices)
    url = models.URLField(_("Adresse"), max_length=400, blank=True)
    services = models.ManyToManyField(Service, related_name="online_services", verbose_name=_("Leistungen"))
    source = models.CharField(_("Quelle"), max_length=300)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Onlinedienst")
        constraints = [
            models.UniqueConstraint(fields=["name", "channel"], name="online_service_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Maintenance(models.Model):
    """Who looks after an online service, from when to when (half-open)."""

    online_service = models.ForeignKey(OnlineService, on_delete=models.PROTECT, related_name="maintenances")
    maintainer = models.CharField(_("zuständig"), max_length=200)
    starts_on = models.DateField(_("ab"))
    ends_on = models.DateField(_("bis (ausschließlich)"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["online_service", "starts_on"], name="maintenance_start_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")), name="maintenance_has_days"
            ),
        ]


class DataSchema(models.Model):
    """What a form asks, as FIM describes it (XDatenfelder): the names of its data fields.

    fields  one entry a field, in the order of the schema: key, name, label
    """

    key = models.CharField(_("FIM-Nummer"), max_length=20)
    version = models.CharField(_("Fassung"), max_length=20, blank=True)
    name = models.CharField(_("Datenschema"), max_length=300)
    title = models.CharField(_("Titel des Formulars"), max_length=500, blank=True)
    legal_basis = models.TextField(_("Rechtsgrundlage"), blank=True)
    fields = models.JSONField(_("Datenfelder"), default=list)
    source = models.CharField(_("Quelle"), max_length=300)
    services = models.ManyToManyField(
        Service, related_name="data_schemas", verbose_name=_("Leistungen"), blank=True
    )

    class Meta:
        verbose_name = _("Datenschema")
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="data_schema_is_unique")]

    def __str__(self) -> str:
        return self.name
