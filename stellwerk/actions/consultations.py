"""Consult the associations before a run is released, and record what they say."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import Recipient, address, counted, frozen_letter, journal, locked_run
from stellwerk.law.working import N_, Refused
from stellwerk.letters.cases import consultation_content, frame
from stellwerk.models import (
    Answer,
    Consultation,
    DispatchRole,
    Office,
    Part,
    Run,
    RunState,
    SilenceRule,
    TextKind,
)
from stellwerk.queries.consultations import standing
from stellwerk.queries.letters import text_in_force


@transaction.atomic(durable=True)
def consult(run_id: int, *, rights: Rights, at: datetime) -> list[Consultation]:
    """Ask every body the programme names, by letter, with a due date.

    Refused: they were asked already, or the programme names nobody.
    """
    run = locked_run(run_id, rights, Verb.PREPARE, RunState.COMPUTED)
    if run.consultations.exists():
        raise Refused(N_("Die Verbände wurden schon um Stellungnahme gebeten."))
    offices = _offices_to_ask(run)
    asked = _ask(run, offices, rights, at)
    due = f"{asked[0].due_on:%d.%m.%Y}"
    text = f"{counted(len(asked), 'Stelle', 'Stellen')} um Stellungnahme gebeten bis {due}"
    journal(rights.person, at, "consult", run, text)
    return asked


@transaction.atomic(durable=True)
def record_answer(
    consultation_id: int, *, rights: Rights, at: datetime, answer: Answer, remark: str = "", answered_on: date
) -> Consultation:
    """Record an answer, by the body itself or by the office that received it.

    Refused: the run is past this step, or objections come without a word.
    ValueError: silence is no answer; it is found when the consultation is concluded.
    """
    if answer not in (Answer.AGREED, Answer.OBJECTED):
        raise ValueError(f"{answer} is not an answer")
    asked, run = _locked(consultation_id)
    if asked.office_id not in rights.offices(Verb.ANSWER):
        require(rights, Verb.PREPARE, office_id=run.programme.authority_id)
    if run.state != RunState.COMPUTED:
        raise Refused(N_("Die Abstimmung ist beendet; eine Antwort kann nicht mehr erfasst werden."))
    if answer == Answer.OBJECTED and not remark.strip():
        raise Refused(N_("Bitte schreiben Sie, welche Einwände bestehen."), field="remark")
    asked.answer, asked.remark, asked.answered_on = answer, remark, answered_on
    asked.treatment, asked.recorded_by = "", rights.person
    asked.save()
    text = f"{asked.office.name}: {answer.label}"
    journal(rights.person, at, "record_answer", asked, text, {"remark": remark})
    return asked


@transaction.atomic(durable=True)
def treat_objection(consultation_id: int, *, rights: Rights, at: datetime, treatment: str) -> Consultation:
    """Record how objections were dealt with; without it the run is not agreed."""
    asked, run = _locked(consultation_id)
    require(rights, Verb.PREPARE, office_id=run.programme.authority_id)
    if asked.answer != Answer.OBJECTED or run.state != RunState.COMPUTED:
        raise Refused(N_("Hier sind keine Einwände offen."))
    if not treatment.strip():
        raise Refused(N_("Bitte schreiben Sie, wie mit den Einwänden umgegangen wird."), field="treatment")
    asked.treatment = treatment
    asked.save(update_fields=["treatment"])
    journal(
        rights.person,
        at,
        "treat_objection",
        asked,
        f"{asked.office.name}: Einwände behandelt",
        {"treatment": treatment},
    )
    return asked


@transaction.atomic(durable=True)
def conclude_consultation(run_id: int, *, rights: Rights, at: datetime, on: date) -> Run:
    """Declare the run agreed: everybody answered, or was silent beyond the due date where that counts.

    on  the day to which silence is measured

    Refused: answers are open, or objections are not dealt with.
    Law: the programme's silence rule; no statute sets one.
    """
    run = locked_run(run_id, rights, Verb.PREPARE, RunState.COMPUTED)
    weighed = standing(run, on=on)
    if not weighed.is_settled:
        raise _not_settled(weighed.asked, weighed.open)
    if run.programme.silence_rule == SilenceRule.CONSENT:
        run.consultations.filter(answer="").update(answer=Answer.SILENT, recorded_by=rights.person)
    run.state, run.consulted_at = RunState.CONSULTED, at
    run.save(update_fields=["state", "consulted_at"])
    journal(rights.person, at, "conclude_consultation", run, "Abstimmung abgeschlossen")
    return run


def _offices_to_ask(run: Run) -> list[Office]:
    consulted = Q(participations__programme=run.programme, participations__part=Part.CONSULTED)
    offices = list(Office.objects.filter(consulted).order_by("pk"))
    if not offices:
        raise Refused(
            N_("Das Programm nennt niemanden, der anzuhören ist. Bitte ergänzen Sie die Beteiligten.")
        )
    return offices


def _ask(run: Run, offices: list[Office], rights: Rights, at: datetime) -> list[Consultation]:
    """Address a letter to each office and keep the question."""
    asked_on = timezone.localdate(at)
    due_on = asked_on + timedelta(days=run.programme.consultation_days)
    text = text_in_force(TextKind.CONSULTATION, on=asked_on, programme_id=run.programme_id)
    shared = frame(run)
    letters = [
        frozen_letter(
            consultation_content(shared, office, text, asked_on=asked_on, due_on=due_on),
            run=run, text_version_id=text.pk, by=rights.person, at=at, addressee=office,
        )
        for office in offices
    ]  # fmt: skip
    address(letters, [[Recipient(office, DispatchRole.TO)] for office in offices], at=at)
    return Consultation.objects.bulk_create(
        Consultation(run=run, office=office, letter=letter, asked_on=asked_on, due_on=due_on)
        for office, letter in zip(offices, letters, strict=True)
    )


def _locked(consultation_id: int) -> tuple[Consultation, Run]:
    asked = Consultation.objects.select_related("office").filter(pk=consultation_id).first()
    if asked is None:
        raise Http404
    run = Run.objects.select_for_update(of=("self",)).select_related("programme").get(pk=asked.run_id)
    asked.refresh_from_db()
    return asked, run


def _not_settled(asked: int, still_open: int) -> Refused:
    if not asked:
        return Refused(
            N_("Die Verbände wurden noch nicht um Stellungnahme gebeten. Bitte holen Sie das nach.")
        )
    if still_open:
        return Refused(
            N_("Es fehlen noch %(count)s Antworten. Bitte erfassen Sie sie oder warten Sie die Frist ab."),
            count=str(still_open),
        )
    return Refused(N_("Es gibt Einwände ohne Behandlung. Bitte halten Sie fest, wie damit umgegangen wird."))
