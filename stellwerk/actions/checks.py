"""The authority checks an application: who does it, point by point, what is missing, and what to mind."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb
from stellwerk.actions._applications import locked_application
from stellwerk.actions._steps import journal
from stellwerk.law.applications import require_checked
from stellwerk.law.form_reading import parse
from stellwerk.law.opinions import require_settled
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Application,
    ApplicationState,
    ApplicationVersion,
    Check,
    CheckState,
    CorrectionRequest,
    Flag,
    Note,
    Person,
)
from stellwerk.queries.checks import case_workers, points
from stellwerk.queries.opinions import open_for


@transaction.atomic(durable=True)
def assign_application(
    application_id: int, *, rights: Rights, at: datetime, to: Person | None
) -> Application:
    """Say who checks an application; nobody: it is free again.

    Refused: the person does not prepare decisions of this authority.
    """
    application = locked_application(application_id, rights, Verb.PREPARE, "check")
    authority = application.call.programme.authority_id
    if to is not None and not case_workers(authority, on=timezone.localdate(at)).filter(pk=to.pk).exists():
        raise Refused(N_("Diese Person bearbeitet keine Anträge dieser Behörde."), field="to")
    application.assigned_to = to
    application.save(update_fields=["assigned_to"])
    text = f"Antrag {application.file_number}: zugewiesen an {to.name if to else 'niemanden'}"
    journal(rights.person, at, "assign_application", application, text)
    return application


@transaction.atomic(durable=True)
def check_point(
    application_id: int, key: str, *, rights: Rights, at: datetime, state: CheckState, remark: str = ""
) -> Check:
    """Record the result of one point of the check list.

    Http404: the list has no such point; Refused: a point is not fulfilled, and nobody says why.
    """
    application = locked_application(application_id, rights, Verb.PREPARE, "check")
    labels = {one.key: one.label for one in parse(application.form_version.content).checks}
    if key not in labels:
        raise Http404
    if state == CheckState.NOT_FULFILLED and not remark.strip():
        raise Refused(N_("Bitte schreiben Sie, was nicht erfüllt ist."), field="remark")
    values = {"state": state, "remark": remark, "by": rights.person, "at": at}
    check, _is_new = Check.objects.update_or_create(application=application, key=key, defaults=values)
    text = f"Antrag {application.file_number}: {labels[key]}: {state.label}"
    journal(rights.person, at, "check_point", application, text, {"remark": remark})
    return check


@transaction.atomic(durable=True)
def request_correction(
    application_id: int, *, rights: Rights, at: datetime, fields: Collection[str], text: str, due_on: date
) -> CorrectionRequest:
    """Ask the applicant for other answers to some fields; only these are open again.

    Refused: no field, an unknown one, or a day that is past.
    """
    application = locked_application(application_id, rights, Verb.PREPARE, "ask_for_correction")
    known = [one.key for one in parse(application.form_version.content).fields]
    wanted = [key for key in known if key in fields]
    if not wanted or len(wanted) < len(set(fields)):
        raise Refused(N_("Bitte wählen Sie die Felder, die zu ergänzen sind."), field="fields")
    if due_on < timezone.localdate(at):
        raise Refused(N_("Dieser Tag ist vorbei. Bitte wählen Sie einen späteren."), field="due_on")
    asked = _asked(application, wanted, text, due_on, rights, at)
    application.state, application.certified_by = ApplicationState.CORRECTION, None
    application.save(update_fields=["state", "certified_by"])
    said = f"Antrag {application.file_number}: um Ergänzung gebeten bis {due_on:%d.%m.%Y}"
    journal(rights.person, at, "request_correction", application, said, {"fields": wanted, "text": text})
    return asked


@transaction.atomic(durable=True)
def make_ready(application_id: int, *, rights: Rights, at: datetime) -> Application:
    """Declare that the check is done and the decision can be made.

    Refused: a point of the list is open, an opinion is missing, or a point of one is not treated.
    """
    application = locked_application(application_id, rights, Verb.PREPARE, "make_ready")
    require_checked([one.state for one in points(application)])
    if waits := open_for([application.pk]).get(application.pk):
        require_settled(unanswered=waits.unanswered, untreated=waits.untreated)
    application.state = ApplicationState.READY
    application.save(update_fields=["state"])
    journal(
        rights.person, at, "make_ready", application, f"Antrag {application.file_number} entscheidungsreif"
    )
    return application


@transaction.atomic(durable=True)
def reopen_check(application_id: int, *, rights: Rights, at: datetime, reason: str) -> Application:
    """Take an application back into the check."""
    application = locked_application(application_id, rights, Verb.PREPARE, "reopen")
    application.state = ApplicationState.SUBMITTED
    application.save(update_fields=["state"])
    text = f"Antrag {application.file_number} wieder in Prüfung: {reason}"
    journal(rights.person, at, "reopen_check", application, text)
    return application


@transaction.atomic(durable=True)
def add_note(application_id: int, *, rights: Rights, at: datetime, text: str) -> Note:
    """Write something down that only the authority reads."""
    application = locked_application(application_id, rights, Verb.PREPARE, "check")
    note = Note.objects.create(application=application, text=text, by=rights.person, at=at)
    journal(rights.person, at, "add_note", application, f"Antrag {application.file_number}: Vermerk")
    return note


@transaction.atomic(durable=True)
def raise_flag(application_id: int, *, rights: Rights, at: datetime, reason: str) -> Flag:
    """Mark an application with something to mind."""
    application = locked_application(application_id, rights, Verb.PREPARE, "check")
    flag = Flag.objects.create(application=application, reason=reason, by=rights.person, at=at)
    text = f"Antrag {application.file_number} markiert: {reason}"
    journal(rights.person, at, "raise_flag", application, text)
    return flag


@transaction.atomic(durable=True)
def clear_flag(application_id: int, flag_id: int, *, rights: Rights, at: datetime) -> Flag:
    """Say that something is settled. Http404: it is, or there is no such flag."""
    application = locked_application(application_id, rights, Verb.PREPARE, "check")
    flag = Flag.objects.filter(application=application, pk=flag_id, cleared_at=None).first()
    if flag is None:
        raise Http404
    flag.cleared_by, flag.cleared_at = rights.person, at
    flag.save(update_fields=["cleared_by", "cleared_at"])
    text = f"Antrag {application.file_number}, Markierung erledigt: {flag.reason}"
    journal(rights.person, at, "clear_flag", application, text)
    return flag


def _asked(
    application: Application, fields: list[str], text: str, due_on: date, rights: Rights, at: datetime
) -> CorrectionRequest:
    before = CorrectionRequest.objects.filter(application=application).aggregate(last=Max("number"))["last"]
    submitted = ApplicationVersion.objects.filter(application=application, is_submitted=True)
    return CorrectionRequest.objects.create(
        application=application,
        number=(before or 0) + 1,
        fields=fields,
        text=text,
        due_on=due_on,
        base=submitted.order_by("-number")[0],
        by=rights.person,
        at=at,
    )
