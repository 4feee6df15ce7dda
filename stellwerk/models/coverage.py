"""Coverage by fact: which service is live in which municipality, since when, and who says so.

No row means "not collected", which is not "none". Facts are never changed or deleted: a change set adds facts
and marks the ones it replaces, so any day can be asked, and what was known on any day as well.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person
from stellwerk.models.places import District, Municipality
from stellwerk.models.services import Channel, OnlineService, Service


class CoverageState(models.TextChoices):
    NOT_RESPONSIBLE = "not_responsible", _("nicht zuständig")
    NONE = "none", _("kein Angebot")
    PLANNED = "planned", _("geplant")
    LIVE = "live", _("online")


class MaturityModel(models.TextChoices):
    """The two models of maturity; their levels are never compared or averaged."""

    OLD = "1.1", _("Reifegradmodell 1.1 (0–4)")
    NEW = "2.0", _("Reifegradmodell 2.0 (0–7)")


class CoverageSource(models.TextChoices):
    COORDINATOR = "coordinator", _("Koordination im Landkreis")
    MUNICIPALITY = "municipality", _("Gemeinde")
    PVOG = "pvog", _("PVOG")
    SERVICE_LIST = "service_list", _("Onlinedienst-Liste")
    IMPORT = "import", _("Datei")
    EXAMPLE = "example", _("Beispiel")


class Confidence(models.TextChoices):
    LOW = "low", _("unsicher")
    MEDIUM = "medium", _("plausibel")
    HIGH = "high", _("geprüft")


class ChangeSetKind(models.TextChoices):
    GRID = "grid", _("Raster")
    PASTE = "paste", _("Einfügen")
    FILE = "file", _("Datei")
    BULK = "bulk", _("Sammeländerung")
    PROPOSALS = "proposals", _("Vorschläge übernommen")
    CONFIRMATION = "confirmation", _("Bestätigung der Gemeinde")
    REFORM = "reform", _("Gebietsreform")
    UNDO = "undo", _("rückgängig gemacht")


class ChangeSet(models.Model):
    """All facts that one person changed in one step; undone as a whole or not at all. Append-only.

    by       None where a municipality confirmed by its personal link; ``by_text`` says who
    undoes   the change set that this one takes back
    """

    kind = models.CharField(_("Art"), max_length=16, choices=ChangeSetKind.choices)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="change_sets")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="change_sets")
    by_text = models.CharField(_("von"), max_length=200)
    at = models.DateTimeField(_("am"))
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    added = models.PositiveIntegerField(_("neue Angaben"))
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Änderung")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes=None)),
                name="change_set_undo_names_what",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CoverageFact(models.Model):
    """What holds for one municipality, service and channel, ``valid_from`` to ``valid_to`` (half-open).

    planned_on   the day it shall be live
    maturity     level in ``maturity_model``; both or none
    replaced_by  the change set since which we know better; facts without it are what we know now
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="coverage")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="coverage", db_index=False)
    channel = models.CharField(_("Art"), max_length=12, choices=Channel.choices, default=Channel.ANY)
    state = models.CharField(_("Stand"), max_length=16, choices=CoverageState.choices)
    planned_on = models.DateField(_("geplant für"), null=True)
    maturity = models.PositiveSmallIntegerField(_("Reifegrad"), null=True)
    maturity_model = models.CharField(
        _("Reifegradmodell"), max_length=3, choices=MaturityModel.choices, blank=True
    )
    online_service = models.ForeignKey(
        OnlineService, on_delete=models.PROTECT, null=True, related_name="coverage", db_index=False
    )
    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis (ausschließlich)"), null=True)
    source = models.CharField(_("Quelle"), max_length=16, choices=CoverageSource.choices)
    confidence = models.CharField(_("Verlässlichkeit"), max_length=8, choices=Confidence.choices)
    checked_by = models.CharField(_("geprüft von"), max_length=200, blank=True)
    checked_on = models.DateField(_("geprüft am"))
    note = models.CharField(_("Bemerkung"), max_length=500, blank=True)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="facts")
    replaced_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, related_name="replaced")

    class Meta:
        verbose_name = _("Angabe zum Angebot")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="coverage_has_days"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", planned_on__isnull=False)
                | (~Q(state="planned") & Q(planned_on=None)),
                name="coverage_planned_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(maturity=None, maturity_model="")
                | Q(maturity__isnull=False, maturity_model="1.1", maturity__lte=4, state="live")
                | Q(maturity__isnull=False, maturity_model="2.0", maturity__lte=7, state="live"),
                name="coverage_maturity_fits_its_model",
            ),
            models.UniqueConstraint(
                fields=["municipality", "service", "channel", "valid_from"],
                condition=Q(replaced_by=None),
                name="coverage_begins_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "service", "channel"],
                condition=Q(replaced_by=None, valid_to=None),
                name="coverage_one_open_fact",
            ),
        ]
        indexes = [
            models.Index(
                fields=["service", "municipality"],
                condition=Q(replaced_by=None, valid_to=None),
                name="coverage_of_service",
            ),
        ]


