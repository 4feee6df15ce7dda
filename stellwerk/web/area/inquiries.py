"""Questions on cells: the list, and the answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.inquiries import answer
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import inquiries as ask
from stellwerk.web.area.coverage_forms import InquiryAnswerForm, InquiryFilter
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

IS_OPEN = {"": True, "beantwortet": False, "alle": None}


@needs(Verb.READ_COVERAGE)
def inquiries(request: SignedIn) -> HttpResponse:
    """Show the open questions; a coordinator starts with the own district."""
    values = request.GET.copy()
    own = request.rights.districts(Verb.ENTER_COVERAGE)
    if "kreis" not in values and own:
        values["kreis"] = min(own)
    form = InquiryFilter(values)
    form.is_valid()
    district = form.cleaned_data.get("kreis")
    rows = ask.inquiries(
        request.rights,
        district=district.pk if district else "",
        is_open=IS_OPEN[form.cleaned_data.get("stand", "")],
    )
    return render(request, "area/inquiries.html", {"form": form, "leaf": leaf(request, rows)})


@needs(Verb.READ_COVERAGE)
def inquiry(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.inquiry(request.rights, pk)
    form = InquiryAnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer(pk, rights=request.rights, at=clock.now(), answer=form.cleaned_data["answer"])
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Ihre Antwort ist gespeichert."))
            return redirect("inquiry", pk)
    own = found.municipality.district_id in request.rights.districts(Verb.ENTER_COVERAGE)
    page = {"inquiry": found, "form": form, "may_answer": own and found.answered_at is None}
    return render(request, "area/inquiry.html", page, status=422 if form.errors else 200)
