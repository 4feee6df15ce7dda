"""The forms of the authority."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import (
    Answer,
    Consultation,
    Programme,
    Run,
    SiteTextKind,
    Terms,
)
from stellwerk.web.fields import DayField, EuroField
from stellwerk.web.seen import SeenForm

ALL = ("", _("alle"))


class RunForm(SeenForm):
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


class AnswerForm(SeenForm):
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


class TreatmentForm(SeenForm):
    treatment = forms.CharField(
        label=_("Umgang mit den Einwänden"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Grund des Stopps"), max_length=300)


class LineFilter(forms.Form):
    stand = forms.ChoiceField(
        label=_("Zeilen"),
        choices=[ALL, ("geaendert", _("mit Änderung")), ("unveraendert", _("ohne Änderung"))],
        required=False,
    )
    q = forms.CharField(label=_("Suche nach Stelle oder Aktenzeichen"), max_length=100, required=False)


class SiteTextForm(SeenForm):
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
