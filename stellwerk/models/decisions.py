"""Decisions on the applications of a call: made in rounds, each by two people or three."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.law import decisions as law
from stellwerk.law.costs import CostItem
from stellwerk.law.money import ZERO
from stellwerk.law.terms import CostPlan
from stellwerk.models.applications import Application
from stellwerk.models.calls import Call
from stellwerk.models.letters import TextVersion
from stellwerk.models.people import Person
from stellwerk.models.terms import Terms


class RoundState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    COMPUTED = "computed", _("berechnet")
    RELEASED = "released", _("freigegeben")
    STOPPED = "stopped", _("gestoppt")


class Outcome(models.TextChoices):
    OPEN = "open", _("offen")
    APPROVE = "approve", _("Bewilligung")
    REFUSE = "refuse", _("Ablehnung")


def _not_one_of(name: str, *others: str) -> Q:
    """Say that a person is none of these; nobody is nobody else."""
    return Q(*(~Q(**{name: F(other)}) for other in others))


_PREPARERS = ("prepared_by", "prepared_for", "computed_by", "computed_for")
_OTHERS = (*_PREPARERS, "third_by", "third_for")


class DecisionRound(models.Model):
    """What is decided together: some applications of one call, with letters of one day.

    needs_third  an amount reaches the threshold of the programme, so somebody else countersigns first
    …_for        whom the person acted for, where it was done in substitution
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    state = models.CharField(_("Stand"), max_length=20, choices=RoundState.choices, default=RoundState.DRAFT)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=300)
    letter_date = models.DateField(_("Datum der Bescheide"))
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="rounds")
    approval_text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    refusal_text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    remedy_text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(_("angelegt am"))
    computed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    computed_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField(_("berechnet am"), null=True)
    needs_third = models.BooleanField(_("mitzuzeichnen"), default=False)
    third_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    third_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    third_at = models.DateTimeField(_("mitgezeichnet am"), null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("freigegeben am"), null=True)
    stopped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(_("gestoppt am"), null=True)
    stop_reason = models.CharField(_("Grund des Stopps"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Entscheidungsrunde")
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="decision_round_number_is_unique"),
            models.CheckConstraint(
                condition=_not_one_of("released_by", *_OTHERS), name="decision_round_needs_four_eyes"
            ),
            models.CheckConstraint(
                condition=_not_one_of("released_for", *_OTHERS),
                name="decision_round_substitution_keeps_four_eyes",
            ),
            models.CheckConstraint(
                condition=_not_one_of("third_by", *_PREPARERS) & _not_one_of("third_for", *_PREPARERS),
                name="decision_round_third_is_another",
            ),
            models.CheckConstraint(
                condition=Q(needs_third=False) | Q(released_by=None) | Q(third_by__isnull=False),
                name="decision_round_has_its_third_pair",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False, computed_by__isnull=False),
                name="decision_round_release_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_by__isnull=False),
                name="decision_round_is_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What is proposed for one application, and decided once its round is released; append-only from then on.

    is_live   it counts: its round goes on, or its letter went out before the stop
    limit     the most that shall be granted, where somebody set one
    decided   euro that are granted; by_year {"2024": "10000.00", …}
    letter    once it is released; a notice beside it where something is granted
    cost_items  planned costs by kind: [{"category": "travel", "amount": "400.00", "days": null}, …]
    follows   the grant of the same applicant that this one follows (Anschlussvorhaben)
    """

    round = models.ForeignKey(DecisionRound, on_delete=models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    is_live = models.BooleanField(_("zählt"), default=True)
    outcome = models.CharField(
        _("Entscheidung"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN
    )
    asked = models.DecimalField(_("beantragt"), max_digits=12, decimal_places=2, null=True)
    decided = models.DecimalField(_("bewilligt"), max_digits=12, decimal_places=2, default=0)
    share = models.DecimalField(_("Stellenumfang (VZÄ)"), max_digits=4, decimal_places=3, null=True)
    starts_on = models.DateField(_("Beginn"), null=True)
    ends_on = models.DateField(_("Ende (ausschließlich)"), null=True)
    eligible_monthly = models.DecimalField(
        _("zuwendungsfähige Ausgaben im Monat"), max_digits=12, decimal_places=2, null=True
    )
    own_monthly = models.DecimalField(_("Eigenmittel im Monat"), max_digits=12, decimal_places=2, null=True)
    third_party_monthly = models.DecimalField(
        _("Drittmittel im Monat"), max_digits=12, decimal_places=2, null=True
    )
    follows = models.ForeignKey(
        "stellwerk.Grant",
        verbose_name=_("Anschlussvorhaben zu"),
        on_delete=models.PROTECT,
        null=True,
        related_name="followed_by",
    )
    limit = models.DecimalField(_("Höchstbetrag"), max_digits=12, decimal_places=2, null=True)
    reason = models.TextField(_("Begründung"), blank=True)
    cost_items = models.JSONField(_("Kosten nach Kostenart"), default=list)
    by_year = models.JSONField(default=dict)
    working = models.JSONField(_("Rechenweg"), default=list)

    class Meta:
        verbose_name = _("Entscheidung")
        indexes = [models.Index(fields=["round", "outcome", "id"], name="decision_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["round", "application"], name="decision_once_per_round"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(is_live=True), name="decision_only_one_counts"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refuse") | ~Q(reason=""), name="decision_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approve") | Q(asked=None) | Q(decided__gte=F("asked")) | ~Q(reason=""),
                name="decision_less_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approve")
                | Q(share__isnull=False, starts_on__isnull=False, ends_on__isnull=False, decided__gt=0),
                name="decision_approval_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(outcome="approve") | Q(decided=0), name="decision_refusal_grants_nothing"
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="decision_share_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                name="decision_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"

    def proposal(self) -> law.Proposal:
        """Return what is proposed as plain values for the law."""
        eligible, own, third = self.eligible_monthly, self.own_monthly, self.third_party_monthly
        is_planned = eligible is not None or bool(self.cost_items)
        costs = CostPlan(eligible or ZERO, own or ZERO, third or ZERO) if is_planned else None
        return law.Proposal(
            outcome=law.Outcome(self.outcome),
            asked=self.asked,
            share=self.share,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            costs=costs,
            limit=self.limit,
            reason=self.reason,
            follows=self.follows.as_earlier() if self.follows else None,
            items=tuple(CostItem.read(row) for row in self.cost_items),
        )


class RoundYear(models.Model):
    """The budget as the round met it: one row per year."""

    round = models.ForeignKey(DecisionRound, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("Haushaltsjahr"))
    appropriation = models.DecimalField(_("Ansatz"), max_digits=14, decimal_places=2)
    commitment_authority = models.DecimalField(
        _("Verpflichtungsermächtigung"), max_digits=14, decimal_places=2
    )
    available = models.DecimalField(_("verfügbar"), max_digits=14, decimal_places=2)
    committed = models.DecimalField(_("bereits bewilligt"), max_digits=14, decimal_places=2)
    asked = models.DecimalField(_("beantragt"), max_digits=14, decimal_places=2)
    decided = models.DecimalField(_("bewilligt"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "year"], name="round_year_is_unique")]

    @property
    def left(self) -> Decimal:
        return self.available - self.committed - self.decided


class Variant(models.Model):
    """A simulation of a round under a name: its settings and what came of it, as it was then.

    settings  as law.variants reads them, texts
    by_year   {"2024": "10000.00", …} euro that would be granted
    """

    round = models.ForeignKey(DecisionRound, on_delete=models.PROTECT, related_name="variants")
    name = models.CharField(_("Name"), max_length=80)
    settings = models.JSONField(_("Einstellungen"), default=dict)
    reason = models.TextField(_("Begründung der Kürzungen"), blank=True)
    approved = models.PositiveIntegerField(_("Bewilligungen"))
    refused = models.PositiveIntegerField(_("Ablehnungen"))
    unclear = models.PositiveIntegerField(_("nicht berechenbar"))
    total = models.DecimalField(_("Summe"), max_digits=14, decimal_places=2)
    by_year = models.JSONField(default=dict)
    missing = models.JSONField(_("fehlende Mittel"), default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("gerechnet am"))
    taken_at = models.DateTimeField(_("übernommen am"), null=True)

    class Meta:
        verbose_name = _("Variante")
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="variant_name_is_unique")]

    def __str__(self) -> str:
        return self.name
