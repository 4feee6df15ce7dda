"""Parts that actions on applications share: lock one, check the step, write a version."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404

from stellwerk.access import Rights, Verb, require_factor
from stellwerk.law.answers import Answers, Value, as_submitted, problems
from stellwerk.law.applications import require_step
from stellwerk.law.calls import require_open
from stellwerk.law.form_reading import parse
from stellwerk.law.working import N_, Refused
from stellwerk.models import Application, ApplicationState, ApplicationVersion
from stellwerk.queries.applications import attached, attachments, open_correction, written

RELATED = ("call__programme__authority", "applicant", "form_version")


def locked_application(application_id: int, rights: Rights, verb: Verb, step: str) -> Application:
    """Return the application, locked until the end of the transaction.

    Http404: there is none, or it is none of the person's business; Refused: its state forbids the step, or a
    second factor is missing.
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related(*RELATED)
    found = rows.filter(pk=application_id).first()
    if found is None or not _concerns(found, rights, verb):
        raise Http404
    require_factor(rights, verb)
    require_step(step, found.state, label=str(found.get_state_display()))
    return found


def _concerns(found: Application, rights: Rights, verb: Verb) -> bool:
    if verb in (Verb.APPLY, Verb.CERTIFY):
        return found.applicant_id in rights.offices(verb)
    return found.submitted_at is not None and found.call.programme.authority_id in rights.offices(verb)


def write_version(
    application: Application, answers: Answers, *, rights: Rights, at: datetime, is_submitted: bool = False
) -> ApplicationVersion:
    """Add the next version; the application is locked."""
    last = ApplicationVersion.objects.filter(application=application).order_by("-number").first()
    return ApplicationVersion.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        answers=dict(answers),
        by=rights.person,
        acting_for=rights.person.acting_for,
        at=at,
        is_submitted=is_submitted,
    )


def open_fields(application: Application) -> Collection[str] | None:
    """Return the fields that a correction request reopened; None: all of them are open."""
    asked = open_correction(application)
    return asked.fields if asked else None


def state_while_writing(application: Application) -> ApplicationState:
    is_asked = open_correction(application) is not None
    return ApplicationState.CORRECTION if is_asked else ApplicationState.DRAFT


def require_complete(application: Application) -> dict[str, Value]:
    """Return what would be submitted now.

    Refused: something is missing or wrong; the sentence says how much, the page says where.
    """
    definition, answers = parse(application.form_version.content), written(application).answers
    found = problems(definition, answers, attached=attached(attachments(application)))
    if found:
        raise Refused(
            N_(
                "Der Antrag ist noch nicht vollständig: %(count)s Angaben fehlen oder sind zu berichtigen. "
                "Bitte ergänzen Sie sie; die Zusammenfassung nennt jede."
            ),
            count=str(len(found)),
        )
    return as_submitted(definition, answers)


def require_in_time(application: Application, at: datetime) -> None:
    """Refuse after the end of the window; an answer to a correction request has a day of its own."""
    if open_fields(application) is None:
        require_open(application.call.opens_at, application.call.closes_at, at=at)