class IntakeKind(models.TextChoices):
    PASTE = "paste", _("eingefügte Tabelle")
    FILE = "file", _("Datei")
    GRID = "grid", _("Raster")
    BULK = "bulk", _("Sammeländerung")
    PVOG = "pvog", _("PVOG-Abzug")
    SERVICE_LIST = "service_list", _("Onlinedienst-Liste")


class IntakeState(models.TextChoices):
    OPEN = "open", _("zur Prüfung")
    APPLIED = "applied", _("übernommen")
    DISCARDED = "discarded", _("verworfen")


class Intake(models.Model):
    """What somebody brought in and has not applied yet: compared with what is known, row by row.

    listed  of a list from outside: the services it speaks of anywhere, also beyond the district
    """

    kind = models.CharField(_("Art"), max_length=16, choices=IntakeKind.choices)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="intakes")
    state = models.CharField(_("Stand"), max_length=12, choices=IntakeState.choices, default=IntakeState.OPEN)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="intakes")
    at = models.DateTimeField(_("am"))
    change_set = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, null=True, related_name="intake")
    listed = models.ManyToManyField(Service, related_name="+", verbose_name=_("Leistungen der Liste"))

    class Meta:
        verbose_name = _("Eingang")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(change_set__isnull=False),
                name="intake_applied_has_change_set",
            ),
        ]


class Verdict(models.TextChoices):
    NEW = "new", _("neu")
    CHANGED = "changed", _("weicht ab")
    SAME = "same", _("unverändert")
    ERROR = "error", _("fehlerhaft")


class RowDecision(models.TextChoices):
    PENDING = "", _("offen")
    ACCEPTED = "accepted", _("angenommen")
    DECLINED = "declined", _("abgelehnt")


class IntakeRow(models.Model):
    """One row of an intake; ``seen`` is the fact that held when it was compared.

    number    row of the sheet as people count it, the head is row 1
    wanted    the fact as it would be: state, planned_on, maturity, maturity_model, valid_from, note (JSON)
    messages  German sentences, each with its column; an error keeps the row out
    """

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("Zeile"))
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(_("Art"), max_length=12, choices=Channel.choices, default=Channel.ANY)
    wanted = models.JSONField(default=dict)
    seen = models.ForeignKey(CoverageFact, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(_("Vergleich"), max_length=8, choices=Verdict.choices)
    messages = models.JSONField(default=list)
    decision = models.CharField(_("Entscheidung"), max_length=8, choices=RowDecision.choices, blank=True)
    reason = models.CharField(_("Grund"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="intake_row_once")]


class Inquiry(models.Model):
    """A question on one cell, and its answer."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="inquiries")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="inquiries")
    question = models.TextField(_("Frage"))
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("gefragt am"))
    answer = models.TextField(_("Antwort"), blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("beantwortet am"), null=True)
