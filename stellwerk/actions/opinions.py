"""Ask bodies for their opinion, remind them, withdraw the question, and note their silence."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._opinions import Brought as Brought
from stellwerk.actions._opinions import keep_files, locked_request
from stellwerk.actions._steps import Recipient, address, counted, frozen_letter, journal
from stellwerk.law.opinions import is_silent, require_due_day
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.letters.opinions import opinion_content
from stellwerk.models import (
    Application,
    ApplicationVersion,
    Call,
    DispatchRole,
    Letter,
    Office,
    Opinion,
    OpinionRequest,
    OpinionState,
    OpinionSubject,
    Person,
    Programme,
    SilenceRule,
    TextKind,
)
from stellwerk.queries.letters import text_in_force
from stellwerk.queries.opinions import WAITING, handed_files, subjects


@transaction.atomic(durable=True)
def ask_opinions(
    programme: Programme,
    *,
    rights: Rights,
    at: datetime,
    title: str,
    question: str,
    due_on: date,
    offices: Sequence[Office],
    call: Call | None = None,
    text: str = "",
    sections: Sequence[str] = (),
    applications: Sequence[Application] = (),
    silence_rule: SilenceRule | None = None,
    files: Sequence[Brought] = (),
) -> OpinionRequest:
    """Ask each office by letter, with a due date; about applications, about a draft, or both.

    applications  submitted ones; each is handed over as it was submitted last
    sections      keys of the form's sections whose answers the offices may read
    silence_rule  what no answer means; none: as the programme says

    Refused: nobody or nothing is named, the day leaves no time, or a file is not taken.
    """
    require(rights, Verb.PREPARE, office_id=programme.authority_id)
    asked_on = timezone.localdate(at)
    require_due_day(due_on, asked_on=asked_on)
    _require_something(offices, applications, text)
    asked = OpinionRequest.objects.create(
        programme=programme, call=call, title=title, question=question, text=text, sections=list(sections),
        asked_on=asked_on, due_on=due_on, silence_rule=silence_rule or programme.silence_rule,
        by=rights.person, at=at, is_example=programme.is_example,
    )  # fmt: skip
    _hand_over(asked, applications)
    keep_files(asked, None, files, by=rights.person, at=at)
    for office, letter in zip(
        offices, _letters(asked, offices, TextKind.OPINION, rights.person, at), strict=True
    ):
        Opinion.objects.create(request=asked, office=office, letter=letter)
    whom = counted(len(offices), "Stelle", "Stellen")
    said = f"{whom} um Stellungnahme gebeten bis {german(due_on)}: {title}"
    journal(rights.person, at, "ask_opinions", asked, said, {"offices": [one.key for one in offices]})
    return asked


@transaction.atomic(durable=True)
def remind_offices(request_id: int, *, rights: Rights | None, at: datetime) -> list[Opinion]:
    """Send a letter to each office that has not answered and was not reminded yet.

    rights  None: the worker reminds, some days before the due date, in the name of whoever asked

    Refused: nobody is left to be reminded.
    """
    asked = locked_request(request_id, rights, Verb.PREPARE)
    left = asked.opinions.filter(state=OpinionState.ASKED).select_related("office").order_by("pk")
    opinions = list(left)
    if not opinions:
        raise Refused(N_("Alle Stellen haben geantwortet oder sind schon erinnert."))
    by = rights.person if rights else asked.by
    letters = _letters(asked, [one.office for one in opinions], TextKind.OPINION_REMINDER, by, at)
    for one, letter in zip(opinions, letters, strict=True):
        one.state, one.reminder = OpinionState.REMINDED, letter
        one.save(update_fields=["state", "reminder"])
    whom = counted(len(opinions), "Stelle", "Stellen")
    text = f"{whom} an die Stellungnahme erinnert, Frist {german(asked.due_on)}"
    journal(rights.person if rights else None, at, "remind_offices", asked, text)
    return opinions


@transaction.atomic(durable=True)
def withdraw_request(request_id: int, *, rights: Rights, at: datetime, reason: str) -> OpinionRequest:
    """Take a question back: nothing waits for it any more; what was said stays."""
    asked = locked_request(request_id, rights, Verb.PREPARE)
    asked.withdrawn_by, asked.withdrawn_at, asked.withdrawal_reason = rights.person, at, reason
    asked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    text = f"Bitte um Stellungnahme zurückgezogen: {reason}"
    journal(rights.person, at, "withdraw_request", asked, text)
    return asked


@transaction.atomic(durable=True)
def note_silence(request_id: int, *, rights: Rights | None, at: datetime) -> int:
    """Note which offices were silent beyond the due date, where that counts as consent; return how many.

    rights  None: the worker notes it, once the day is over in Germany

    Refused: the silence rule does not say so, the day is not over, or everybody has answered.
    """
    asked = locked_request(request_id, rights, Verb.PREPARE)
    if not is_silent(asked.silence_rule, asked.due_on, on=timezone.localdate(at)):
        raise Refused(
            N_(
                "Schweigen zählt hier nicht oder noch nicht als Einvernehmen. "
                "Bitte warten Sie die Antworten ab."
            )
        )
    names = list(
        asked.opinions.filter(state__in=WAITING).order_by("pk").values_list("office__name", flat=True)
    )
    if not names:
        raise Refused(N_("Alle Stellen haben sich geäußert."))
    asked.opinions.filter(state__in=WAITING).update(state=OpinionState.SILENT)
    text = f"Keine Antwort bis zum Fristende, gilt als Einvernehmen: {', '.join(names)}"
    journal(rights.person if rights else None, at, "note_silence", asked, text)
    return len(names)


def _require_something(offices: Sequence[Office], applications: Sequence[Application], text: str) -> None:
    if not offices:
        raise Refused(N_("Bitte wählen Sie, wer gefragt wird."), field="offices")
    if not applications and not text.strip():
        raise Refused(
            N_("Bitte wählen Sie Anträge, oder geben Sie einen Entwurf an, um den es geht."), field="text"
        )
    if any(one.submitted_at is None for one in applications):
        raise ValueError("nobody is asked about a draft that its applicant has not submitted")


def _hand_over(asked: OpinionRequest, applications: Sequence[Application]) -> None:
    """Tie each application to the request, in the version that was submitted last."""
    submitted = ApplicationVersion.objects.filter(application__in=applications, is_submitted=True)
    newest = {one.application_id: one for one in submitted.order_by("application", "number")}
    OpinionSubject.objects.bulk_create(
        OpinionSubject(request=asked, application=one, version=newest[one.pk]) for one in applications
    )


def _letters(
    asked: OpinionRequest, offices: Sequence[Office], kind: TextKind, by: Person, at: datetime
) -> list[Letter]:
    """Freeze a letter to each office and put it into the outbox."""
    on = timezone.localdate(at)
    text = text_in_force(kind, on=on, programme_id=asked.programme_id)
    files = [one.name for one in handed_files(asked)]
    about = [f"{it.application.file_number}, {it.application.applicant.name}" for it in subjects(asked)]
    letters = [
        frozen_letter(
            opinion_content(asked, office, text, on=on, about=about, files=files),
            text_version_id=text.pk, by=by, at=at, programme_id=asked.programme_id, addressee=office,
        )
        for office in offices
    ]  # fmt: skip
    address(letters, [[Recipient(office, DispatchRole.TO)] for office in offices], at=at)
    return letters
