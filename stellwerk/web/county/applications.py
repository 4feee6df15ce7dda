"""One's own applications: the list, and one with its next step, its answers and what happened."""

from collections.abc import Collection

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.law.answers import problems
from stellwerk.law.applications import WRITABLE
from stellwerk.law.forms import Definition
from stellwerk.models import Application
from stellwerk.queries import applications as ask
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.checks import early_start
from stellwerk.queries.decisions import announced_decision
from stellwerk.queries.lists.applications import OWN
from stellwerk.queries.prefill import names_of
from stellwerk.web.answers import parts, spoken_of
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists import pages as lists
from stellwerk.web.next_steps import own_next_step


@needs(Verb.APPLY)
def own_applications(request: SignedIn) -> HttpResponse:
    return lists.show(request, OWN, "county/applications.html")


@needs(Verb.APPLY)
def own_application(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.own_application(request.rights, pk))


def show(request: SignedIn, found: Application, *, refusal: str = "") -> HttpResponse:
    """Show the page of an application; with the sentence of a refusal where a step did not work."""
    definition, files = definition_of(found.form_version), ask.attachments(found)
    newest, asked = ask.written(found), ask.open_correction(found)
    wrong = problems(definition, newest.answers, attached=ask.attached(files))
    names = names_of(spoken_of(definition, newest.answers))
    page = {
        "application": found,
        "refusal": refusal,
        "next": own_next_step(
            found, request.rights, is_complete=not wrong, authors=ask.authors(found), asked=asked
        ),
        "parts": parts(definition, newest.answers, files=files, names=names, problems=wrong),
        "is_writable": found.state in WRITABLE,
        "begin_at": _first_to_do(definition, wrong, asked.fields if asked else ()),
        "asked": asked,
        "asked_fields": [one.label for one in definition.fields if asked and one.key in asked.fields],
        "version": newest,
        "receipts": ask.receipts(found),
        "history": ask.timeline(found),
        "now": clock.now(),
        "early_start": early_start(found),
        "decision": announced_decision(request.rights, found),
    }
    return render(request, "county/application.html", page, status=422 if refusal else 200)


def _first_to_do(definition: Definition, wrong: Collection[str], asked: Collection[str]) -> str:
    """Return the first section with an open field or something that is missing."""
    wanted = set(asked) or set(wrong)
    for section in definition.sections:
        if any(one.key in wanted for one in section.fields):
            return section.key
    return definition.sections[0].key
