"""Funding terms of a programme, version by version; models hand them to the law as plain values."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.law import terms as law
from stellwerk.models.programmes import Programme


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


class FollowUpRule(models.TextChoices):
    NOT_SAID = "not_said", _("nicht geregelt")
    EXCLUDED = "excluded", _("ausgeschlossen")
    FUNDED = "funded", _("wird gefördert")


class Terms(models.Model):
    """The funding terms in one version; once used, a change is a new version, never an edit.

    bands            sizes of places with what holds there; each as law.terms.Band, as JSON
    cost_categories  what may be funded, up to what; each as law.terms.CostCategory, as JSON
    """

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
    maximum_share = models.DecimalField(_("Höchstumfang"), max_digits=4, decimal_places=3, null=True)
    shortest_months = models.PositiveSmallIntegerField(_("kürzeste Dauer in Monaten"), null=True)
    yearly_rate = models.DecimalField(
        _("Festbetrag je VZÄ und Jahr"), max_digits=10, decimal_places=2, null=True
    )
    yearly_cap = models.DecimalField(
        _("Höchstbetrag je VZÄ und Jahr"), max_digits=10, decimal_places=2, null=True
    )
    total_cap = models.DecimalField(_("Höchstbetrag insgesamt"), max_digits=12, decimal_places=2, null=True)
    population_on = models.DateField(_("Einwohnerzahl zum Stichtag"), null=True)
    bands = models.JSONField(_("Größenklassen"), default=list)
    cost_categories = models.JSONField(_("Kostenarten"), default=list)
    most_people = models.PositiveSmallIntegerField(_("Personen auf einer Stelle, höchstens"), null=True)
    split_from = models.DecimalField(
        _("Aufteilung erst ab einer Stelle von"), max_digits=4, decimal_places=3, null=True
    )
    smallest_part = models.DecimalField(
        _("Mindestumfang je Person"), max_digits=4, decimal_places=3, null=True
    )
    additionality = models.TextField(_("Zusätzlichkeit"), blank=True)
    follow_up = models.CharField(
        _("Anschlussvorhaben"), max_length=20, choices=FollowUpRule.choices, default=FollowUpRule.NOT_SAID
    )
    follow_up_yearly_rate = models.DecimalField(
        _("Festbetrag im Anschlussvorhaben je VZÄ und Jahr"), max_digits=10, decimal_places=2, null=True
    )
    follow_up_percent = models.DecimalField(
        _("Anteil im Anschlussvorhaben in Prozent"), max_digits=5, decimal_places=2, null=True
    )
    follow_up_months = models.PositiveSmallIntegerField(
        _("längste Dauer des Anschlussvorhabens in Monaten"), null=True
    )

    class Meta:
        verbose_name = _("Förderbedingungen")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="terms_number_is_unique"),
            models.CheckConstraint(
                condition=Q(minimum_share__gte=0) & Q(minimum_share__lte=1),
                name="terms_minimum_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(maximum_share=None)
                | Q(maximum_share__gte=F("minimum_share"), maximum_share__lte=1),
                name="terms_maximum_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(shortest_months=None)
                | Q(longest_months=None)
                | Q(shortest_months__lte=F("longest_months")),
                name="terms_shortest_is_not_longest",
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
            maximum_share=self.maximum_share,
            shortest_months=self.shortest_months,
            yearly_rate=self.yearly_rate,
            yearly_cap=self.yearly_cap,
            total_cap=self.total_cap,
            bands=tuple(_band(row) for row in self.bands),
            population_on=self.population_on,
            cost_categories=tuple(_cost_category(row) for row in self.cost_categories),
            splitting=self._splitting(),
            follow_up=law.FollowUp(
                law.FollowUpRule(self.follow_up),
                self.follow_up_yearly_rate,
                self.follow_up_percent,
                self.follow_up_months,
            ),
        )

    def _splitting(self) -> law.Splitting | None:
        if self.most_people is None:
            return None
        return law.Splitting(
            self.most_people, self.split_from or Decimal(0), self.smallest_part or Decimal(0)
        )


def _band(row: dict[str, Any]) -> law.Band:
    return law.Band(
        people_from=row["people_from"],
        people_to=row.get("people_to"),
        yearly_rate=_amount(row, "yearly_rate"),
        yearly_cap=_amount(row, "yearly_cap"),
        percent=_amount(row, "percent"),
    )


def _cost_category(row: dict[str, Any]) -> law.CostCategory:
    return law.CostCategory(
        key=row["key"],
        label=row["label"],
        most_euro=_amount(row, "most_euro"),
        most_percent=_amount(row, "most_percent"),
        most_days=row.get("most_days"),
    )


def _amount(row: dict[str, Any], name: str) -> Decimal | None:
    """Return what JSON keeps as a string, so that no cent is lost."""
    return Decimal(row[name]) if row.get(name) not in (None, "") else None
