"""The forms of activities: which to list, and what is recorded of one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import Activity, ActivityFormat, District
from stellwerk.web.fields import DayField
from stellwerk.web.seen import SeenForm

ALL = ("", _("alle"))


class ActivityFilter(forms.Form):
    kreis = forms.ModelChoiceField(
        District.objects.order_by("name", "pk"),
        label=_("Kreis"),
        empty_label=_("alle Kreise"),
        required=False,
    )
    format = forms.ChoiceField(label=_("Format"), choices=[ALL, *ActivityFormat.choices], required=False)
    tag_von = DayField(label=_("von"), required=False)
    tag_bis = DayField(label=_("bis"), required=False)
    q = forms.CharField(label=_("Suche im Thema"), max_length=100, required=False)


class ActivityForm(SeenForm):
    on = DayField(label=_("Tag"))
    format = forms.ChoiceField(label=_("Format"), choices=ActivityFormat.choices)
    title = forms.CharField(label=_("Thema"), max_length=200)
    participants = forms.IntegerField(
        label=_("Teilnehmende"),
        help_text=_("Leer lassen, wenn niemand gezählt hat."),
        min_value=0,
        max_value=100_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(
        label=_("Bemerkung"),
        help_text=_("Bitte keine Namen von Personen."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def present(activity: Activity) -> dict[str, Any]:
    """Return an activity as the form shows it."""
    return {name: getattr(activity, name) for name in ("on", "format", "title", "participants", "note")}


def first_day(today: date) -> date:
    """Return where a list begins if nobody says so: this year and the one before."""
    return date(today.year - 1, 1, 1)
