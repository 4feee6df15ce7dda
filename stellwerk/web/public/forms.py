"""The forms for everybody: calculators, and who answers for a municipality."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.law.deadlines import Channel
from stellwerk.law.interest import DayCount
from stellwerk.law.periods import Period, through
from stellwerk.law.terms import DayRule, FinancingType, Staffing, Terms, VacancyRule
from stellwerk.web.fields import DayField, EuroField, NumberField


class _PeriodForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, last = found.get("start"), found.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Tage."))
        return found


class FundingForm(_PeriodForm):
    """A post with one person, paid a Festbetrag: the usual case of the programme."""

    start = DayField(label=_("Erster Tag der Förderung"))
    last_day = DayField(label=_("Letzter Tag der Förderung"))
    monthly_rate = EuroField(label=_("Festbetrag je Vollzeitstelle und Monat in Euro"))
    share = NumberField(
        label=_("Stellenanteil"),
        help_text=_("Zwischen 0 und 1; eine halbe Stelle ist 0,5."),
        initial=Decimal(1),
        min_value=Decimal("0.001"),
        max_value=Decimal(1),
        max_digits=4,
        decimal_places=3,
    )
    day_rule = forms.ChoiceField(
        label=_("Angebrochene Monate"),
        help_text=_("Das Gesetz regelt es nicht; es steht in den Förderbedingungen."),
        choices=[
            (DayRule.CALENDAR_DAYS, _("nach Kalendertagen des Monats")),
            (DayRule.THIRTIETHS, _("nach Dreißigsteln")),
            (DayRule.FULL_MONTHS, _("jeder angefangene Monat voll")),
        ],
    )

    def period(self) -> Period:
        return through(self.cleaned_data["start"], self.cleaned_data["last_day"])

    def staffing(self) -> list[Staffing]:
        return [Staffing(self.cleaned_data["start"], None, self.cleaned_data["share"])]

    def terms(self) -> Terms:
        return Terms(
            label=str(_("Ihre Eingabe")),
            financing_type=FinancingType.FESTBETRAG,
            monthly_rate=self.cleaned_data["monthly_rate"],
            percent=None,
            monthly_cap=None,
            day_rule=DayRule(self.cleaned_data["day_rule"]),
            vacancy_rule=VacancyRule.OCCUPIED_ONLY,
            longest_months=None,
            minimum_share=Decimal(0),
            is_example=False,
        )


class DeadlineForm(forms.Form):
    dispatched_on = DayField(
        label=_("Tag der Absendung"), help_text=_("Bei Abruf im Portal: der Tag des Abrufs.")
    )
    channel = forms.ChoiceField(
        label=_("Weg der Bekanntgabe"),
        choices=[
            (Channel.EMAIL, _("elektronisch übermittelt")),
            (Channel.POST, _("mit der Post")),
            (Channel.PORTAL, _("im Portal abgerufen")),
        ],
    )


class InterestForm(_PeriodForm):
    amount = EuroField(label=_("Zu erstattender Betrag in Euro"))
    start = DayField(
        label=_("Erster Zinstag"), help_text=_("Der Tag, an dem der Bescheid unwirksam geworden ist.")
    )
    last_day = DayField(label=_("Letzter Zinstag"), help_text=_("Der Tag vor dem Eingang der Zahlung."))
    day_count = forms.ChoiceField(
        label=_("Zählung der Zinstage"),
        help_text=_("Das Gesetz sagt nicht, wie Tage gezählt werden; die Bewilligungsbehörde legt es fest."),
        choices=[
            (DayCount.ACT_365, _("genaue Tage, Jahr mit 365 Tagen")),
            (DayCount.ACT_ACT, _("genaue Tage, Jahr mit 365 oder 366 Tagen")),
            (DayCount.THIRTY_360, _("Monat mit 30 Tagen, Jahr mit 360 Tagen")),
        ],
    )

    def period(self) -> Period:
        return through(self.cleaned_data["start"], self.cleaned_data["last_day"])


class ConfirmationForm(forms.Form):
    """Who answers for a municipality; both are kept with the answer."""

    name = forms.CharField(label=_("Ihr Name"), max_length=90)
    function = forms.CharField(
        label=_("Ihre Funktion"), help_text=_("zum Beispiel: Leitung Bürgerbüro"), max_length=90
    )

    @property
    def by_text(self) -> str:
        return f"{self.cleaned_data['name']} ({self.cleaned_data['function']})"
