"""The forms of a programme's set-up, mostly made from the columns they fill."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stellwerk.models import (
    BudgetYear,
    District,
    FinancingType,
    FollowUpRule,
    LegalBasis,
    Letterhead,
    Office,
    OfficeKind,
    Part,
    Programme,
    ProgrammeIndicator,
    Terms,
    TextVersion,
)
from stellwerk.web.fields import DayField, EuroField, NumberField
from stellwerk.web.office.column_forms import ColumnsForm
from stellwerk.web.seen import SeenForm

KINDS = [kind for kind in OfficeKind.choices if kind[0] != OfficeKind.AUTHORITY]


class SourceForm(forms.Form):
    """With what a new programme begins."""

    source = forms.ChoiceField(
        label=_("Beginnen mit"),
        help_text=_("Eine Kopie übernimmt alles außer Name, Aktenzeichen, Haushalt und Förderaufrufen."),
    )
    name = forms.CharField(label=_("Name des neuen Programms"), max_length=200)
    file_number = forms.CharField(label=_("Aktenzeichen"), max_length=60)
    authority = forms.ModelChoiceField(
        Office.objects.none(), label=_("Bewilligungsbehörde"), empty_label=None
    )

    def __init__(
        self, *args: Any, sources: list[tuple[str, Any]], authorities: QuerySet[Office], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        source, authority = self.fields["source"], self.fields["authority"]
        assert isinstance(source, forms.ChoiceField)
        assert isinstance(authority, forms.ModelChoiceField)
        source.choices = sources
        authority.queryset = authorities


class BasicsForm(SeenForm, ColumnsForm):
    model = Programme
    names = (
        *("name", "measure", "purpose", "goals", "budget_item", "file_number"),
        *("conditions", "circular_address", "is_example"),
    )
    helps = {
        "goals": _("Ein Ziel je Zeile. Kennzahlen mit Zielwert haben einen eigenen Schritt."),
        "circular_address": _("Steht im Anschriftfeld der Rundschreiben."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goals"].required = False
        self.fields["circular_address"].widget = forms.Textarea(attrs={"rows": 2})


class LegalBasisForm(ColumnsForm):
    model = LegalBasis
    names = ("text", "valid_from")


class LetterheadForm(SeenForm, ColumnsForm):
    model = Letterhead
    names = (
        *("authority_lines", "return_address", "place", "direct_dial", "reply_to", "privacy_url"),
        *("form", "signature_name", "signature_function", "is_example"),
    )


class TermsForm(SeenForm, ColumnsForm):
    model = Terms
    names = (
        *("label", "valid_from", "financing_type", "monthly_rate", "yearly_rate", "percent"),
        *("monthly_cap", "yearly_cap", "total_cap", "minimum_share", "maximum_share"),
        *("shortest_months", "longest_months", "day_rule", "vacancy_rule"),
        *("most_people", "split_from", "smallest_part", "additionality"),
        *("follow_up", "follow_up_yearly_rate", "follow_up_percent", "follow_up_months"),
        *("population_on", "is_example"),
    )
    helps = {
        "yearly_rate": _("Gilt, wenn kein Betrag je Monat genannt ist."),
        "population_on": _("Nur nötig, wenn es Größenklassen gibt. Leer: die zuletzt eingelesene Zahl."),
        "most_people": _("Leer lassen, wenn nichts geregelt ist."),
        "additionality": _("Was neu hinzukommen muss, zum Beispiel eine neue Stelle oder eine Aufstockung."),
    }


class BandForm(forms.Form):
    people_from = forms.IntegerField(label=_("ab Einwohnenden"), min_value=0, max_value=9_999_999)
    people_to = forms.IntegerField(
        label=_("unter Einwohnenden"),
        help_text=_("Leer lassen für „und mehr“."),
        required=False,
        min_value=1,
        max_value=9_999_999,
    )
    yearly_rate = EuroField(label=_("Festbetrag je VZÄ und Jahr"), required=False)
    yearly_cap = EuroField(label=_("Höchstbetrag je VZÄ und Jahr"), required=False)
    percent = NumberField(
        label=_("Anteil in Prozent"), required=False, min_value=0, max_value=100, decimal_places=2
    )


class CostForm(forms.Form):
    key = forms.SlugField(label=_("Kurzname"), max_length=40)
    label = forms.CharField(label=_("Bezeichnung"), max_length=200)
    most_euro = EuroField(label=_("höchstens Euro"), required=False)
    most_percent = NumberField(
        label=_("höchstens Prozent der übrigen Ausgaben"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    most_days = forms.IntegerField(label=_("höchstens Tage"), required=False, min_value=1, max_value=9999)


class RecipientsForm(SeenForm):
    recipient_kinds = forms.MultipleChoiceField(
        label=_("Kreis der Empfänger"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"}),
    )
    territory = forms.MultipleChoiceField(
        label=_("Gebiet"),
        help_text=_("Ohne Auswahl gilt das Programm im ganzen Land."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        territory = self.fields["territory"]
        assert isinstance(territory, forms.MultipleChoiceField)
        rows = District.objects.order_by("name", "ags").values_list("ags", "name", "kind")
        territory.choices = [(ags, f"{name} ({kind})") for ags, name, kind in rows]  # some share a name


class PartsForm(SeenForm, ColumnsForm):
    model = Programme
    names = ("silence_rule", "consultation_days")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in Part:
            widget = forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"})
            self.fields[part.value] = forms.MultipleChoiceField(
                label=part.label, choices=KINDS, required=False, widget=widget
            )
        self.order_fields([*(part.value for part in Part), *self.names])


class BudgetForm(SeenForm, ColumnsForm):
    """A year that is there is exchanged; whoever names it is told first what it says."""

    model = BudgetYear
    names = ("year", "appropriation", "commitment_authority", "source", "is_example")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"] = forms.IntegerField(label=_("Haushaltsjahr"), min_value=2000, max_value=2100)

    meanwhile = _(
        "Für dieses Jahr ist schon eingetragen: „%(now)s“. Ihre Eingabe steht noch im Feld. "
        "Wenn sie gelten soll, speichern Sie bitte noch einmal."
    )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Return what is stored of the year that was typed."""
        years: dict[str, dict[str, Any]] = self.initial.get("years", {})
        there = years.get(str(self.data.get("year", "")).strip(), {})
        return there[field_name] if field_name in there else super().get_initial_for_field(field, field_name)


