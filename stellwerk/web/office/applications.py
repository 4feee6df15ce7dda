"""Applications at the authority: the list, my cases, and one with all that belongs to its check."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.law.answers import given
from stellwerk.law.forms import YES, Definition, Meaning
from stellwerk.models import Application
from stellwerk.queries import applications as ask
from stellwerk.queries import checks, opinions, remedies
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.decisions import decision_on
from stellwerk.queries.lists.applications import CASES, INBOX, MINE
from stellwerk.queries.lists.declared import Listing
from stellwerk.queries.prefill import names_of
from stellwerk.web.answers import parts, spoken_of
from stellwerk.web.application_versions import versions_page
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists import pages as lists
from stellwerk.web.lists.cells import PICKED
from stellwerk.web.next_steps import office_next_step
from stellwerk.web.office.call_forms import AssignForm


@needs(Verb.READ_OFFICE)
def applications(request: SignedIn) -> HttpResponse:
    return _cases(request, CASES)


@needs(Verb.READ_OFFICE)
def applications_inbox(request: SignedIn) -> HttpResponse:
    return _cases(request, INBOX)


@needs(Verb.READ_OFFICE)
def applications_mine(request: SignedIn) -> HttpResponse:
    return _cases(request, MINE)


@needs(Verb.READ_OFFICE)
def application(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.application(request.rights, pk))


def show(
    request: SignedIn, found: Application, *, refusal: str = "", assign: AssignForm | None = None
) -> HttpResponse:
    """Show the page of a case; with the sentence of a refusal where a step did not work.

    assign  the form of an assignment that was sent
    """
    definition = definition_of(found.form_version)
    newest = ask.written(found, only_submitted=True)
    files = ask.attachments(found, only_submitted=True)
    names = names_of(spoken_of(definition, newest.answers))
    page = {
        "application": found,
        "refusal": refusal,
        "version": newest,
        "parts": parts(definition, newest.answers, files=files, names=names),
        "receipts": ask.receipts(found),
        "history": ask.timeline(found, inner=True),
        **_check(request, found, definition),
        "decision": decision_on(found),
        "wants_early_start": _wants_early_start(definition, newest.answers),
        "opinions": opinions.of_application(found),
        **({"assign": assign} if assign else {}),
        "remedies": [
            (it, remedies.suspends(it, on=clock.today()))
            for it in remedies.of_application(request.rights, found)
        ],
    }
    return render(request, "office/application.html", page, status=422 if refusal else 200)


@needs(Verb.READ_OFFICE)
def application_versions(request: SignedIn, pk: int) -> HttpResponse:
    """Show the submitted versions, and what two of them differ in."""
    found = ask.application(request.rights, pk)
    page = versions_page(request, found, only_submitted=True)
    return render(request, "office/application_versions.html", page)


def _cases(request: SignedIn, listing: Listing) -> HttpResponse:
    """Show a list of cases; whoever prepares decisions can pick several to assign them."""
    may_pick = request.rights.may(Verb.PREPARE)
    more: dict[str, Any] = {
        "picked": PICKED,
        "others": [it for it in (CASES, INBOX, MINE) if it is not listing],
    }
    return lists.show(request, listing, "office/applications.html", may_pick=may_pick, **more)


def _check(request: SignedIn, found: Application, definition: Definition) -> dict[str, Any]:
    points, corrections = checks.points(found), list(checks.corrections(found))
    asked = next((one for one in corrections if one.answered_at is None), None)
    authority, today = found.call.programme.authority_id, clock.today()
    people, names = checks.case_workers(authority, on=today), checks.case_worker_names(authority, on=today)
    labels = {one.key: one.label for one in definition.fields}
    return {
        "points": points,
        "next": office_next_step(
            found,
            open_points=checks.open_points(points),
            asked=asked,
            waits_for_opinions=bool(opinions.open_for([found.pk])),
        ),
        "may_prepare": request.rights.may(Verb.PREPARE) and found.state not in ("decided", "withdrawn"),
        "may_release": request.rights.may(Verb.RELEASE) and found.state not in ("decided", "withdrawn"),
        "assign": AssignForm(people=people, names=names, initial={"to": found.assigned_to_id}),
        "corrections": [(one, [labels.get(key, key) for key in one.fields]) for one in corrections],
        "notes": checks.notes(found),
        "flags": checks.flags(found),
        "early_start": checks.early_start(found),
    }


def _wants_early_start(definition: Definition, answers: Any) -> bool:
    return any(
        YES in given(answers, one.key) for one in definition.fields if one.meaning == Meaning.EARLY_START
    )
