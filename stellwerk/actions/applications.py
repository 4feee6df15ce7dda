"""An office applies: begin, save, hand over to a second person, take back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._applications import (
    locked_application,
    open_fields,
    require_complete,
    require_in_time,
    state_while_writing,
    write_version,
)
from stellwerk.actions._steps import journal
from stellwerk.law.answers import Answers, Value, excluded, merge, only, problem
from stellwerk.law.calls import require_open
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import Definition
from stellwerk.law.recipients import require_recipient
from stellwerk.law.working import N_, Refused
from stellwerk.models import Application, ApplicationState, Call, Office, Programme, ProgrammeState
from stellwerk.queries.applications import (
    answers_of,
    first_writer,
    written,
    written_by_others,
)
from stellwerk.queries.prefill import prefilled


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did.

    version        the newest one, whoever wrote it
    is_new         whether this saving made it
    contradicting  fields that somebody else changed, too; nothing was written, both versions are shown
    theirs         what the other one wrote there
    by             their name
    """

    version: int
    is_new: bool = False
    contradicting: frozenset[str] = frozenset()
    theirs: Answers | None = None
    by: str = ""


@transaction.atomic(durable=True)
def start_application(
    call_id: int, *, rights: Rights, at: datetime, office_id: int, said: dict[str, str]
) -> Application:
    """Begin an application of an office, with what is known already filled in.

    said  the answers to the eligibility questions

    Refused: the window is not open, an answer excludes, or the office has applied.
    """
    require(rights, Verb.APPLY, office_id=office_id)
    call = Call.objects.select_for_update(of=("self",)).select_related("programme", "form_version")
    found = call.get(pk=call_id)
    require_open(found.opens_at, found.closes_at, at=at)
    definition = parse(found.form_version.content)
    _require_eligible(definition, said)
    office = Office.objects.select_related("district").get(pk=office_id)
    _require_recipient(found.programme, office)
    _require_first(found, office)
    application = _begun(found, office, said, rights, at)
    write_version(application, prefilled(definition, office, found.programme), rights=rights, at=at)
    text = f"Antrag {application.file_number} begonnen: {office.name}"
    journal(rights.person, at, "start_application", application, text)
    return application


@transaction.atomic(durable=True)
def save_application(
    application_id: int, *, rights: Rights, at: datetime, seen: int, answers: Answers
) -> Saved:
    """Save answers as a new version; nothing is written where nothing changed.

    seen     the version from which they were written
    answers  of some fields; the others keep theirs. Where somebody else changed other fields since, both
             changes stand; where they changed the same one, nothing is written and theirs is returned.

    Refused: the form is not open, a field is not open for correction, or a value is of the wrong kind.
    """
    application = locked_application(application_id, rights, Verb.APPLY, "write")
    definition = parse(application.form_version.content)
    base, newest = answers_of(application, seen), written(application)
    mine = _with(base, answers, definition, application)
    merged = merge(base, newest.answers, mine)
    others = written_by_others(application, since=seen, by=rights.person)
    if merged.contradicting and others:
        theirs = {key: newest.answers.get(key, "") for key in merged.contradicting}
        return Saved(newest.number, contradicting=merged.contradicting, theirs=theirs, by=newest.by)
    if merged.answers == newest.answers:
        return Saved(newest.number)
    version = write_version(application, merged.answers, rights=rights, at=at)
    text = f"Antrag {application.file_number}: Fassung {version.number} gespeichert"
    journal(rights.person, at, "save_application", application, text)
    return Saved(version.number, is_new=True, by=newest.by if others else "")


@transaction.atomic(durable=True)
def hand_over_application(application_id: int, *, rights: Rights, at: datetime) -> Application:
    """Give a complete application to a second person of the office.

    Refused: something is missing or wrong, or the window has closed.
    """
    application = locked_application(application_id, rights, Verb.APPLY, "hand_over")
    require_in_time(application, at)
    require_complete(application)
    application.state = ApplicationState.TO_CERTIFY
    application.entered_by_id = first_writer(application) or rights.person.pk
    application.save(update_fields=["state", "entered_by"])
    text = f"Antrag {application.file_number} zur Zeichnung gegeben"
    journal(rights.person, at, "hand_over_application", application, text)
    return application


@transaction.atomic(durable=True)
def give_back_application(
    application_id: int, *, rights: Rights, at: datetime, reason: str = ""
) -> Application:
    """Open an application again that waits for its certification."""
    application = locked_application(application_id, rights, Verb.APPLY, "give_back")
    application.state = state_while_writing(application)
    application.save(update_fields=["state"])
    text = f"Antrag {application.file_number} zurückgegeben{': ' if reason else ''}{reason}"
    journal(rights.person, at, "give_back_application", application, text)
    return application


@transaction.atomic(durable=True)
def withdraw_application(application_id: int, *, rights: Rights, at: datetime, reason: str) -> Application:
    """Take an application back; it stays readable, and while there is time another one may be begun."""
    application = locked_application(application_id, rights, Verb.APPLY, "withdraw")
    application.state = ApplicationState.WITHDRAWN
    application.save(update_fields=["state"])
    text = f"Antrag {application.file_number} zurückgenommen: {reason}"
    journal(rights.person, at, "withdraw_application", application, text)
    return application


def _require_eligible(definition: Definition, said: dict[str, str]) -> None:
    for question in excluded(definition.questions, said):
        raise Refused(
            N_("Ein Antrag ist so nicht möglich: %(why)s"), field=question.key, why=question.explanation
        )


def _require_recipient(programme: Programme, office: Office) -> None:
    if programme.state != ProgrammeState.OPEN:
        raise Refused(N_("Das Programm ist noch nicht eröffnet. Anträge sind erst danach möglich."))
    require_recipient(
        office.name,
        kind=office.kind,
        district=office.district_id or "",
        kinds=programme.recipient_kinds,
        territory=programme.territory,
    )


def _require_first(call: Call, office: Office) -> None:
    before = Application.objects.filter(call=call, applicant=office).exclude(state="withdrawn")
    if call.only_one and before.exists():
        raise Refused(
            N_("%(office)s hat in diesem Aufruf schon einen Antrag. Bitte öffnen Sie ihn."),
            office=office.name,
        )


def _begun(call: Call, office: Office, said: dict[str, str], rights: Rights, at: datetime) -> Application:
    """Store the application with the next number of its call, which is locked."""
    last = Application.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    return Application.objects.create(
        call=call,
        applicant=office,
        form_version=call.form_version,
        number=last + 1,
        file_number=f"{call.programme.file_number[:50]}/A{call.pk}-{last + 1:04d}",
        eligibility=said,
        entered_by=rights.person,
        created_at=at,
        only_one=call.only_one,
        is_example=call.is_example,
    )


def _with(
    base: Answers, answers: Answers, definition: Definition, application: Application
) -> dict[str, Value]:
    """Return the base with some answers exchanged.

    Refused: a value is of the wrong kind, or a field is not open.
    """
    allowed = open_fields(application)
    keys = {one.key for one in definition.fields} & answers.keys()
    if allowed is not None:
        keys &= set(allowed)
    for key in keys:
        field = definition.field(key)
        if field and (wrong := problem(field, answers[key])):
            raise wrong
    return only(base, answers, keys)
