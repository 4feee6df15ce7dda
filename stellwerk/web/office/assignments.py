"""Assign many applications at once: first what would happen to each, then the step, then what came of it."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from stellwerk.access import Verb
from stellwerk.actions.assignments import assign_applications
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import assignments as ask
from stellwerk.queries.checks import case_workers_of
from stellwerk.queries.lists.applications import CASES, OF_CASES
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists.cells import PICKED
from stellwerk.web.office.call_forms import AssignForm
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

DIGITS = 18  # more than any number of ours has
SHOWN = 200  # lines before the step; all of them afterwards, in pages


@needs(Verb.PREPARE)
def applications_assign(request: SignedIn) -> HttpResponse:
    """Say what an assignment would mean and ask to whom; do it once somebody is named."""
    if request.method != "POST":
        return redirect("applications")
    chosen, on = _chosen(request.POST), clock.today()
    people = case_workers_of(request.rights, on=on)
    is_asked = "tun" in request.POST
    form = AssignForm(
        request.POST if is_asked else None, people=people, initial={"to": request.rights.person.pk}
    )
    if is_asked and form.is_valid():
        try:
            done = assign_applications(chosen, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            return redirect("applications_assigned", done.pk)
    return _ask(request, chosen, form)


@needs(Verb.READ_OFFICE)
def applications_assigned(request: SignedIn, pk: int) -> HttpResponse:
    """Show what came of an assignment, application by application."""
    entry = ask.assignment(request.rights, pk)
    shown = leaf(request, ask.assigned(entry, request.rights))
    left = entry.details["left"]
    page = {
        "entry": entry,
        "leaf": shown,
        "done": len(entry.details["ids"]),
        "left": len(left),
        "rows": [(one, left.get(str(one.pk), "")) for one in shown.page],
    }
    return render(request, "office/assigned.html", page)


def _ask(request: SignedIn, chosen: ask.Chosen, form: AssignForm) -> HttpResponse:
    """Show what was chosen, and which of it could not be assigned to anybody."""
    rows = ask.found(chosen, request.rights, on=clock.today())
    page = {
        "form": form,
        "chosen": chosen,
        "picked": PICKED,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "count": len(rows),
        "stays": ask.staying(rows)[:SHOWN],
        "listing": OF_CASES.get(chosen.list, CASES),
    }
    return render(request, "office/assign.html", page, status=422 if form.errors else 200)


def _chosen(said: QueryDict) -> ask.Chosen:
    ids = tuple(_number(text) for text in said.getlist(PICKED))
    if said.get("was") == "alle":
        return ask.Chosen(said.get("liste", ""), (), said.get("query", ""), _number(said.get("gesehen", "")))
    return ask.Chosen(said.get("liste", ""), ids)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 0
