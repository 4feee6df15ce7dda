"""Mismatches between what is known here and lists from outside, in both directions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.models import Channel, CoverageState, District, IntakeKind
from stellwerk.queries import mismatches as ask
from stellwerk.queries.comparison import PROPOSALS
from stellwerk.web.exports import table
from stellwerk.web.fields import DayField
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf

READERS = Verb.ENTER_COVERAGE, Verb.READ_OFFICE
HERE, THERE = "hier", "dort"
BATCH = 500
STATES, CHANNELS = dict(CoverageState.choices), dict(Channel.choices)


class MismatchFilter(forms.Form):
    """What is compared: the first district and list are taken where nothing sensible is said."""

    kreis = forms.ModelChoiceField(
        District.objects.none(), label=gettext_lazy("Kreis"), required=False, empty_label=None
    )
    quelle = forms.ChoiceField(
        label=gettext_lazy("Verglichen mit"), choices=[(one, one.label) for one in PROPOSALS], required=False
    )
    richtung = forms.ChoiceField(
        label=gettext_lazy("Richtung"),
        choices=[
            (HERE, gettext_lazy("fehlt in der Liste")),
            (THERE, gettext_lazy("fehlt hier")),
        ],
        required=False,
    )
    q = forms.CharField(label=gettext_lazy("Leistung oder LeiKa-Schlüssel"), max_length=100, required=False)
    am = DayField(label=gettext_lazy("Unser Stand am"), required=False)

    def __init__(self, *args: Any, districts: QuerySet[District], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kreis"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = districts
        self.is_valid()
        said = self.cleaned_data
        self.district: District | None = said.get("kreis") or districts.first()
        self.kind = IntakeKind(said.get("quelle") or IntakeKind.PVOG)
        self.is_here = said.get("richtung") != THERE
        self.day: date = said.get("am") or clock.today()
        self.words: str = said.get("q", "").strip()


@needs(*READERS)
def mismatches(request: SignedIn) -> HttpResponse:
    form, found = _asked(request)
    page = leaf(request, _rows(form, found))
    context = {
        "form": form,
        "lists": found,
        "leaf": page,
        "lines": ask.lines(found, list(page.page), day=form.day),
        "may_enter": request.rights.may(Verb.ENTER_COVERAGE),
    }
    return render(request, "area/mismatches.html", context)


@needs(*READERS)
def mismatches_export(request: SignedIn, kind: str) -> HttpResponseBase:
    """Take all of it along, each row with the list and the days it was computed from."""
    form, found = _asked(request)
    head = [_("AGS"), _("Gemeinde"), _("LeiKa-Schlüssel"), _("Leistung"), _("hier"), _("Art"), _("seit")]
    head += [_("in der Liste"), _("Liste"), _("Liste eingebracht am"), _("unser Stand am")]
    return table(kind, f"abweichungen-{found.district or 0}", head, _cells(form, found))


def _asked(request: SignedIn) -> tuple[MismatchFilter, ask.Lists]:
    form = MismatchFilter(request.GET, districts=ask.districts(request.rights))
    district = form.district.pk if form.district else ""
    return form, ask.lists(request.rights, district=district, kind=form.kind)


def _rows(form: MismatchFilter, found: ask.Lists) -> Any:
    which = ask.missing if form.is_here else ask.unknown
    return which(found, day=form.day, q=form.words)


def _cells(form: MismatchFilter, found: ask.Lists) -> Iterator[list[Any]]:
    rows = list(_rows(form, found))
    for start in range(0, len(rows), BATCH):
        for line in ask.lines(found, rows[start : start + BATCH], day=form.day):
            where = [line.municipality.ags, line.municipality.name, line.service.key, line.service.name]
            listed = _("fehlt") if form.is_here else line.link or _("genannt")
            yield [*where, *_known(line), listed, line.intake.title, line.intake.at, form.day]


def _known(line: ask.Line) -> list[Any]:
    fact = line.cell.fact if line.cell else None
    if fact is None:
        return [_("nicht erhoben"), "", ""]
    return [STATES[fact.state], CHANNELS[fact.channel], fact.valid_from]
