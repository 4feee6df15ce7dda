"""The forms of campaigns and of the age of statements."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import District, PriorityList
from stellwerk.web.fields import DayField

WEEKS = 3
MONTHS = [
    ("0", _("alle Gemeinden")),
    ("6", _("Gemeinden mit Angaben, die älter als 6 Monate sind oder fehlen")),
    ("12", _("Gemeinden mit Angaben, die älter als 12 Monate sind oder fehlen")),
]
GROUPS = [
    ("municipality", _("nach Gemeinden")),
    ("service", _("nach Leistungen")),
    ("district", _("nach Kreisen")),
]


class CampaignForm(forms.Form):
    title = forms.CharField(
        label=_("Bezeichnung"), help_text=_("Steht im Betreff des Schreibens."), max_length=200
    )
    file_number = forms.CharField(
        label=_("Ihr Aktenzeichen"),
        help_text=_("Steht im Schreiben und in der E-Mail."),
        max_length=60,
        required=False,
    )
    district = forms.ModelChoiceField(District.objects.none(), label=_("Kreis"), empty_label=None)
    services = forms.ModelChoiceField(
        PriorityList.objects.none(),
        label=_("Leistungen"),
        help_text=_("Ohne Liste werden die Leistungen gefragt, zu denen es Angaben der gewählten Art gibt."),
        empty_label=_("alle, zu denen es Angaben gibt"),
        required=False,
    )
    months = forms.ChoiceField(label=_("Gemeinden"), choices=MONTHS)
    due_on = DayField(label=_("Antwort bis"))
    text = forms.CharField(
        label=_("Ihr Anliegen"),
        help_text=_("Ein Absatz des Schreibens; die Bitte und der Weg zur Antwort stehen schon darin."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, districts: frozenset[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self.fields["district"]).queryset = District.objects.filter(pk__in=districts).order_by(
            "name"
        )
        _choices(self.fields["services"]).queryset = PriorityList.objects.order_by("name", "pk")
        self.fields["due_on"].initial = today + timedelta(weeks=WEEKS)


class AgeFilter(forms.Form):
    nach = forms.ChoiceField(label=_("Gliederung"), choices=GROUPS, required=False)
    kreis = forms.ModelChoiceField(
        District.objects.order_by("name", "pk"),
        label=_("Kreis"),
        empty_label=_("alle Kreise"),
        required=False,
    )
    liste = forms.ModelChoiceField(
        PriorityList.objects.order_by("name", "pk"),
        label=_("Leistungen"),
        empty_label=_("alle"),
        required=False,
    )


def _choices(field: forms.Field) -> "forms.ModelChoiceField[Any]":
    assert isinstance(field, forms.ModelChoiceField)
    return field
