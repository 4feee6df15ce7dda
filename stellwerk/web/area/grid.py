"""The grid: municipalities × services with the keyboard alone; changes are shown before they count."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access import Verb
from stellwerk.actions.intakes import bring
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import IntakeKind, Municipality, OnlineService, PriorityList, Service
from stellwerk.queries.coverage import cells
from stellwerk.queries.intakes import own_districts
from stellwerk.queries.online_services import serving_any
from stellwerk.queries.services import services
from stellwerk.web import exports
from stellwerk.web.area import grid_table
from stellwerk.web.area.grid_changes import changed
from stellwerk.web.area.grid_export import HEAD, exported
from stellwerk.web.area.grid_table import Grid
from stellwerk.web.fields import DayField
from stellwerk.web.guards import SignedIn, needs

PLACES, SERVICES = 60, 15


class GridFilter(forms.Form):
    kreis = forms.ChoiceField(label=gettext_lazy("Kreis"), required=False)
    liste = forms.ModelChoiceField(
        PriorityList.objects.order_by("name", "pk"), label=gettext_lazy("Prioritätenliste"),
        to_field_name="slug", required=False, empty_label=gettext_lazy("alle Leistungen"),
    )  # fmt: skip
    q = forms.CharField(label=gettext_lazy("Leistung oder LeiKa-Schlüssel"), max_length=100, required=False)
    tag = DayField(label=gettext_lazy("Stand am"), required=False)

    def __init__(self, *args: Any, districts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kreis"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.ags, one.name) for one in districts]
        self.is_valid()
        said = self.cleaned_data
        self.day: date = said.get("tag") or clock.today()
        self.district: str = said.get("kreis") or districts[0].ags

    def services(self) -> Any:
        said = self.cleaned_data
        found = services(q=said.get("q", ""), priority_list=said.get("liste"))
        return found.select_related(None).only("pk", "key", "name")

    def places(self) -> Any:
        there = Municipality.objects.filter(district=self.district).exclude(gone_on__lte=self.day)
        return there.only("ags", "name").order_by("name", "ags")


class PlannedForm(forms.Form):
    planned_on = DayField(
        label=gettext_lazy("„geplant“ heißt: online ab"),
        help_text=gettext_lazy("Gilt für alle Zellen, in die Sie hier „p“ schreiben."),
        required=False,
    )
    online_service = forms.ModelChoiceField(
        OnlineService.objects.order_by("name", "pk"),
        label=gettext_lazy("Onlinedienst"),
        help_text=gettext_lazy(
            "Gilt für alle Zellen, in die Sie hier „l“ oder „p“ schreiben; er muss die Leistung abdecken."
        ),
        required=False,
        empty_label=gettext_lazy("nicht genannt"),
    )


@needs(Verb.ENTER_COVERAGE)
def grid(request: SignedIn) -> HttpResponse:
    wanted = _filter(request)
    planned = PlannedForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and planned.is_valid():
        try:
            rows = changed(request.POST, **planned.cleaned_data)
            found = bring(
                rows, rights=request.rights, at=clock.now(), district=wanted.district, kind=IntakeKind.GRID,
                title=_("Raster vom %(day)s") % {"day": f"{clock.today():%d.%m.%Y}"}, day=wanted.day,
            )  # fmt: skip
        except Refused as no:
            refusal = no.sentence(_)
        else:
            return redirect("intake", found.pk)
    return _page(request, wanted, planned, refusal)


@needs(Verb.ENTER_COVERAGE)
def grid_export(request: SignedIn, kind: str) -> HttpResponseBase:
    """Take the whole selection along, all its pages, in the form that can be read in again."""
    wanted = _filter(request)
    rows = exported(list(wanted.places()), list(wanted.services()), wanted.day)
    return exports.table(kind, f"raster-{wanted.district}", HEAD, rows)


def _filter(request: SignedIn) -> GridFilter:
    return GridFilter(request.GET, districts=own_districts(request.rights))


def _page(request: SignedIn, wanted: GridFilter, planned: PlannedForm, refusal: str) -> HttpResponse:
    """Show a page of the grid; after a refusal with everything that was typed."""
    across = Paginator(wanted.services(), SERVICES).get_page(request.GET.get("seite"))
    down = Paginator(wanted.places(), PLACES).get_page(request.GET.get("orte"))
    shown = _grid(list(down), list(across), wanted.day)
    _offer(planned, [one.pk for one in across])
    is_refused = bool(refusal or planned.errors)
    page = {
        "form": wanted, "planned": planned, "refusal": refusal, "across": across, "down": down, "grid": shown,
        "head": grid_table.head(shown),
        "body": grid_table.body(shown, request.POST.dict() if is_refused else {}),
        "seen": grid_table.seen(shown), "legend": grid_table.legend(), "day": wanted.day,
        "across_to": _addresses(request, "seite", across), "down_to": _addresses(request, "orte", down),
        "address": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "area/grid.html", page, status=422 if is_refused else 200)


def _offer(planned: PlannedForm, services: list[int]) -> None:
    """Let choose among the online services that serve what the page shows."""
    field = planned.fields["online_service"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = serving_any(services)


def _grid(places: list[Municipality], found: list[Service], day: date) -> Grid:
    known = cells([place.ags for place in places], [one.pk for one in found], day=day)
    return Grid(places, found, known)


def _addresses(request: SignedIn, name: str, page: Any) -> dict[str, str]:
    """Return where the neighbouring pages are, with the same filter."""
    found = {"earlier": "", "later": ""}
    for key, there, number in (("earlier", page.has_previous(), page.number - 1),
                               ("later", page.has_next(), page.number + 1)):  # fmt: skip
        if there:
            kept = request.GET.copy()
            kept[name] = str(number)
            found[key] = f"?{kept.urlencode()}"
    return found
