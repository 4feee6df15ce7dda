"""Rounds of decisions: the list, a new one, one with all that belongs to it, and one decision of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.decisions import change_round, draft_round, propose_decisions
from stellwerk.gateways import clock
from stellwerk.law.costs import CostItem
from stellwerk.law.terms import CostCategory
from stellwerk.law.working import Refused
from stellwerk.letters.decision_previews import decision_preview
from stellwerk.models import Call, Decision, DecisionRound
from stellwerk.queries import decisions as ask
from stellwerk.queries.calls import call as call_of
from stellwerk.queries.first_proposals import named_in
from stellwerk.queries.proposals import envelope
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.decision_forms import (
    ChangeForm,
    DecisionFilter,
    RoundForm,
    present_decision,
    present_round,
)
from stellwerk.web.office.decision_next import next_step
from stellwerk.web.office.unreleased import preview_pdf
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

ALL_READY = "alle"


@needs(Verb.READ_OFFICE)
def decision_rounds(request: SignedIn) -> HttpResponse:
    rows = leaf(request, ask.rounds(request.rights))
    page = {"leaf": rows, "calls": ask.calls_to_decide(request.rights)}
    return render(request, "office/decision_rounds.html", page)


@needs(Verb.PREPARE)
def decision_round_new(request: SignedIn) -> HttpResponse:
    """Choose the applications of a call, and what all their notices say."""
    wanted = request.GET.get("aufruf", "")
    found = call_of(request.rights, int(wanted) if wanted.isdecimal() else 0)
    form = RoundForm(request.POST or None, initial=_usual(found), by_contract=found.programme.by_contract)
    if form.is_valid() and (new := _drafted(request, form, found)):
        messages.success(request, _("Die Runde ist angelegt. Schlagen Sie nun vor, was entschieden wird."))
        return redirect("decision_round", new.pk)
    rows = leaf(request, ask.ready_applications(request.rights, found))
    page = {"call": found, "form": form, "leaf": rows}
    return render(request, "office/decision_round_new.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def decision_round(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.round_of(request.rights, pk))


def show(request: SignedIn, found: DecisionRound, *, refusal: str = "") -> HttpResponse:
    """Show the page of a round; with the sentence of a refusal where a step did not work."""
    form = DecisionFilter(request.GET)
    form.is_valid()
    it = form.cleaned_data
    rows = ask.decisions(found, outcome=it.get("ergebnis", ""), q=it.get("q", ""))
    counted, progress = ask.counts(found), ask.progress(found)
    page = {
        "round": found,
        "refusal": refusal,
        "form": form,
        "leaf": leaf(request, rows),
        "counts": counted,
        "years": years_of(found),
        "progress": progress,
        "next": next_step(found, counted, progress, request.rights),
        "is_open": found.state in ("draft", "computed"),
        "history": ask.history(request.rights, found),
    }
    return render(request, "office/decision_round.html", page, status=422 if refusal else 200)


@needs(Verb.PREPARE)
def decision_round_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.round_of(request.rights, pk)
    form = RoundForm(
        request.POST or None, initial=present_round(found), by_contract=found.call.programme.by_contract
    )
    if form.is_valid():
        try:
            change_round(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Runde ist geändert. Bitte berechnen Sie sie neu."))
            return redirect("decision_round", pk)
    page = {"round": found, "form": form}
    return render(request, "office/decision_round_edit.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def decision_row(request: SignedIn, pk: int, application: int) -> HttpResponse:
    """Show one decision with its working; on POST propose another one, where the person may."""
    found = ask.round_of(request.rights, pk)
    one = ask.decision(found, application)
    may = request.rights.may(Verb.PREPARE) and found.state in ("draft", "computed")
    earlier = ask.earlier_grants(request.rights, [one.application.applicant_id]) if may else ()
    kinds = found.terms.values().cost_categories
    form = ChangeForm(request.POST or None, initial=present_decision(one), earlier=earlier, kinds=kinds)
    if form.is_valid() and _proposed(request, form, found, one):
        messages.success(request, _("Der Vorschlag ist gespeichert."))
        return redirect("decision_row", pk, application)
    page = {"round": found, "one": one, "form": form, "may": may, "years": sorted(one.by_year.items())}
    page |= {"costs": _costs(one, kinds), "named": named_in(one.application) if may else ""}
    return render(request, "office/decision_row.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def decision_preview_notice(request: SignedIn, pk: int, application: int) -> HttpResponse:
    found = ask.round_of(request.rights, pk)
    try:
        content = decision_preview(found, ask.decision(found, application))
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    answer = HttpResponse(preview_pdf(content), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="vorschau-{application}.pdf"'
    return answer


def years_of(found: DecisionRound) -> list[Any]:
    """Return the budget by year: as it was computed, or with what is proposed so far."""
    kept = list(ask.years(found))
    return kept or list(envelope(found, asked={}, decided=ask.decided_by_year(found)))


def _costs(one: Decision, kinds: Iterable[CostCategory]) -> list[tuple[str, CostItem]]:
    """Return the planned costs, each with what people call its kind."""
    labels = {it.key: it.label for it in kinds}
    return [(labels.get(it.category, it.category), it) for it in one.proposal().items]


def _usual(found: Call) -> dict[str, Any]:
    title = _("Entscheidungen: %(title)s") % {"title": found.title}
    return {"title": title, "legal_basis": found.programme.legal_basis, "letter_date": clock.today()}


def _drafted(request: SignedIn, form: RoundForm, found: Call) -> DecisionRound | None:
    try:
        return draft_round(
            found.pk,
            rights=request.rights,
            at=clock.now(),
            applications=_chosen(request),
            **form.cleaned_data,
        )
    except Refused as no:
        refused(form, no)
        return None


def _chosen(request: SignedIn) -> list[int] | None:
    if request.POST.get("was") == ALL_READY:
        return None
    return [int(one) for one in request.POST.getlist("antrag") if one.isdecimal()]


def _proposed(request: SignedIn, form: ChangeForm, found: DecisionRound, one: Decision) -> bool:
    try:
        propose_decisions(
            found.pk,
            rights=request.rights,
            at=clock.now(),
            change=form.change(),
            applications=[one.application_id],
        )
    except Refused as no:
        refused(form, no)
        return False
    return True
