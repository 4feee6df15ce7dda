"""Objection and action (Widerspruch, Klage): a case of its own against one notice."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.letters import Letter
from stellwerk.models.people import Office, Person


class RemedyKind(models.TextChoices):
    OBJECTION = "objection", _("Widerspruch")
    ACTION = "action", _("Klage")


class RemedyState(models.TextChoices):
    OPEN = "open", _("offen")
    DECIDED = "decided", _("entschieden")


class RemedyOutcome(models.TextChoices):
    REDRESSED = "redressed", _("abgeholfen oder stattgegeben")
    REJECTED = "rejected", _("zurückgewiesen oder abgewiesen")
    SETTLED = "settled", _("erledigt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


class RemedyTimeliness(models.TextChoices):
    IN_TIME = "in_time", _("fristgerecht")
    DISPUTED = "disputed", _("je nach Lesart fristgerecht oder verspätet")
    LATE = "late", _("verspätet")


class RemedyFiling(models.TextChoices):
    WRITTEN = "written", _("schriftlich")
    ELECTRONIC = "electronic", _("elektronisch mit Ersatz der Schriftform")
    ON_RECORD = "on_record", _("zur Niederschrift")
    PAGE = "page", _("über diese Seite")


class RemedyChallenge(models.TextChoices):
    BURDEN = "burden", _("gegen eine Belastung, zum Beispiel eine Auflage oder Rückforderung")
    BENEFIT = "benefit", _("auf mehr, als bewilligt ist, oder gegen eine Ablehnung")


class RemedyCase(models.Model):
    """What an office has filed against a notice, and how it ended.

    letter             the notice
    contested_amount   the part of its money that is in dispute; nothing: all of it
    received_on        the day it came to the authority or to the court: it decides about being in time
    served_on          the day of service of the notice, where it is proved
    ends_on            last day in the prevailing reading; ends_other_on in the other one
    working            the steps that led to both, rows of a Working
    is_in_form         the form that the law asks for is kept
    effect_ends_on     a rejected remedy holds up until the notice is final (§ 80b VwGO); empty: still
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="remedies")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(_("Art"), max_length=20, choices=RemedyKind.choices)
    challenge = models.CharField(_("Ziel"), max_length=20, choices=RemedyChallenge.choices)
    contested_amount = models.DecimalField(_("streitiger Betrag"), max_digits=12, decimal_places=2, null=True)
    reasons = models.TextField(_("Begründung"), blank=True)
    court_number = models.CharField(_("Aktenzeichen des Gerichts"), max_length=60, blank=True)
    filed_on = models.DateField(_("eingelegt am"))
    received_on = models.DateField(_("eingegangen am"))
    filing = models.CharField(_("Form"), max_length=20, choices=RemedyFiling.choices)
    is_instructed = models.BooleanField(_("Rechtsbehelfsbelehrung vollständig und richtig"), default=True)
    served_on = models.DateField(_("Bescheid zugestellt am"), null=True)
    ends_on = models.DateField(_("Fristende, herrschende Lesart"))
    ends_other_on = models.DateField(_("Fristende, andere Lesart"))
    timeliness = models.CharField(_("Frist"), max_length=20, choices=RemedyTimeliness.choices)
    is_in_form = models.BooleanField(_("Form gewahrt"))
    working = models.JSONField(_("Rechenweg"), default=list)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("erfasst am"))
    immediate_reason = models.TextField(_("Begründung der sofortigen Vollziehung"), blank=True)
    immediate_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    immediate_at = models.DateTimeField(_("sofortige Vollziehung angeordnet am"), null=True)
    state = models.CharField(_("Stand"), max_length=20, choices=RemedyState.choices, default=RemedyState.OPEN)
    outcome = models.CharField(_("Ausgang"), max_length=20, choices=RemedyOutcome.choices, blank=True)
    reason = models.TextField(_("Begründung der Entscheidung"), blank=True)
    effect_ends_on = models.DateField(_("aufschiebende Wirkung endet am"), null=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("vorgeschlagen am"), null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("entschieden am"), null=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Rechtsbehelfsverfahren")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "office", "kind"], condition=Q(state="open"), name="remedy_case_open_once"
            ),
            models.CheckConstraint(
                condition=Q(contested_amount=None) | Q(contested_amount__gt=0),
                name="remedy_case_contests_something",
            ),
            models.CheckConstraint(
                condition=Q(immediate_reason="", immediate_by=None, immediate_at=None)
                | (Q(immediate_by__isnull=False, immediate_at__isnull=False) & ~Q(immediate_reason="")),
                name="remedy_case_immediate_order_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", proposed_by=None, proposed_at=None)
                | (Q(proposed_by__isnull=False, proposed_at__isnull=False) & ~Q(outcome="") & ~Q(reason="")),
                name="remedy_case_proposal_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None)
                | (Q(state="decided", decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome="")),
                name="remedy_case_decision_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by"))
                & ~Q(decided_by=F("proposed_for"))
                & ~Q(decided_for=F("proposed_by"))
                & ~Q(decided_for=F("proposed_for")),
                name="remedy_case_needs_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="remedy_case_by_state")]
