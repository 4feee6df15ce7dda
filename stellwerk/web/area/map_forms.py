"""The filter of maps and reports: which district, which services, which day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.letters.atlas import MOST_COLUMNS
from stellwerk.queries.maps import Scope, district_names, scope
from stellwerk.queries.selections import ALL, SERVICE, Chosen, Selection, choices, selection
from stellwerk.web.fields import DayField
from stellwerk.web.guards import SignedIn
from stellwerk.web.paging import Leaf, leaf


class MapFilter(forms.Form):
    """has_district: whether the page can show one district alone."""

    kreis = forms.ChoiceField(label=gettext_lazy("Kreis"), required=False)
    leistungen = forms.ChoiceField(label=gettext_lazy("Leistungen"), required=False)
    stichtag = DayField(label=gettext_lazy("Stichtag"), required=False)

    def __init__(self, *args: Any, has_district: bool, chosen: Selection, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_district:
            field = cast(forms.ChoiceField, self.fields["kreis"])
            field.choices = [("", _("ganzes Land")), *district_names().items()]
        else:
            del self.fields["kreis"]
        cast(forms.ChoiceField, self.fields["leistungen"]).choices = list(_services(chosen))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    columns  the services that a heat map shows: one page of the selection
    address  the query string that asks for the same again, ``page_address`` with the page of the services
    """

    form: MapFilter
    selection: Selection
    scope: Scope
    district_name: str
    columns: Leaf[Any]

    @property
    def address(self) -> str:
        return self.address_of(self.scope.district)

    @property
    def shown(self) -> Sequence[Chosen]:
        """Return the services of this page."""
        return list(self.columns.page)

    @property
    def page_address(self) -> str:
        number = self.columns.page.number
        return f"{self.address}&seite={number}" if number > 1 else self.address

    def address_of(self, district: str) -> str:
        asked = {"leistungen": self.selection.choice, "stichtag": self.scope.day.isoformat()}
        return urlencode(({"kreis": district} if district else {}) | asked)


def asked(request: SignedIn, *, has_district: bool = True) -> Asked:
    """Read the filter; a coordinator begins with the own district, what makes no sense is left out."""
    chosen = selection(request.GET.get("leistungen", ""))
    today = clock.today()
    values = {
        "kreis": request.GET.get("kreis", _own_district(request)) if has_district else "",
        "leistungen": chosen.choice,
        "stichtag": request.GET.get("stichtag") or today.isoformat(),
    }
    form = MapFilter(values, has_district=has_district, chosen=chosen)
    form.is_valid()
    day: date = form.cleaned_data.get("stichtag") or today
    district = form.cleaned_data.get("kreis", "")
    wanted = scope(chosen, day=min(day, today), district=district)
    columns = leaf(request, cast(Any, chosen.services), size=MOST_COLUMNS)
    return Asked(form, chosen, wanted, district_names().get(district, ""), columns)


def _own_district(request: SignedIn) -> str:
    return min(request.rights.districts(Verb.ENTER_COVERAGE), default="")


def _services(chosen: Selection) -> Iterator[tuple[str, Any]]:
    lists, areas = choices()
    if chosen.choice.startswith(SERVICE):
        yield chosen.choice, chosen.name
    yield ALL, _("alle Leistungen mit Angaben")
    if lists:
        yield _("Prioritätenlisten"), lists
    if areas:
        yield _("Themenfelder"), areas
