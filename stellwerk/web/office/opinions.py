"""Requests for an opinion at the authority: the list, a new one, one with what came back, the synopsis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.opinions import ask_opinions
from stellwerk.gateways import clock
from stellwerk.law.opinions import is_silent, last_day
from stellwerk.law.working import Refused
from stellwerk.models import Application, Call, Opinion, OpinionRequest, Programme, SilenceRule
from stellwerk.queries import opinions as ask
from stellwerk.queries.calls import calls
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.programmes import programmes
from stellwerk.web.exports import table
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.opinion_forms import AskForm, RequestFilter
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused

MOST_SHOWN = 200  # applications to tick on one page
USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class About:
    """What a new request may be about, as the address says: a call with its applications, or a draft alone.

    ticked  the application from whose page somebody comes
    """

    call: Call | None = None
    applications: Sequence[Application] = ()
    ticked: str = ""

    @property
    def programme(self) -> Programme | None:
        return self.call.programme if self.call else None


@needs(Verb.READ_OFFICE)
def opinion_requests(request: SignedIn) -> HttpResponse:
    form = RequestFilter(request.GET)
    form.is_valid()
    it = form.cleaned_data
    rows = ask.requests(request.rights, state=it.get("stand", ""), q=it.get("q", ""))
    return render(request, "office/opinion_requests.html", {"form": form, "leaf": leaf(request, rows)})


@needs(Verb.PREPARE)
def opinion_request_new(request: SignedIn) -> HttpResponse:
    """Ask for what, whom, and until when; the letters leave on POST."""
    about = _about(request)
    form = AskForm(
        request.POST or None,
        request.FILES or None,
        programmes=programmes(request.rights),
        call=about.call,
        initial=_initial(about),
    )
    if form.is_valid():
        try:
            values = form.values | _chosen(request, about)
            made = ask_opinions(rights=request.rights, at=clock.now(), **values)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Schreiben sind auf dem Weg."))
            return redirect("opinion_request", made.pk)
    page = {"form": form, "about": about, **_choices(request, about)}
    return render(request, "office/opinion_request_new.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def opinion_request(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, ask.request(request.rights, pk))


def show(request: SignedIn, found: OpinionRequest, *, refusal: str = "") -> HttpResponse:
    """Show a request with its opinions; with the sentence of a refusal where a step did not work."""
    listed, may = ask.opinions(found), request.rights.may(Verb.PREPARE) and found.withdrawn_at is None
    silent = is_silent(found.silence_rule, found.due_on, on=clock.today())
    page = {
        "found": found,
        "refusal": refusal,
        "opinions": [(one, ask.valid_points(one)) for one in listed],
        "standing": ask.standing(listed),
        "subjects": ask.subjects(found),
        "files": ask.handed_files(found),
        "last_day": last_day(found.due_on),
        "may": may,
        "may_remind": may and any(one.state == "asked" for one in listed),
        "may_note_silence": may and silent and any(one.state in ask.WAITING for one in listed),
        "history": ask.timeline(found),
    }
    return render(request, "office/opinion_request.html", page, status=422 if refusal else 200)


@needs(Verb.READ_OFFICE)
def opinion_synopsis(request: SignedIn, pk: int) -> HttpResponse:
    """Show the draft beside what everybody says, to be read and printed."""
    found = ask.request(request.rights, pk)
    listed = ask.opinions(found)
    page = {
        "found": found,
        "opinions": [(one, ask.valid_points(one)) for one in listed],
        "standing": ask.standing(listed),
        "subjects": ask.subjects(found),
    }
    return render(request, "office/opinion_synopsis.html", page)


@needs(Verb.READ_OFFICE)
def opinion_export(request: SignedIn, pk: int, kind: str) -> HttpResponseBase:
    found = ask.request(request.rights, pk)
    head = [_("Stelle"), _("Stand"), _("Antwort"), _("eingegangen am"), _("verspätet"), _("Stellungnahme")]
    head += [_("Nummer"), _("Punkt"), _("Behandlung"), _("Begründung")]
    return table(kind, f"synopse-{found.pk}", head, _rows(ask.opinions(found)))


def _rows(listed: Sequence[Opinion]) -> Iterator[list[Any]]:
    """Yield a row for each point, and one for an opinion without any."""
    for one in listed:
        late = _("ja") if one.is_late else _("nein")
        state, answer = one.get_state_display(), one.get_answer_display()
        said = [one.office.name, state, answer, one.answered_on, late if one.answer else "", one.text]
        for point in ask.valid_points(one):
            yield [*said, point.number, point.text, point.get_treatment_display(), point.why]
        if not ask.valid_points(one):
            yield [*said, None, "", "", ""]


def _about(request: SignedIn) -> About:
    """Read what the address speaks of. Http404: a call or an application that is none of one's business."""
    found = ask.askable(request.rights)
    if pk := _number(request, "antrag"):
        call = get_object_or_404(found, pk=pk).call
        return About(call, list(found.filter(call=call)[:MOST_SHOWN]), str(pk))
    if pk := _number(request, "aufruf"):
        call = get_object_or_404(calls(request.rights), pk=pk)
        return About(call, list(found.filter(call=call)[:MOST_SHOWN]))
    return About()


def _number(request: SignedIn, name: str) -> int:
    word = request.GET.get(name, "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


def _initial(about: About) -> dict[str, Any]:
    """Begin with the programme's own rule and time."""
    programme = about.programme
    days = programme.consultation_days if programme else USUAL_DAYS
    rule = programme.silence_rule if programme else SilenceRule.WAIT
    return {"silence_rule": rule, "due_on": clock.today() + timedelta(days=days)}


def _chosen(request: SignedIn, about: About) -> dict[str, Any]:
    """Return what was ticked, as far as it may be: whom, about which applications, with which sections."""
    offices, applications = request.POST.getlist("offices"), request.POST.getlist("applications")
    sections = request.POST.getlist("sections")
    return {
        "offices": [one for one in ask.bodies() if str(one.pk) in offices],
        "applications": [one for one in about.applications if str(one.pk) in applications],
        "sections": [key for key, _title in _sections(about) if key in sections],
        "call": about.call,
    }


def _choices(request: SignedIn, about: About) -> dict[str, Any]:
    """Return what can be ticked, each with whether it is; at first those whom the programme always asks."""
    offices, applications, sections = _usual(about), {about.ticked}, set[str]()
    if request.method == "POST":
        names = ("offices", "applications", "sections")
        offices, applications, sections = (set(request.POST.getlist(name)) for name in names)
    return {
        "bodies": [(one, str(one.pk) in offices) for one in ask.bodies()],
        "applications": [(one, str(one.pk) in applications) for one in about.applications],
        "sections": [(key, title, key in sections) for key, title in _sections(about)],
    }


def _usual(about: About) -> set[str]:
    return {str(pk) for pk in ask.usually_asked(about.programme)} if about.programme else set()


def _sections(about: About) -> list[tuple[str, str]]:
    """Return the sections of the call's form: what may be handed out is chosen one by one."""
    if about.call is None:
        return []
    return [(one.key, one.title) for one in definition_of(about.call.form_version).sections]
