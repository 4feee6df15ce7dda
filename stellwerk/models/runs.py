"""The run: one decision that continues every grant of a programme (Fortführung)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.grants import Grant
from stellwerk.models.letters import TextVersion
from stellwerk.models.people import Person
from stellwerk.models.programmes import Programme
from stellwerk.models.terms import Terms


class RunState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    COMPUTED = "computed", _("berechnet")
    CONSULTED = "consulted", _("abgestimmt")
    RELEASED = "released", _("freigegeben")
    SENT = "sent", _("versandt")
    CLOSED = "closed", _("abgeschlossen")
    STOPPED = "stopped", _("gestoppt")


class Run(models.Model):
    """new_end  first day no longer funded (people enter and see the day before).

    …_for  whom the person acted for, where it was done in substitution
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    state = models.CharField(_("Stand"), max_length=20, choices=RunState.choices, default=RunState.DRAFT)
    title = models.CharField(_("Betreff"), max_length=200)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=300)
    reason = models.TextField(_("Begründung"))
    new_end = models.DateField(_("neues Ende (ausschließlich)"))
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="runs")
    letter_date = models.DateField(_("Datum der Schreiben"))
    notice_text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    circular_text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    remedy_text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(_("angelegt am"))
    computed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    computed_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField(_("berechnet am"), null=True)
    consulted_at = models.DateTimeField(_("abgestimmt am"), null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("freigegeben am"), null=True)
    sent_at = models.DateTimeField(_("versandt am"), null=True)
    closed_at = models.DateTimeField(_("abgeschlossen am"), null=True)
    stopped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(_("gestoppt am"), null=True)
    stop_reason = models.CharField(_("Grund des Stopps"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Fortführung")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="run_number_is_unique"),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | (~Q(released_by=F("prepared_by")) & ~Q(released_by=F("computed_by"))),
                name="run_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("prepared_for"))
                & ~Q(released_by=F("computed_for"))
                & ~Q(released_for=F("prepared_by"))
                & ~Q(released_for=F("prepared_for"))
                & ~Q(released_for=F("computed_by"))
                & ~Q(released_for=F("computed_for")),
                name="run_substitution_keeps_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False, computed_by__isnull=False),
                name="run_release_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "closed"]) | Q(released_by__isnull=False),
                name="run_is_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RunLine(models.Model):
    """What the run means for one grant: changed with amounts, or unchanged with the reason.

    added    {"2024": "10000.00", …} euro per budget year
    before   the same, as granted before
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="run_lines")
    changes = models.BooleanField(_("ändert sich"))
    reason = models.TextField(_("Grund"))
    reason_values = models.JSONField(default=dict)
    old_end = models.DateField(_("bisheriges Ende (ausschließlich)"))
    new_end = models.DateField(_("neues Ende (ausschließlich)"))
    months = models.DecimalField(_("Monate"), max_digits=8, decimal_places=4)
    before = models.JSONField(default=dict)
    added = models.JSONField(default=dict)
    total_before = models.DecimalField(_("bisher bewilligt"), max_digits=12, decimal_places=2)
    total_added = models.DecimalField(_("kommt hinzu"), max_digits=12, decimal_places=2)
    working = models.JSONField(_("Rechenweg"), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "grant"], name="run_line_is_unique"),
            models.CheckConstraint(condition=Q(new_end__gte=F("old_end")), name="run_never_shortens"),
        ]


class RunYear(models.Model):
    """The budget as the run met it: one row per year."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("Haushaltsjahr"))
    available = models.DecimalField(_("verfügbar"), max_digits=14, decimal_places=2)
    committed = models.DecimalField(_("bereits bewilligt"), max_digits=14, decimal_places=2)
    added = models.DecimalField(_("kommt hinzu"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "year"], name="run_year_is_unique")]


class Answer(models.TextChoices):
    AGREED = "agreed", _("Einvernehmen")
    OBJECTED = "objected", _("Einwände")
    SILENT = "silent", _("keine Antwort, gilt als Einvernehmen")


class Consultation(models.Model):
    """One body is asked before the release of a run."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="consultations")
    office = models.ForeignKey("stellwerk.Office", on_delete=models.PROTECT, related_name="consultations")
    letter = models.OneToOneField("stellwerk.Letter", on_delete=models.PROTECT, related_name="consultation")
    asked_on = models.DateField(_("gefragt am"))
    due_on = models.DateField(_("Antwort bis"))
    answer = models.CharField(_("Antwort"), max_length=20, choices=Answer.choices, blank=True)
    remark = models.TextField(_("Bemerkung"), blank=True)
    treatment = models.TextField(_("Umgang mit den Einwänden"), blank=True)
    answered_on = models.DateField(_("beantwortet am"), null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "office"], name="consultation_is_unique")]
