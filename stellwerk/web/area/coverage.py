"""One cell: what holds and held when, who said so, and what we knew on a day."""

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.inquiries import ask
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Service
from stellwerk.queries import coverage as asked
from stellwerk.queries.inquiries import of_cell
from stellwerk.queries.municipalities import municipality
from stellwerk.web.area.coverage_forms import KnownForm, QuestionForm
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(Verb.READ_COVERAGE)
def cell(request: SignedIn, ags: str, key: str) -> HttpResponse:
    place, service = municipality(ags), get_object_or_404(Service, key=key)
    form = KnownForm(request.GET)
    known_on = form.cleaned_data.get("wissen_am") if form.is_valid() else None
    page = {
        "place": place,
        "service": service,
        "form": form,
        "known_on": known_on,
        "spans": asked.spans(ags, service.pk, at=_end_of(known_on)),
        "leaf": leaf(request, asked.history(ags, service.pk)),
        "inquiries": of_cell(request.rights, ags, service.pk),
        "today": clock.today(),
    }
    return render(request, "area/cell.html", page)


@needs(Verb.READ_COVERAGE)
def cell_ask(request: SignedIn, ags: str, key: str) -> HttpResponse:
    place, service = municipality(ags), get_object_or_404(Service, key=key)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        question = form.cleaned_data["question"]
        try:
            ask(ags, key, rights=request.rights, at=clock.now(), question=question)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Ihre Frage ist gestellt. Die Koordination im Landkreis antwortet."))
            return redirect("cell", ags, key)
    page = {"place": place, "service": service, "form": form}
    return render(request, "area/cell_ask.html", page, status=422 if form.errors else 200)


def _end_of(day: date | None) -> datetime | None:
    """Return the last moment of a day, None for now."""
    if day is None:
        return None
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return midnight - timedelta(microseconds=1)
