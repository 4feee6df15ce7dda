"""Open calls, the questions before the form, and the beginning of an application."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.applications import start_application
from stellwerk.gateways import clock
from stellwerk.law.calls import is_open
from stellwerk.law.working import Refused
from stellwerk.models import Office
from stellwerk.queries import applications as cases
from stellwerk.queries import calls as ask
from stellwerk.web.county.answer_forms import EligibilityForm
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(Verb.APPLY)
def open_calls(request: SignedIn) -> HttpResponse:
    now = clock.now()
    page = {"leaf": leaf(request, ask.calls_to_apply_in(request.rights, at=now)), "now": now}
    return render(request, "county/calls.html", page)


@needs(Verb.APPLY)
def open_call(request: SignedIn, pk: int) -> HttpResponse:
    """Show what a call is about, ask whether the office may apply, and begin on POST."""
    call, now = ask.call(request.rights, pk), clock.now()
    definition = ask.definition(call.form_version)
    offices = list(Office.objects.filter(pk__in=_offices(request)).order_by("name", "pk"))
    form = EligibilityForm(request.POST or None, questions=definition.questions)
    if request.method == "POST" and form.is_valid():
        try:
            office = _chosen(request, offices)
            begun = start_application(
                pk, rights=request.rights, at=now, office_id=office, said=form.cleaned_data
            )
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Ihr Entwurf ist angelegt. Was wir schon wissen, ist eingetragen."))
            return redirect("own_application", begun.pk)
    page = {"call": call, "form": form, "offices": offices, "now": now}
    page["is_open"] = is_open(call.opens_at, call.closes_at, at=now)
    page["own"] = cases.own_applications(request.rights).filter(call=call)
    return render(request, "county/call.html", page, status=422 if form.errors else 200)


def _offices(request: SignedIn) -> Collection[int]:
    return request.rights.offices(Verb.APPLY)


def _chosen(request: SignedIn, offices: list[Office]) -> int:
    """Return the office that applies: the only one, or the chosen one; another one is refused below."""
    word = request.POST.get("office", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else offices[0].pk
