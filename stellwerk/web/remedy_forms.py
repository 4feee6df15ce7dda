"""The forms around objections and actions: file, record, complete the form, decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import RemedyChallenge, RemedyFiling, RemedyKind, RemedyOutcome, RemedyState
from stellwerk.web.fields import DayField, EuroField
from stellwerk.web.seen import SeenForm

ALL = ("", _("alle"))
BY_PAPER = [one for one in RemedyFiling.choices if one[0] != RemedyFiling.PAGE]


class RemedyFilter(forms.Form):
    stand = forms.ChoiceField(label=_("Stand"), choices=[ALL, *RemedyState.choices], required=False)
    art = forms.ChoiceField(label=_("Art"), choices=[ALL, *RemedyKind.choices], required=False)
    q = forms.CharField(label=_("Suche nach Stelle oder Aktenzeichen"), max_length=100, required=False)


class FileForm(forms.Form):
    """What an office files by the page."""

    challenge = forms.ChoiceField(
        label=_("Wogegen richtet sich der Widerspruch?"), choices=RemedyChallenge.choices
    )
    contested_amount = EuroField(
        label=_("streitiger Betrag in Euro"),
        help_text=_("Leer lassen, wenn es um den ganzen Bescheid geht."),
        required=False,
    )
    reasons = forms.CharField(
        label=_("Begründung"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8})
    )


class RecordForm(forms.Form):
    """What came by post, from a lawyer, or from the court."""

    kind = forms.ChoiceField(label=_("Art"), choices=RemedyKind.choices)
    challenge = forms.ChoiceField(label=_("Ziel"), choices=RemedyChallenge.choices)
    filed_on = DayField(label=_("eingelegt am"), help_text=_("Datum des Schreibens"))
    received_on = DayField(
        label=_("eingegangen am"),
        help_text=_("Bei der Behörde oder beim Gericht; danach richtet sich die Frist."),
    )
    filing = forms.ChoiceField(label=_("Form"), choices=BY_PAPER)
    served_on = DayField(
        label=_("Bescheid zugestellt am"),
        help_text=_("Nur, wenn die Zustellung nachgewiesen ist; sonst gilt die Bekanntgabefiktion."),
        required=False,
    )
    is_instructed = forms.TypedChoiceField(
        label=_("War die Rechtsbehelfsbelehrung vollständig und richtig?"),
        choices=[("yes", _("Ja")), ("no", _("Nein, es gilt die Jahresfrist"))],
        coerce=lambda word: word == "yes",
    )
    contested_amount = EuroField(
        label=_("streitiger Betrag in Euro"),
        help_text=_("Leer lassen, wenn es um den ganzen Bescheid geht."),
        required=False,
    )
    court_number = forms.CharField(label=_("Aktenzeichen des Gerichts"), max_length=60, required=False)
    reasons = forms.CharField(
        label=_("Begründung"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class CompleteForm(forms.Form):
    filing = forms.ChoiceField(label=_("Form"), choices=BY_PAPER)
    received_on = DayField(label=_("eingegangen am"))


class ImmediateForm(forms.Form):
    reason = forms.CharField(
        label=_("Besonderes Interesse an der sofortigen Vollziehung"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class OutcomeForm(SeenForm):
    outcome = forms.ChoiceField(label=_("Ausgang"), choices=RemedyOutcome.choices)
    reason = forms.CharField(label=_("Begründung"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))
    effect_ends_on = DayField(
        label=_("aufschiebende Wirkung endet am"),
        help_text=_(
            "Nur bei einer Zurückweisung: der Tag, ab dem der Bescheid unanfechtbar ist, wenn er feststeht."
        ),
        required=False,
    )


class EffectForm(SeenForm):
    on = DayField(label=_("aufschiebende Wirkung endet am"))
