"""Funding programmes: their rules, money as budget years, who takes part."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Office


class SilenceRule(models.TextChoices):
    CONSENT = "consent", _("Keine Antwort bis zum Fristende gilt als Einvernehmen")
    WAIT = "wait", _("Ohne Antwort keine Freigabe")


class ProgrammeState(models.TextChoices):
    SETTING_UP = "setting_up", _("in Einrichtung")
    OPEN = "open", _("eröffnet")


class DecisionForm(models.TextChoices):
    NOTICE = "notice", _("Zuwendungsbescheid")
    CONTRACT = "contract", _("Zuwendungsvertrag")


class PaymentRule(models.TextChoices):
    TWO_MONTHS = "two_months", _("auf Abruf, für Ausgaben der nächsten zwei Monate")
    INSTALMENTS = "instalments", _("in festen Raten")
    AFTER_PROOF = "after_proof", _("nach dem Verwendungsnachweis")
    AT_ONCE = "at_once", _("in einer Summe nach der Entscheidung")


class ProofForm(models.TextChoices):
    SIMPLE = "simple", _("einfacher Verwendungsnachweis ohne Belege")
    FULL = "full", _("Verwendungsnachweis mit Belegen")


class ProofStart(models.TextChoices):
    PERIOD_END = "period_end", _("Ende des Bewilligungszeitraums")
    PURPOSE = "purpose", _("Erfüllung des Zwecks, spätestens Ende des Bewilligungszeitraums")
    LONGEST = "longest", _("Ende der am längsten geförderten Stelle")


class ReportRule(models.TextChoices):
    EACH = "each", _("zu jedem Verwendungsnachweis ein Sachbericht")
    ONE_PER_RECIPIENT = (
        "one_per_recipient",
        _("ein Sachbericht für alle Verwendungsnachweise eines Empfängers"),
    )


class RetentionStart(models.TextChoices):
    PROOF_CHECKED = "proof_checked", _("Ende des Jahres, in dem der Nachweis geprüft wurde")
    CASE_CLOSED = "case_closed", _("Ende des Jahres, in dem der Vorgang abgeschlossen wurde")


class Programme(models.Model):
    """What an authority funds. Until it is opened it is set up step by step, and nobody can apply.

    recipient_kinds  keys of the kinds of offices that may receive; none means every kind
    territory        keys of districts; none means the whole Land
    contract_…       what a contract has to agree on, because §§ 48 to 49a LVwVfG do not apply to it
    """

    slug = models.SlugField(_("Kurzname"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    measure = models.CharField(_("Maßnahme"), max_length=300)
    purpose = models.TextField(_("Zuwendungszweck"))
    goals = models.TextField(_("Ziele und Kennzahlen"))
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=300)
    authority = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="programmes")
    file_number = models.CharField(_("Aktenzeichen"), max_length=60)
    budget_item = models.CharField(_("Haushaltsstelle"), max_length=60, blank=True)
    conditions = models.CharField(_("Nebenbestimmungen"), max_length=300)
    circular_address = models.CharField(_("Anschrift der Rundschreiben"), max_length=200)
    proof_rule = models.CharField(_("Verwendungsnachweis"), max_length=300)
    silence_rule = models.CharField(
        _("Schweigeregel"), max_length=20, choices=SilenceRule.choices, default=SilenceRule.CONSENT
    )
    consultation_days = models.PositiveSmallIntegerField(_("Äußerungsfrist in Tagen"), default=14)
    third_pair_from = models.DecimalField(
        _("dritte Person zeichnet mit ab"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    is_example = models.BooleanField(_("enthält Beispielwerte"), default=False)
    state = models.CharField(
        _("Stand"), max_length=20, choices=ProgrammeState.choices, default=ProgrammeState.OPEN
    )
    opened_at = models.DateTimeField(_("eröffnet am"), null=True)
    recipient_kinds = models.JSONField(_("Kreis der Empfänger"), default=list)
    territory = models.JSONField(_("Gebiet"), default=list)
    decision_form = models.CharField(
        _("Form der Entscheidung"), max_length=20, choices=DecisionForm.choices, default=DecisionForm.NOTICE
    )
    contract_withdrawal = models.TextField(_("Rücktrittsrecht"), blank=True)
    contract_interest = models.TextField(_("Verzinsung von Rückzahlungen"), blank=True)
    contract_default_interest = models.TextField(_("Verzugszinsen"), blank=True)
    payment_rule = models.CharField(_("Auszahlung"), max_length=20, choices=PaymentRule.choices, blank=True)
    payment_details = models.CharField(_("Näheres zur Auszahlung"), max_length=300, blank=True)
    proof_form = models.CharField(
        _("Form des Verwendungsnachweises"), max_length=20, choices=ProofForm.choices, blank=True
    )
    proof_months = models.PositiveSmallIntegerField(
        _("Frist des Verwendungsnachweises in Monaten"), null=True
    )
    proof_start = models.CharField(
        _("Die Frist beginnt mit"), max_length=20, choices=ProofStart.choices, default=ProofStart.PERIOD_END
    )
    interim_proof_months = models.PositiveSmallIntegerField(
        _("Zwischennachweis: Monate nach Ende des Haushaltsjahres"), null=True
    )
    report_rule = models.CharField(
        _("Sachbericht"), max_length=20, choices=ReportRule.choices, default=ReportRule.EACH
    )
    retention_years = models.PositiveSmallIntegerField(_("Aufbewahrung in Jahren"), null=True)
    retention_start = models.CharField(
        _("Die Aufbewahrung beginnt mit"),
        max_length=20,
        choices=RetentionStart.choices,
        default=RetentionStart.PROOF_CHECKED,
    )
    retention_source = models.CharField(_("Quelle der Aufbewahrungsfrist"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Förderprogramm")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="setting_up", opened_at=None) | Q(state="open"),
                name="programme_opens_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def by_contract(self) -> bool:
        return self.decision_form == DecisionForm.CONTRACT


class BudgetYear(models.Model):
    """What may be spent (Ansatz) and promised in advance (Verpflichtungsermächtigung), §§ 6, 16, 38 LHO."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="budget_years")
    year = models.PositiveSmallIntegerField(_("Haushaltsjahr"))
    appropriation = models.DecimalField(_("Ansatz"), max_digits=14, decimal_places=2)
    commitment_authority = models.DecimalField(
        _("Verpflichtungsermächtigung"), max_digits=14, decimal_places=2
    )
    source = models.CharField(_("Quelle"), max_length=200)
    is_example = models.BooleanField(_("Beispielwert"), default=False)

    class Meta:
        verbose_name = _("Haushaltsjahr")
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="budget_year_is_unique"),
            models.CheckConstraint(
                condition=models.Q(appropriation__gte=0) & models.Q(commitment_authority__gte=0),
                name="budget_is_not_negative",
            ),
        ]


class Part(models.TextChoices):
    CONSULTED = "consulted", _("wird vorher angehört")
    CIRCULAR = "circular", _("erhält Rundschreiben")
    CIRCULAR_COPY = "circular_copy", _("erhält Rundschreiben nachrichtlich")
    NOTICE_COPY = "notice_copy", _("erhält Bescheide nachrichtlich")


class Participation(models.Model):
    """Who is asked and who gets what: the rule behind every list of recipients."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="participations")
    part = models.CharField(_("Beteiligung"), max_length=20, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "office", "part"], name="participation_is_unique"),
        ]
