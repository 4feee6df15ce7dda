"""The forms of activities: which to list, and what is recorded of one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stellwerk.models import Activity, ActivityFormat, District
from stellwerk.queries.rollouts import services_worth_it
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


class _DrawnByThePage(forms.SelectMultiple):
    """Draws nothing: the boxes stand in the page, a municipality or a service each."""

    @property
    def is_hidden(self) -> bool:
        return True

    def render(self, *_args: Any, **_options: Any) -> SafeString:
        return SafeString("")


class TicksField(forms.MultipleChoiceField):
    """What is ticked; whether it may be is for the action to say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=_DrawnByThePage, **options)

    def valid_value(self, _value: Any) -> bool:
        return True


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
    places = TicksField(label=_("Gemeinden"))
    services = TicksField(label=_("Leistungen"))

    def __init__(self, *args: Any, district: District, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offered: dict[str, list[tuple[str, str]]] = {}
        there = district.municipalities.filter(gone_on=None).order_by("name", "pk")
        self._offer("places", there.values_list("pk", "name"))
        self._offer("services", services_worth_it().values_list("key", "name"))

    def ticks(self, name: str) -> list[tuple[str, str, bool]]:
        """Return each box of a field: its value, its label, and whether it is ticked."""
        ticked = set(self[name].value() or ())
        return [(key, label, key in ticked) for key, label in self._offered[name]]

    def _offer(self, name: str, rows: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, TicksField)
        field.choices = self._offered[name] = list(rows)


def present(activity: Activity) -> dict[str, Any]:
    """Return an activity as the form shows it."""
    said = {name: getattr(activity, name) for name in ("on", "format", "title", "participants", "note")}
    said["places"] = sorted(one.pk for one in activity.municipalities.all())
    return said | {"services": sorted(one.key for one in activity.services.all())}


def first_day(today: date) -> date:
    """Return where a list begins if nobody says so: this year and the one before."""
    return date(today.year - 1, 1, 1)
