"""Funding programmes: rules as versioned terms, money as budget years, who takes part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.law import terms as law
from stellwerk.models.people import Office


class SilenceRule(models.TextChoices):
    CONSENT = "consent", _("Keine Antwort bis zum Fristende gilt als Einvernehmen")
    WAIT = "wait", _("Ohne Antwort keine Freigabe")


class Programme(models.Model):
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
    is_example = models.BooleanField(_("enthält Beispielwerte"), default=False)

    class Meta:
        verbose_name = _("Förderprogramm")

    def __str__(self) -> str:
        return self.name


class FinancingType(models.TextChoices):
    FESTBETRAG = "festbetrag", _("Festbetragsfinanzierung")
    ANTEIL = "anteil", _("Anteilfinanzierung")
    FEHLBEDARF = "fehlbedarf", _("Fehlbedarfsfinanzierung")
    VOLL = "voll", _("Vollfinanzierung")


class DayRule(models.TextChoices):
    CALENDAR_DAYS = "calendar_days", _("Kalendertage des Monats")
    THIRTIETHS = "thirtieths", _("Dreißigstel")
    FULL_MONTHS = "full_months", _("jeder angefangene Monat voll")


class VacancyRule(models.TextChoices):
    OCCUPIED_ONLY = "occupied_only", _("nur besetzte Zeiten")
    APPROVED_SHARE = "approved_share", _("bewilligter Stellenumfang")


class Terms(models.Model):
    """The funding terms in one version; a change is a new version, never an edit."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("Fassung"))
    label = models.CharField(_("Bezeichnung"), max_length=200)
    valid_from = models.DateField(_("gilt ab"))
    financing_type = models.CharField(_("Finanzierungsart"), max_length=20, choices=FinancingType.choices)
    monthly_rate = models.DecimalField(
        _("Festbetrag je VZÄ und Monat"), max_digits=10, decimal_places=2, null=True
    )
    percent = models.DecimalField(_("Anteil in Prozent"), max_digits=5, decimal_places=2, null=True)
    monthly_cap = models.DecimalField(
        _("Höchstbetrag je VZÄ und Monat"), max_digits=10, decimal_places=2, null=True
    )
    day_rule = models.CharField(_("angebrochene Monate"), max_length=20, choices=DayRule.choices)
    vacancy_rule = models.CharField(_("unbesetzte Zeiten"), max_length=20, choices=VacancyRule.choices)
    longest_months = models.PositiveSmallIntegerField(_("längste Dauer in Monaten"), null=True)
    minimum_share = models.DecimalField(_("Mindestumfang"), max_digits=4, decimal_places=3)
    is_example = models.BooleanField(_("Beispielwerte"), default=False)

    class Meta:
        verbose_name = _("Förderbedingungen")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="terms_number_is_unique"),
            models.CheckConstraint(
                condition=models.Q(minimum_share__gte=0) & models.Q(minimum_share__lte=1),
                name="terms_minimum_share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def values(self) -> law.Terms:
        return law.Terms(
            label=self.label,
            financing_type=law.FinancingType(self.financing_type),
            monthly_rate=self.monthly_rate,
            percent=self.percent,
            monthly_cap=self.monthly_cap,
            day_rule=law.DayRule(self.day_rule),
            vacancy_rule=law.VacancyRule(self.vacancy_rule),
            longest_months=self.longest_months,
            minimum_share=self.minimum_share,
            is_example=self.is_example,
        )


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
