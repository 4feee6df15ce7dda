"""The forms of waves: which to list, whom to choose for a new one, its days, and what it waits for."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stellwerk.models import Channel, District, Service, Wave
from stellwerk.queries.rollouts import kinds, services_worth_it
from stellwerk.web.fields import DayField
from stellwerk.web.seen import SeenForm

ALL = ("", _("alle"))


class WaveFilter(forms.Form):
    kreis = forms.ModelChoiceField(
        District.objects.order_by("name", "pk"),
        label=_("Kreis"),
        empty_label=_("alle Kreise"),
        required=False,
    )
    stand = forms.ChoiceField(
        label=_("Stand"), choices=[ALL, ("offen", _("offen")), ("beendet", _("beendet"))], required=False
    )
    q = forms.CharField(label=_("Suche nach Welle oder Leistung"), max_length=100, required=False)


class WhomForm(forms.Form):
    """Whom to choose from: the service, and what is known of it in each municipality."""

    kreis = forms.ModelChoiceField(District.objects.none(), label=_("Kreis"), empty_label=None)
    leistung = forms.ModelChoiceField(
        Service.objects.none(), label=_("Leistung"), to_field_name="key", empty_label=_("bitte wählen")
    )
    auswahl = forms.ChoiceField(
        label=_("Gemeinden"),
        choices=[
            ("without", _("ohne den Dienst (auch nicht erhoben)")),
            ("none", _("kein Angebot")),
            ("planned", _("geplant")),
            ("unknown", _("nicht erhoben")),
        ],
        required=False,
    )
    art = forms.ChoiceField(label=_("Art der Gemeinde"), required=False)

    def __init__(self, *args: Any, districts: frozenset[str], **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self.fields["kreis"]).queryset = District.objects.filter(pk__in=districts).order_by("name")
        kind = self.fields["art"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [ALL, *((one, one) for one in kinds(districts))]
        _choices(self.fields["leistung"]).queryset = services_worth_it()


class WaveForm(forms.Form):
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)
    starts_on = DayField(label=_("Beginn"))
    due_on = DayField(label=_("Ziel"), help_text=_("Bis dahin sollen alle Gemeinden der Welle online sein."))
    channel = forms.ChoiceField(
        label=_("Art des Dienstes"),
        help_text=_("Ohne Angabe zählt jeder Onlinedienst zu dieser Leistung."),
        choices=Channel.choices,
    )
    after = forms.ModelChoiceField(
        Wave.objects.none(),
        label=_("Beginnt erst nach der Welle"),
        empty_label=_("keiner anderen"),
        required=False,
    )

    def __init__(self, *args: Any, district: str, **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self.fields["after"]).queryset = _open_waves(district)


class ChainForm(SeenForm):
    after = forms.ModelChoiceField(
        Wave.objects.none(),
        label=_("Beginnt erst nach der Welle"),
        empty_label=_("keiner anderen"),
        required=False,
    )

    def __init__(self, *args: Any, wave: Wave, **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self.fields["after"]).queryset = _open_waves(
            wave.district_id, or_this=wave.after_id
        ).exclude(pk=wave.pk)


class DaysForm(SeenForm):
    """One day for each municipality of a wave; the field is named after its key."""

    def __init__(self, *args: Any, days: dict[str, tuple[str, date]], **options: Any) -> None:
        super().__init__(*args, **options)
        for ags, (name, day) in days.items():
            self.fields[f"tag-{ags}"] = DayField(label=name, initial=day)

    def days(self) -> dict[str, date]:
        """Return the days that were changed, by the key of the municipality."""
        return {name.removeprefix("tag-"): self.cleaned_data[name] for name in self.changed_data}


def _open_waves(district: str, *, or_this: int | None = None) -> QuerySet[Wave]:
    found = Wave.objects.filter(Q(closed_at=None) | Q(pk=or_this), district=district)
    return found.order_by("due_on", "pk")


def _choices(field: forms.Field) -> "forms.ModelChoiceField[Any]":
    assert isinstance(field, forms.ModelChoiceField)
    return field