class DecisionFormForm(SeenForm, ColumnsForm):
    model = Programme
    names = (
        "decision_form",
        "third_pair_from",
        "contract_withdrawal",
        "contract_interest",
        "contract_default_interest",
    )
    helps = {
        "decision_form": _(
            "Ein Vertrag muss Rücktritt, Verzinsung und Verzugszinsen vereinbaren, weil §§ 48 bis 49a LVwVfG "
            "nur für Bescheide gelten."
        ),
    }


class ProofForm(SeenForm, ColumnsForm):
    model = Programme
    names = (
        *("payment_rule", "payment_details", "proof_rule", "proof_form", "proof_months", "proof_start"),
        *("interim_proof_months", "report_rule", "retention_years", "retention_start", "retention_source"),
    )
    helps = {
        "proof_rule": _("Steht so in den Bescheiden: bei welcher Stelle und bis wann."),
        "payment_details": _("Zum Beispiel die Tage der Raten."),
    }


class IndicatorForm(ColumnsForm):
    model = ProgrammeIndicator
    names = ("key", "label", "unit", "target", "definition", "is_example")


class TextForm(ColumnsForm):
    model = TextVersion
    names = ("kind", "valid_from", "title", "subject", "subject_detail", "salutation", "body")
    helps = {
        "body": _("Platzhalter stehen in doppelten geschweiften Klammern, zum Beispiel {{programm}}."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"] = forms.CharField(
            label=_("Text"),
            help_text=self.helps["body"],
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 16}),
        )


class FormNameForm(forms.Form):
    name = forms.CharField(label=_("Name des Antragsformulars"), max_length=200)


class TrialForm(forms.Form):
    """What is tried; money and people are asked for only where the terms need them."""

    share = NumberField(label=_("Stellenumfang (VZÄ)"), min_value=0, max_value=1, decimal_places=3)
    starts_on = DayField(label=_("Beginn der Förderung"))
    last_day = DayField(label=_("Förderung bis (letzter Tag)"))

    def __init__(self, *args: Any, terms: Terms | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if terms is None:
            return
        if terms.bands:
            self.fields["people"] = forms.IntegerField(
                label=_("Einwohnende am Ort der Probe"), min_value=0, max_value=9_999_999
            )
        if terms.financing_type != FinancingType.FESTBETRAG:
            self.fields["eligible"] = EuroField(label=_("zuwendungsfähige Ausgaben im Monat"))
            self.fields["own"] = EuroField(label=_("Eigenmittel im Monat"), required=False)
            self.fields["third_party"] = EuroField(label=_("Drittmittel im Monat"), required=False)
        if terms.follow_up == FollowUpRule.FUNDED:
            self.fields["follows"] = forms.CharField(
                label=_("Aktenzeichen der vorhergehenden Zuwendung"), max_length=60, required=False
            )
