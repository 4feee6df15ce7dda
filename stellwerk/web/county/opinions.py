"""A body answers what it was asked about applications or a draft, and sees its receipt."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.opinion_answers import answer_opinion
from stellwerk.gateways import clock
from stellwerk.law.opinions import last_day
from stellwerk.law.working import Refused
from stellwerk.models import Opinion, OpinionState, OpinionSubject
from stellwerk.queries import opinions as ask
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.prefill import names_of
from stellwerk.web.answers import Part, parts, spoken_of
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.opinion_forms import opinion_form
from stellwerk.web.refusals import refused


@needs(Verb.ANSWER)
def own_opinion(request: SignedIn, pk: int) -> HttpResponse:
    """Show what is asked and handed over; keep the answer on POST. More points only adds fields."""
    found = ask.opinion(request.rights, pk)
    form = opinion_form(request, found, today=clock.today())
    if form.is_valid():
        try:
            answer_opinion(pk, rights=request.rights, at=clock.now(), **form.values)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Vielen Dank. Ihre Stellungnahme ist eingegangen."))
            return redirect("own_opinion", pk)
    page = {"opinion": found, "form": form, **_shown(found)}
    return render(request, "county/opinion.html", page, status=422 if form.is_bound else 200)


def _shown(found: Opinion) -> dict[str, object]:
    """Return what was handed over, what was answered so far, and whether it can still be changed."""
    closes = last_day(found.request.due_on)
    is_answered = found.state == OpinionState.ANSWERED
    return {
        "asked": found.request,
        "subjects": _handed(ask.subjects(found.request), found.request.sections),
        "handed_files": ask.handed_files(found.request),
        "own_files": ask.own_files(found),
        "points": ask.valid_points(found),
        "last_day": closes,
        "is_answered": is_answered,
        "is_open": found.request.withdrawn_at is None and (not is_answered or clock.today() <= closes.day),
        "is_over": clock.today() > closes.day,
    }


def _handed(
    subjects: Sequence[OpinionSubject], sections: Sequence[str]
) -> list[tuple[OpinionSubject, list[Part]]]:
    """Return of each application the chosen sections, without files, as they were handed over."""
    read = [(one, definition_of(one.application.form_version), one.version.answers) for one in subjects]
    names = names_of({key for _one, form, answers in read for key in spoken_of(form, answers)})
    return [
        (one, [it for it in parts(form, answers, files=(), names=names) if it.key in sections])
        for one, form, answers in read
    ]
