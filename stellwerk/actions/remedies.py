"""Objections and actions against a notice: filed or recorded, held up or executed, decided by two people."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import journal
from stellwerk.law.figures import load_figures
from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.periods import german
from stellwerk.law.remedies import Filing, form_of_filing, remedy_deadline
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Letter,
    RemedyCase,
    RemedyChallenge,
    RemedyFiling,
    RemedyKind,
    RemedyOutcome,
    RemedyState,
)
from stellwerk.queries.remedies import contestable, sent_on


@transaction.atomic(durable=True)
def file_remedy(
    letter_id: int,
    *,
    rights: Rights,
    at: datetime,
    challenge: RemedyChallenge,
    reasons: str,
    contested_amount: Decimal | None = None,
) -> RemedyCase:
    """File an objection against a notice to one's own office, by the page.

    What that is worth says law.remedies.form_of_filing; an action is filed with the court, never here.

    Http404: the notice went to somebody else; Refused: one is open already.
    """
    letter, today = contestable(rights, letter_id), timezone.localdate(at)
    require(rights, Verb.OBJECT, office_id=letter.addressee_id)
    case = RemedyCase(
        letter=letter, office=letter.addressee, kind=RemedyKind.OBJECTION, challenge=challenge,
        contested_amount=contested_amount, reasons=reasons, filed_on=today, received_on=today,
        filing=RemedyFiling.PAGE, entered_by=rights.person, entered_at=at, is_example=_is_example(letter),
    )  # fmt: skip
    _keep(case)
    text = f"Widerspruch gegen den Bescheid vom {german(letter.dated_on)} über die Seite eingelegt"
    journal(rights.person, at, "file_remedy", case, text, {"letter": letter.pk})
    return case


@transaction.atomic(durable=True)
def record_remedy(
    letter_id: int,
    *,
    rights: Rights,
    at: datetime,
    kind: RemedyKind,
    challenge: RemedyChallenge,
    filing: RemedyFiling,
    filed_on: date,
    received_on: date,
    is_instructed: bool = True,
    served_on: date | None = None,
    contested_amount: Decimal | None = None,
    reasons: str = "",
    court_number: str = "",
) -> RemedyCase:
    """Record what came by post, from a lawyer, or from the court.

    Http404: the notice is of another authority; Refused: the days do not fit, or one is open already.
    """
    letter = contestable(rights, letter_id)
    require(rights, Verb.PREPARE, office_id=letter.programme.authority_id)
    _require_days(letter.dated_on, filed_on, received_on, served_on, today=timezone.localdate(at))
    case = RemedyCase(
        letter=letter, office=letter.addressee, kind=kind, challenge=challenge,
        contested_amount=contested_amount, reasons=reasons, court_number=court_number, filed_on=filed_on,
        received_on=received_on, filing=filing, is_instructed=is_instructed, served_on=served_on,
        entered_by=rights.person, entered_at=at, is_example=_is_example(letter),
    )  # fmt: skip
    _keep(case)
    days = f"{german(letter.dated_on)} erfasst, Eingang {german(received_on)}"
    text = f"{kind.label} gegen den Bescheid vom {days}"
    journal(rights.person, at, "record_remedy", case, text, {"letter": letter.pk})
    return case


@transaction.atomic(durable=True)
def complete_form(
    case_id: int, *, rights: Rights, at: datetime, filing: RemedyFiling, received_on: date
) -> RemedyCase:
    """Record that what was announced by the page has come in the form of the law; that day now counts.

    Refused: the form is kept already, or the day cannot be.
    """
    case = _locked(case_id, rights, Verb.PREPARE)
    if case.is_in_form:
        raise Refused(N_("Die Form ist schon gewahrt."))
    if filing == RemedyFiling.PAGE:
        raise Refused(N_("Bitte wählen Sie die Form, in der das Schreiben kam."), field="filing")
    today = timezone.localdate(at)
    _require_days(case.letter.dated_on, case.filed_on, received_on, case.served_on, today=today)
    case.filing, case.received_on = filing, received_on
    _weigh(case)
    case.save()
    text = f"{case.get_kind_display()}: {filing.label} eingegangen am {german(received_on)}"
    journal(rights.person, at, "complete_form", case, text)
    return case


@transaction.atomic(durable=True)
def order_immediate(case_id: int, *, rights: Rights, at: datetime, reason: str) -> RemedyCase:
    """Order immediate execution (sofortige Vollziehung) in writing, with its reason.

    Refused: it is ordered already, or by whoever recorded the case.
    Law: § 80 Abs. 2 S. 1 Nr. 4, Abs. 3 VwGO.
    """
    case = _locked(case_id, rights, Verb.RELEASE)
    if case.immediate_at is not None:
        raise Refused(N_("Die sofortige Vollziehung ist schon angeordnet."))
    if not reason.strip():
        raise Refused(N_("Bitte begründen Sie das besondere Interesse an der Vollziehung."), field="reason")
    require_other_person({case.entered_by_id}, rights.person.pk, rights.acting_for_id)
    case.immediate_reason, case.immediate_by, case.immediate_at = reason.strip(), rights.person, at
    case.save(update_fields=["immediate_reason", "immediate_by", "immediate_at"])
    text = f"{case.get_kind_display()}: sofortige Vollziehung angeordnet"
    journal(rights.person, at, "order_immediate", case, text, {"reason": case.immediate_reason})
    return case


@transaction.atomic(durable=True)
def propose_outcome(
    case_id: int,
    *,
    rights: Rights,
    at: datetime,
    outcome: RemedyOutcome,
    reason: str,
    effect_ends_on: date | None = None,
) -> RemedyCase:
    """Propose how a case ends; a second person decides.

    effect_ends_on  of a rejected one: the day from which the notice is final, where it is known
    """
    case = _locked(case_id, rights, Verb.PREPARE)
    if not reason.strip():
        raise Refused(N_("Bitte begründen Sie den Ausgang."), field="reason")
    case.outcome, case.reason = outcome, reason.strip()
    case.effect_ends_on = effect_ends_on if outcome == RemedyOutcome.REJECTED else None
    case.proposed_by, case.proposed_for, case.proposed_at = rights.person, rights.person.acting_for, at
    case.save()
    text = f"{case.get_kind_display()}: Vorschlag „{outcome.label}“"
    journal(rights.person, at, "propose_outcome", case, text, {"reason": case.reason})
    return case


@transaction.atomic(durable=True)
def decide_remedy(case_id: int, *, rights: Rights, at: datetime) -> RemedyCase:
    """End a case as it was proposed, by another person; it stays as it is from then on.

    Refused: nothing is proposed, or by the same person.
    """
    case = _locked(case_id, rights, Verb.RELEASE)
    if case.proposed_by_id is None:
        raise Refused(N_("Es ist noch kein Ausgang vorgeschlagen."))
    proposers = {one for one in (case.proposed_by_id, case.proposed_for_id) if one is not None}
    require_other_person(proposers, rights.person.pk, rights.acting_for_id)
    case.state, case.decided_by, case.decided_at = RemedyState.DECIDED, rights.person, at
    case.decided_for = rights.person.acting_for
    case.save(update_fields=["state", "decided_by", "decided_for", "decided_at"])
    text = f"{case.get_kind_display()} entschieden: {case.get_outcome_display()}"
    journal(rights.person, at, "decide_remedy", case, text, {"reason": case.reason})
    return case


@transaction.atomic(durable=True)
def end_effect(case_id: int, *, rights: Rights, at: datetime, on: date) -> RemedyCase:
    """Record from which day a rejected remedy holds up nothing any more, because the notice is final.

    Law: § 80b Abs. 1 VwGO.
    """
    case = _locked(case_id, rights, Verb.PREPARE, RemedyState.DECIDED)
    if case.outcome != RemedyOutcome.REJECTED:
        raise Refused(N_("Nur bei einer Zurückweisung wirkt der Rechtsbehelf noch nach."))
    case.effect_ends_on = on
    case.save(update_fields=["effect_ends_on"])
    text = f"{case.get_kind_display()}: aufschiebende Wirkung endet am {german(on)}"
    journal(rights.person, at, "end_effect", case, text)
    return case


def _locked(case_id: int, rights: Rights, verb: Verb, state: RemedyState = RemedyState.OPEN) -> RemedyCase:
    """Return a case, locked until the end of the transaction.

    Http404: there is none; PermissionDenied: no right; Refused: it is in another state.
    """
    rows = RemedyCase.objects.select_for_update(of=("self",)).select_related("letter__programme")
    found = rows.filter(pk=case_id).first()
    if found is None:
        raise Http404
    require(rights, verb, office_id=found.letter.programme.authority_id)
    if found.state != state:
        raise Refused(
            N_("Das Verfahren ist inzwischen „%(state)s“; dieser Schritt ist so nicht mehr möglich."),
            state=str(found.get_state_display()),
        )
    return found


def _keep(case: RemedyCase) -> None:
    """Weigh a new case and store it. Refused: the same remedy is open already."""
    open_ones = RemedyCase.objects.filter(
        letter=case.letter, office=case.office, kind=case.kind, state=RemedyState.OPEN
    )
    if open_ones.exists():
        raise Refused(
            N_(
                "Gegen diesen Bescheid ist schon ein solcher Rechtsbehelf offen. "
                "Bitte führen Sie jenen weiter."
            )
        )
    _weigh(case)
    case.save()


def _weigh(case: RemedyCase) -> None:
    """Find out the deadline, whether it was kept, and whether the form was; the steps are stored with it."""
    figures = load_figures()
    deadline = remedy_deadline(
        sent_on(case.letter),
        is_objection=case.kind == RemedyKind.OBJECTION,
        is_instructed=case.is_instructed,
        served_on=case.served_on,
        figures=figures,
    )
    form = form_of_filing(Filing(case.filing), case.received_on, figures=figures)
    case.ends_on, case.ends_other_on = deadline.ends.day, deadline.ends_other.day
    case.timeliness = deadline.weighed(case.received_on).value
    case.is_in_form = form.result == "kept"
    case.working = [*deadline.ends.rows(), *form.rows()]


def _require_days(
    noticed_on: date, filed_on: date, received_on: date, served_on: date | None, *, today: date
) -> None:
    """Refuse days that cannot be: before the notice, in the future, received before it was filed."""
    days = {"filed_on": filed_on, "received_on": received_on, "served_on": served_on}
    for name, day in days.items():
        if day is not None and not noticed_on <= day <= today:
            raise Refused(
                N_("Der Tag muss zwischen dem %(first)s und dem %(last)s liegen."),
                field=name,
                first=german(noticed_on),
                last=german(today),
            )
    if received_on < filed_on:
        raise Refused(N_("Eingegangen sein kann es nicht, bevor es eingelegt war."), field="received_on")


def _is_example(letter: Letter) -> bool:
    return letter.programme.is_example
