"""The check of an application: its list, corrections, notes and flags, and whether it may begin early."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.applications import Application, ApplicationVersion
from stellwerk.models.people import Person


class CheckState(models.TextChoices):
    OPEN = "open", _("offen")
    FULFILLED = "fulfilled", _("erfüllt")
    NOT_FULFILLED = "not_fulfilled", _("nicht erfüllt")
    NOT_NEEDED = "not_needed", _("nicht nötig")


class Check(models.Model):
    """One point of the check list of one application; which points there are stands in the form version."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="checks")
    key = models.CharField(_("Prüfpunkt"), max_length=40)
    state = models.CharField(_("Ergebnis"), max_length=20, choices=CheckState.choices)
    remark = models.TextField(_("Bemerkung"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("geprüft am"))

    class Meta:
        verbose_name = _("Prüfpunkt")
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="check_is_unique")]


class CorrectionRequest(models.Model):
    """The authority asks for other answers to some fields; only these are open again.

    fields  their keys
    base    what was submitted when it asked
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    fields = models.JSONField(_("Felder"), default=list)
    text = models.TextField(_("Was zu ergänzen ist"))
    due_on = models.DateField(_("bis zum"))
    base = models.ForeignKey(ApplicationVersion, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(ApplicationVersion, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("gefragt am"))
    answered_at = models.DateTimeField(_("beantwortet am"), null=True)

    class Meta:
        verbose_name = _("Nachforderung")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="correction_number_is_unique"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at=None), name="correction_request_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer=None)
                | Q(answered_at__isnull=False, answer__isnull=False),
                name="correction_request_answer_is_complete",
            ),
        ]


class Note(models.Model):
    """What the authority writes down for itself; the applicant never sees it. Append-only."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("Vermerk"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("am"))

    class Meta:
        verbose_name = _("Vermerk")


class Flag(models.Model):
    """Something to mind, with its reason, until somebody says that it is settled."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="flags")
    reason = models.CharField(_("Grund"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("am"))
    cleared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(_("erledigt am"), null=True)

    class Meta:
        verbose_name = _("Markierung")
        indexes = [
            models.Index(fields=["application"], condition=Q(cleared_at=None), name="flag_that_is_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_by=None, cleared_at=None)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False),
                name="flag_is_cleared_by_somebody",
            ),
        ]


class EarlyStart(models.Model):
    """Whether the measure may begin before the decision (vorzeitiger Maßnahmebeginn): a decision of its own.

    granted  what is proposed, and decided once decided_by is there; a refusal names its reason
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="early_start")
    granted = models.BooleanField(_("zugelassen"))
    from_on = models.DateField(_("frühestens ab"), null=True)
    reason = models.TextField(_("Begründung"))
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("vorgeschlagen am"))
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("entschieden am"), null=True)

    class Meta:
        verbose_name = _("vorzeitiger Maßnahmebeginn")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="early_start_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="early_start_decision_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(granted=False, from_on=None) | Q(granted=True, from_on__isnull=False),
                name="early_start_has_a_day_if_granted",
            ),
        ]
