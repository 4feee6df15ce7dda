"""The forms of the authority."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stellwerk.models import (
    Answer,
    Consultation,
    DispatchState,
    Person,
    Programme,
    Run,
    SiteTextKind,
    Terms,
)
from stellwerk.web.badges import STAFFING
from stellwerk.web.fields import DayField, EuroField

ALL = ("", _("alle"))


class RunForm(forms.Form):
    title = forms.CharField(label=_("Betreff"), max_length=200)
    last_day = DayField(
        label=_("Förderung bis (letzter Tag)"),
        help_text=_("Zuwendungen, die heute schon länger laufen, behalten ihr Ende."),
    )
    terms = forms.ModelChoiceField(Terms.objects.none(), label=_("Förderbedingungen"), empty_label=None)
    letter_date = DayField(label=_("Datum der Schreiben"))
    legal_basis = forms.CharField(label=_("Rechtsgrundlage"), max_length=300)
    reason = forms.CharField(
        label=_("Begründung"),
        help_text=_("Steht so in jedem Bescheid."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        terms = self.fields["terms"]
        assert isinstance(terms, forms.ModelChoiceField)
        terms.queryset = Terms.objects.filter(programme=programme).order_by("-number")


def present(run: Run) -> dict[str, Any]:
    """Return a run as the form shows it; people see the last day."""
    names = ("title", "terms", "letter_date", "legal_basis", "reason")
    return {name: getattr(run, name) for name in names} | {"last_day": run.new_end - timedelta(days=1)}


class WhatIfForm(forms.Form):
    ende = DayField(label=_("Förderung bis (letzter Tag)"))
    satz = EuroField(
        label=_("Festbetrag je VZÄ und Monat in Euro"),
        help_text=_("Leer lassen, um den Satz der Förderbedingungen zu nehmen."),
        required=False,
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Antwort"), choices=[(a, a.label) for a in (Answer.AGREED, Answer.OBJECTED)]
    )
    remark = forms.CharField(
        label=_("Bemerkung oder Einwände"),
        help_text=_("Bei Einwänden nötig: Bitte schreiben Sie, welche es sind."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answered_on = DayField(label=_("Eingegangen am"))


class TreatmentForm(forms.Form):
    treatment = forms.CharField(
        label=_("Umgang mit den Einwänden"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Grund des Stopps"), max_length=300)


class GrantFilter(forms.Form):
    programm = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programm"),
        to_field_name="slug",
        required=False,
        empty_label=_("alle"),
    )
    stand = forms.ChoiceField(
        label=_("Stelle"),
        choices=[ALL, *((key, text) for key, text in STAFFING.items() if key != "absent")],
        required=False,
    )
    q = forms.CharField(label=_("Suche nach Stelle oder Aktenzeichen"), max_length=100, required=False)
    endet_bis = DayField(label=_("Förderung läuft aus bis"), required=False)
    sort = forms.ChoiceField(
        label=_("Sortierung"),
        choices=[
            ("", _("Empfängerin oder Empfänger")),
            ("file_number", _("Aktenzeichen")),
            ("period_end", _("Ende der Förderung")),
            ("-granted_total", _("bewilligter Betrag")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, programmes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        programme = self.fields["programm"]
        assert isinstance(programme, forms.ModelChoiceField)
        programme.queryset = programmes


class LineFilter(forms.Form):
    stand = forms.ChoiceField(
        label=_("Zeilen"),
        choices=[ALL, ("geaendert", _("mit Änderung")), ("unveraendert", _("ohne Änderung"))],
        required=False,
    )
    q = forms.CharField(label=_("Suche nach Stelle oder Aktenzeichen"), max_length=100, required=False)


class LedgerFilter(forms.Form):
    stand = forms.ChoiceField(label=_("Stand"), choices=[ALL, *DispatchState.choices], required=False)
    fortfuehrung = forms.ModelChoiceField(
        Run.objects.none(), label=_("Fortführung"), required=False, empty_label=_("alle")
    )
    q = forms.CharField(label=_("Suche nach Stelle, Betreff oder Adresse"), max_length=100, required=False)

    def __init__(self, *args: Any, runs: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        run = self.fields["fortfuehrung"]
        assert isinstance(run, forms.ModelChoiceField)
        run.queryset = runs


class JournalFilter(forms.Form):
    beginn = DayField(label=_("von"), required=False)
    ende = DayField(label=_("bis"), required=False)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("alle")
    )
    q = forms.CharField(label=_("Suche im Text"), max_length=100, required=False)

    def __init__(self, *args: Any, authors: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = authors


class SiteTextForm(forms.Form):
    kind = forms.ChoiceField(label=_("Seite"), choices=SiteTextKind.choices)
    language = forms.ChoiceField(label=_("Sprache"), choices=[("de", _("Deutsch")), ("en", _("Englisch"))])
    body = forms.CharField(
        label=_("Text"),
        help_text=_("Eine Leerzeile beginnt einen neuen Absatz; Auszeichnungen sind nicht möglich."),
        max_length=40000,
        widget=forms.Textarea(attrs={"rows": 16}),
    )


def answer_of(asked: Consultation) -> dict[str, Any]:
    return {"answer": asked.answer, "remark": asked.remark, "answered_on": asked.answered_on}
