"""The filter of the figures: district, subject area, services, kind of online service, day, dimension."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.models import Channel, PriorityList
from stellwerk.queries.indicators import Filters
from stellwerk.queries.scopes import Scope
from stellwerk.web.fields import DayField

DIMENSIONS: Mapping[str, Any] = {
    "kreis": ("district", gettext_lazy("Kreis")),
    "gemeinde": ("municipality", gettext_lazy("Gemeinde")),
    "bezirk": ("region", gettext_lazy("Regierungsbezirk")),
    "groesse": ("size_class", gettext_lazy("Größe der Gemeinde (Einwohnende)")),
    "feld": ("subject_area", gettext_lazy("Themenfeld")),
    "leistung": ("service", gettext_lazy("Leistung")),
    "art": ("channel", gettext_lazy("Art des Onlinedienstes")),
    "stufe": ("maturity", gettext_lazy("Stufe des Reifegrads")),
}
OF_WHOLE_SERVICES = ("kreis", "bezirk", "groesse", "feld")
# How an indicator can be broken down; the rest of them in every way but by level.
WAYS: Mapping[str, tuple[str, ...]] = {
    "everywhere": OF_WHOLE_SERVICES,
    "federal": OF_WHOLE_SERVICES,
    "somewhere": OF_WHOLE_SERVICES,
    "reached": ("kreis", "gemeinde", "bezirk", "groesse"),
    "maturity_1_1": ("stufe", "kreis", "bezirk", "groesse", "feld"),
    "maturity_2_0": ("stufe", "kreis", "bezirk", "groesse", "feld"),
}
PAIRS = ("kreis", "gemeinde", "bezirk", "groesse", "feld", "leistung")


def ways(key: str) -> tuple[str, ...]:
    """Return by what an indicator can be broken down."""
    if key in ("municipalities", "inhabitants"):
        return (*PAIRS, "art")
    return WAYS.get(key, PAIRS)


class FigureFilter(forms.Form):
    """What people look at; what cannot be read in an address is left out."""

    nach = forms.ChoiceField(label=gettext_lazy("Aufteilen nach"), required=False)
    kreis = forms.ChoiceField(label=gettext_lazy("Kreis"), required=False)
    feld = forms.ChoiceField(label=gettext_lazy("Themenfeld"), required=False)
    liste = forms.ModelChoiceField(
        PriorityList.objects.order_by("name", "pk"), label=gettext_lazy("Prioritätenliste"),
        to_field_name="slug", required=False, empty_label=gettext_lazy("alle Leistungen"),
    )  # fmt: skip
    art = forms.ChoiceField(label=gettext_lazy("Art des Onlinedienstes"), required=False)
    tag = DayField(label=gettext_lazy("Stand am"), required=False)

    def __init__(self, request: HttpRequest, scope: Scope, *, key: str = "") -> None:
        super().__init__(request.GET)
        self._choices("kreis", [("", _("ganzes Land")), *sorted(scope.districts.items(), key=_by_name)])
        areas = [(str(number), name) for number, name in scope.areas.items()]
        self._choices("feld", [("", _("alle Themenfelder")), *areas])
        self._choices("art", [("", _("alle Arten")), *Channel.choices])
        if key:
            self._choices("nach", [(way, DIMENSIONS[way][1]) for way in ways(key)])
        else:
            del self.fields["nach"]
        self.is_valid()

    @property
    def way(self) -> str:
        return str(self.cleaned_data.get("nach") or cast(Any, self.fields["nach"]).choices[0][0])

    def filters(self) -> Filters:
        said = self.cleaned_data
        chosen = said.get("liste")
        return Filters(
            district=said.get("kreis") or None,
            subject_area=int(said["feld"]) if said.get("feld") else None,
            services=tuple(_keys(chosen)) if chosen else None,
            channel=said.get("art") or None,
            day=said.get("tag"),
        )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


def without_district(filters: Filters, districts: tuple[str, ...]) -> Filters:
    """Return the same question for other districts."""
    return replace(filters, district=None, districts=districts)


def _keys(chosen: PriorityList) -> Any:
    return chosen.entries.order_by("rank").values_list("service__key", flat=True)


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    return item[1], item[0]
