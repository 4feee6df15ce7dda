"""A programme with a run in each state, so that every page has something to show."""

from datetime import date
from typing import Any

from stellwerk.actions.consultations import consult, record_answer
from stellwerk.actions.kept_forms import keep_form
from stellwerk.actions.publications import publish
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import close_run, compute_run, stop_run
from stellwerk.gateways import clock
from stellwerk.letters.campaigns import secret
from stellwerk.models import (
    Answer,
    Dispatch,
    DispatchState,
    Grant,
    IntakeKind,
    KeptForm,
    Letter,
    Office,
    Person,
    Programme,
    Run,
)
from tests.house import applications, area, campaigns, coverage, decisions, intakes, opinions
from tests.house.cases import ANSWERED_ON, ASKED_AT, RELEASED_AT, agreed, all_sent, drafted, person
from tests.house.environment import DAY
from tests.house.lists import asked_export, kept_view
from tests.house.online_services import kept_online_service

COUNTY = "LRA-08136"
FAR_AWAY = "LRA-08235"  # gets an address outside the allow list
Known = dict[str, int | str]


def run_in_every_state() -> Known:
    """Return the keys of what was prepared, and how many mails the worker will send."""
    programme = Programme.objects.get()
    runs = {
        "closed": _closed(programme),
        "held_back": _held_back(programme),
        "stopped": _stopped(programme),
        "draft": drafted(programme, last_day=date(2025, 8, 31)),
        "computed": _computed(programme),
        "asked": _asked(programme),
        "consulted": agreed(_computed(programme)),
    }
    grants = {"grant": Grant.objects.get(recipient__key=COUNTY)}
    grants["other_grant"] = Grant.objects.exclude(recipient__key=COUNTY).order_by("pk")[0]
    own = runs["asked"].consultations.get(office__key="landkreistag")
    things: dict[str, Any] = {
        **runs,
        **grants,
        "line": runs["computed"].lines.filter(changes=True).order_by("pk")[0],
        "own_question": own,
        "objection": runs["asked"].consultations.exclude(answer="").get(),
        "letter": Letter.objects.get(run=runs["held_back"], grant=grants["grant"]),
        "held_back_dispatch": _out_of_reach()[0],
    }
    round_ = campaigns.sent(person("koordination"))
    things |= {"campaign": round_, "draft_campaign": campaigns.drafted(person("koordination"))}
    things |= applications.in_every_state()
    things |= decisions.in_every_state(things["call"])
    things |= opinions.in_work(things["case"], runs["closed"])
    things |= {"wave": area.planned_wave(person("koordination"))}
    things |= {"intake": intakes.brought(person("koordination"))}
    things |= {"proposals": intakes.brought(person("koordination"), kind=IntakeKind.SERVICE_LIST)}
    things |= {"change": coverage.changed(person("koordination"))}
    things |= {"inquiry": coverage.asked(person("verband"))}
    things |= {"activity": area.recorded_activity(person("koordination"))}
    things |= {"online_service": kept_online_service(person("vorbereitung"))}
    things |= {"kept_form": kept_form(person("vorbereitung").person, runs["draft"])}
    things |= {"saved_view": kept_view(person("pruefung")), "list_export": asked_export(person("pruefung"))}
    publish(day=DAY, rights=person("vorbereitung"), at=RELEASED_AT)
    token = {"token": secret(round_, campaigns.SINDELFINGEN)}
    mails = Dispatch.objects.filter(state=DispatchState.WAITING).count() - len(_out_of_reach())
    return {name: thing.pk for name, thing in things.items()} | token | {"mails": mails}


def kept_form(by: Person, run: Run) -> KeptForm:
    """Return what somebody typed into a form after the session had ended."""
    where = f"/fortfuehrungen/{run.pk}/bearbeiten/"
    typed = {"reason": ["Die Stellen sollen weiter gefördert werden."]}
    return keep_form(by, address=where, page=where, fields=typed, at=clock.now())


def _computed(programme: Programme, **changes: Any) -> Run:
    draft = drafted(programme, **({"last_day": date(2025, 7, 31)} | changes))
    return compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT)


def _released(programme: Programme, last_day: date) -> Run:
    run = agreed(_computed(programme, last_day=last_day))
    return release_run(run.pk, rights=person("freigabe"), at=RELEASED_AT)


def _closed(programme: Programme) -> Run:
    run = _released(programme, date(2025, 5, 31))
    all_sent(run)
    return close_run(run.pk, rights=person("vorbereitung"), at=RELEASED_AT)


def _held_back(programme: Programme) -> Run:
    Office.objects.filter(key=FAR_AWAY).update(email="poststelle@landratsamt.example")
    return _released(programme, date(2025, 6, 30))


def _out_of_reach() -> list[Dispatch]:
    return list(Dispatch.objects.filter(address__endswith=".example", state=DispatchState.WAITING))


def _stopped(programme: Programme) -> Run:
    run = _computed(programme)
    return stop_run(run.pk, rights=person("vorbereitung"), at=ASKED_AT, reason="Das Ende wird neu bestimmt.")


def _asked(programme: Programme) -> Run:
    """Ask everybody; one has objected, the others have not answered yet."""
    run, by = _computed(programme), person("vorbereitung")
    asked = {one.office.key: one.pk for one in consult(run.pk, rights=by, at=ASKED_AT)}
    record_answer(
        asked["gemeindetag"],
        rights=by,
        at=ASKED_AT,
        answer=Answer.OBJECTED,
        remark="Die Förderung sollte länger laufen.",
        answered_on=ANSWERED_ON,
    )
    return run
