"""Runs: drafting and changing one, and its page with every step."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.runs import change_run, draft_run
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Run, RunState
from stellwerk.queries import runs as ask
from stellwerk.queries.consultations import of_run, standing
from stellwerk.queries.journal import history
from stellwerk.queries.programmes import programme
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import LineFilter, RunForm, present
from stellwerk.web.office.steps import next_step, steps
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

CHANGES = {"geaendert": True, "unveraendert": False}


@needs(Verb.READ_OFFICE)
def run(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.run(request.rights, pk))


def show(request: SignedIn, run: Run, *, refusal: str = "") -> HttpResponse:
    """Show the page of a run; with the sentence of a refusal where a step did not work."""
    weighed, progress = standing(run, on=clock.today()), ask.progress(run)
    page = {
        "run": run,
        "refusal": refusal,
        "steps": (listed := steps(run)),
        "who": next((step.who for step in listed if step.is_current), ""),
        "next": next_step(run, weighed, progress, request.rights),
        "counts": counts(run),
        "years": ask.years(run),
        "consultations": of_run(run),
        "progress": progress,
        "is_released": run.released_by_id is not None,
        "history": history(request.rights, run),
    }
    return render(request, "office/run.html", page, status=422 if refusal else 200)


@needs(Verb.PREPARE)
def run_new(request: SignedIn) -> HttpResponse:
    found = programme(request.rights, request.GET.get("programm", ""))
    initial = {
        "title": _("Fortführung: %(name)s") % {"name": found.name},
        "legal_basis": found.legal_basis,
        "letter_date": clock.today(),
    }
    form = RunForm(request.POST or None, programme=found, initial=initial)
    if form.is_valid():
        try:
            new = draft_run(found, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Entwurf ist angelegt. Als Nächstes wird er berechnet."))
            return redirect("run", new.pk)
    return _form_page(request, form, {"programme": found})


@needs(Verb.PREPARE)
def run_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.run(request.rights, pk)
    form = RunForm(request.POST or None, programme=found.programme, initial=present(found))
    if form.is_valid():
        try:
            change_run(pk, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Entwurf ist geändert. Bitte berechnen Sie ihn neu."))
            return redirect("run", pk)
    return _form_page(request, form, {"programme": found.programme, "run": found})


@needs(Verb.READ_OFFICE)
def run_lines(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.run(request.rights, pk)
    form = LineFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    rows = ask.lines(found, changes=CHANGES.get(wanted.get("stand", "")), q=wanted.get("q", ""))
    page = {"run": found, "form": form, "leaf": leaf(request, rows)}
    return render(request, "office/run_lines.html", page)


@needs(Verb.READ_OFFICE)
def run_line(request: SignedIn, pk: int, line_id: int) -> HttpResponse:
    found = ask.run(request.rights, pk)
    line = get_object_or_404(ask.lines(found), pk=line_id)
    years = [
        (year, line.before.get(year), line.added.get(year)) for year in sorted({*line.before, *line.added})
    ]
    return render(request, "office/run_line.html", {"run": found, "line": line, "years": years})


@needs(Verb.READ_OFFICE)
def run_progress(request: SignedIn, pk: int) -> HttpResponse:
    """Return the piece of the run page that htmx replaces; when all is sent, the whole page anew."""
    found = ask.run(request.rights, pk)
    page = {"run": found, "progress": ask.progress(found)}
    answer = render(request, "office/run_progress.html", page)
    if found.state != RunState.RELEASED and request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


def counts(run: Run) -> dict[str, int]:
    found = ask.line_counts(run)
    return {"changed": found[True], "unchanged": found[False]}


def _form_page(request: SignedIn, form: RunForm, page: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "office/run_form.html", {"form": form, **page}, status=status)
