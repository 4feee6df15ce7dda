"""The forms around what is known of cells: filters, questions and answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import ChangeSetKind, CoverageState, District, PriorityList
from stellwerk.queries.municipalities import EVERYTHING, MISSING
from stellwerk.web.fields import DayField

ALL = ("", _("alle"))


class MunicipalityFilter(forms.Form):
    kreis = forms.ModelChoiceField(
        District.objects.order_by("name", "ags"), label=_("Kreis"), required=False, empty_label=_("alle")
    )
    q = forms.CharField(label=_("Suche nach Name oder Gemeindeschlüssel"), max_length=100, required=False)


class ServicesFilter(forms.Form):
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[
            ("", _("alles Erhobene")),
            *CoverageState.choices,
            (MISSING, _("nicht erhoben")),
            (EVERYTHING, _("der ganze Katalog")),
        ],
        required=False,
    )
    liste = forms.ModelChoiceField(
        PriorityList.objects.order_by("name", "pk"),
        label=_("Prioritätenliste"),
        to_field_name="slug",
        required=False,
        empty_label=_("alle"),
    )
    am = DayField(label=_("an diesem Tag"), required=False)
    q = forms.CharField(label=_("Suche nach Leistung oder LeiKa-Schlüssel"), max_length=100, required=False)


class KnownForm(forms.Form):
    wissen_am = DayField(
        label=_("Was wir an diesem Tag wussten"),
        help_text=_("Leer lassen für das, was wir heute wissen."),
        required=False,
    )


class ChangeSetFilter(forms.Form):
    kreis = forms.ModelChoiceField(
        District.objects.order_by("name", "ags"), label=_("Kreis"), required=False, empty_label=_("alle")
    )
    art = forms.ChoiceField(label=_("Art"), choices=[ALL, *ChangeSetKind.choices], required=False)
    wer = forms.ChoiceField(label=_("von"), choices=[ALL, ("ich", _("nur meine eigenen"))], required=False)


class InquiryFilter(forms.Form):
    kreis = forms.ModelChoiceField(
        District.objects.order_by("name", "ags"), label=_("Kreis"), required=False, empty_label=_("alle")
    )
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("offen")), ("beantwortet", _("beantwortet")), ("alle", _("alle"))],
        required=False,
    )


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Ihre Frage"),
        help_text=_(
            "Bitte schreiben Sie keine Angaben über Personen hinein; alle Beteiligten können mitlesen."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InquiryAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Ihre Antwort"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
