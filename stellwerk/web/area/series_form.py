"""The filter of a figure over time: what is counted, how it is divided, and which days."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.law.periods import add_months
from stellwerk.queries.scopes import Scope
from stellwerk.web.area.figure_forms import DIMENSIONS, FigureFilter
from stellwerk.web.fields import DayField

WAYS = ("kreis", "bezirk", "groesse", "feld", "gemeinde")
SPANS = {"jahr": (1, 13), "zwei": (1, 25), "quartale": (3, 13)}  # months from one day to the next, and days


class SeriesFilter(FigureFilter):
    """What people look at; municipalities are drawn one by one only within a district."""

    tag = DayField(label=gettext_lazy("bis zum"), required=False)
    zeitraum = forms.ChoiceField(
        label=gettext_lazy("Zeitraum"),
        required=False,
        choices=[
            ("jahr", gettext_lazy("ein Jahr, jeder Monat")),
            ("zwei", gettext_lazy("zwei Jahre, jeder Monat")),
            ("quartale", gettext_lazy("drei Jahre, jedes Quartal")),
        ],
    )

    def __init__(self, request: HttpRequest, scope: Scope, *, key: str) -> None:
        super().__init__(request, scope, key=key)
        district = self.cleaned_data.get("kreis")
        usable = [it for it in WAYS if it != ("kreis" if district else "gemeinde")]
        usable = [it for it in usable if (key, it) != ("reached", "feld")]
        choices = [("", _("nicht aufteilen")), *((it, DIMENSIONS[it][1]) for it in usable)]
        cast(Any, self.fields["nach"]).choices = choices
        self.full_clean()

    @property
    def dimension(self) -> str:
        """Return how the figure is divided; "" for not at all."""
        chosen = self.cleaned_data.get("nach")
        return str(DIMENSIONS[chosen][0]) if chosen else ""

    @property
    def way(self) -> str:
        chosen = self.cleaned_data.get("nach")
        return str(DIMENSIONS[chosen][1]) if chosen else _("Auswahl")

    def days(self, newest: date) -> list[date]:
        """Return the days, oldest first; without a chosen day the first of each month.

        newest  the day of the snapshot
        """
        last = self.cleaned_data.get("tag") or newest.replace(day=1)
        step, count = SPANS[self.cleaned_data.get("zeitraum") or "jahr"]
        return [add_months(last, -step * number) for number in reversed(range(count))]
