"""Prepare a run: draft, change, compute, stop, close."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._insert import insert
from stellwerk.actions._steps import counted, journal, locked_run
from stellwerk.law.continuation import Continuation
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Dispatch,
    DispatchRole,
    DispatchState,
    Notice,
    Programme,
    Run,
    RunLine,
    RunState,
    RunYear,
    Terms,
    TextKind,
    TextVersion,
)
from stellwerk.queries import runs as ask
from stellwerk.queries.continuations import Sums, balances, continuations, require_budget
from stellwerk.queries.letters import text_in_force
from stellwerk.queries.states import GrantRow

OPEN = (RunState.DRAFT, RunState.COMPUTED)
STOPPABLE = (RunState.DRAFT, RunState.COMPUTED, RunState.CONSULTED, RunState.RELEASED)


@transaction.atomic(durable=True)
def draft_run(
    programme: Programme,
    *,
    rights: Rights,
    at: datetime,
    title: str,
    legal_basis: str,
    reason: str,
    last_day: date,
    terms: Terms,
    letter_date: date,
) -> Run:
    """Draft the continuation of a programme up to a last day.

    Refused: the end is not after the day of the letters, or no text is valid on that day; the programme
    decides by contract.
    ValueError: the terms are another programme's.
    """
    require(rights, Verb.PREPARE, office_id=programme.authority_id)
    locked = Programme.objects.select_for_update().get(pk=programme.pk)  # two drafts at once get two numbers
    _refuse_contracts(locked)
    _check_end(last_day, letter_date)
    _check_terms(terms, programme.pk)
    run = Run.objects.create(
        programme=programme,
        number=ask.next_number(programme.pk),
        title=title,
        legal_basis=legal_basis,
        reason=reason,
        new_end=last_day + timedelta(days=1),
        terms=terms,
        letter_date=letter_date,
        prepared_by=rights.person,
        prepared_for=rights.person.acting_for,
        prepared_at=at,
        **_wording(letter_date, programme.pk),
    )
    journal(rights.person, at, "draft_run", run, f"Fortführung {run.number} angelegt: {title}")
    return run


@transaction.atomic(durable=True)
def change_run(run_id: int, *, rights: Rights, at: datetime, last_day: date, **values: Any) -> Run:
    """Change a run nobody was asked about yet; its result is void and must be computed again.

    values  title, legal_basis, reason, terms, letter_date
    """
    run = locked_run(run_id, rights, Verb.PREPARE, *OPEN)
    _refuse_after_question(run)
    _check_end(last_day, values["letter_date"])
    _check_terms(values["terms"], run.programme_id)
    values |= _wording(values["letter_date"], run.programme_id)
    before = {name: str(getattr(run, name)) for name in ("new_end", *values)}
    for name, value in values.items():
        setattr(run, name, value)
    run.new_end = last_day + timedelta(days=1)
    run.state, run.computed_by, run.computed_for, run.computed_at = RunState.DRAFT, None, None, None
    run.save()
    _forget_result(run)
    journal(rights.person, at, "change_run", run, "Fortführung geändert", {"before": before})
    return run


@transaction.atomic(durable=True)
def compute_run(run_id: int, *, rights: Rights, at: datetime) -> Run:
    """Compute every grant of the programme anew and keep result and working.

    Refused: a grant cannot be continued (it is named), or the budget does not suffice (missing per year).
    Law: §§ 23, 44 LHO with VV Nr. 4; budget: §§ 6, 16, 38 LHO.
    """
    run = locked_run(run_id, rights, Verb.PREPARE, *OPEN)
    _refuse_after_question(run)
    _forget_result(run)
    sums, lines = Sums(), []
    for row, result in continuations(run.programme, new_end=run.new_end, terms=run.terms.values()):
        sums.count(result)
        lines.append(_line(run, row, result))
    if not lines:
        raise Refused(
            N_("Im Programm gibt es keine laufenden Zuwendungen. Bitte legen Sie zuerst welche an.")
        )
    require_budget(run, sums)
    insert(lines)
    _keep_years(run, sums)
    run.state, run.computed_at = RunState.COMPUTED, at
    run.computed_by, run.computed_for = rights.person, rights.person.acting_for
    run.save(update_fields=["state", "computed_by", "computed_for", "computed_at"])
    changed = counted(sums.changed, "Zuwendung ändert sich", "Zuwendungen ändern sich")
    text = f"Berechnet: {changed}, {sums.unchanged} nicht"
    journal(rights.person, at, "compute_run", run, text, {"added": _texts(sums.added)})
    return run


@transaction.atomic(durable=True)
def stop_run(run_id: int, *, rights: Rights, at: datetime, reason: str) -> Run:
    """Stop a run; letters that have not gone out never will, and their notices never come into force.

    Refused: the last letter has gone out.
    Law: § 43 LVwVfG (a notice takes effect when it is announced).
    """
    run = locked_run(run_id, rights, Verb.STOP, *STOPPABLE)
    dispatches = Dispatch.objects.filter(letter__run=run)
    if run.state == RunState.RELEASED and not dispatches.exclude(state=DispatchState.SENT).exists():
        raise Refused(
            N_("Alle Schreiben sind schon versandt; stoppen geht nicht mehr. Bitte laden Sie die Seite neu.")
        )
    unsent = Q(state__in=[DispatchState.WAITING, DispatchState.FAILED, DispatchState.HELD_BACK])
    stopped = dispatches.filter(unsent).update(state=DispatchState.STOPPED, claim=None)
    to_recipient = Dispatch.objects.filter(letter__run=run, role=DispatchRole.TO, state=DispatchState.STOPPED)
    silenced = Notice.objects.filter(run=run, stopped_on=None, letter__dispatches__in=to_recipient)
    silenced.update(stopped_on=timezone.localdate(at))
    run.state, run.stopped_by, run.stopped_at, run.stop_reason = RunState.STOPPED, rights.person, at, reason
    run.save(update_fields=["state", "stopped_by", "stopped_at", "stop_reason"])
    journal(rights.person, at, "stop_run", run, f"Gestoppt, {stopped} Schreiben zurückgehalten: {reason}")
    return run


@transaction.atomic(durable=True)
def close_run(run_id: int, *, rights: Rights, at: datetime) -> Run:
    run = locked_run(run_id, rights, Verb.PREPARE, RunState.SENT)
    run.state, run.closed_at = RunState.CLOSED, at
    run.save(update_fields=["state", "closed_at"])
    journal(rights.person, at, "close_run", run, "Fortführung abgeschlossen")
    return run


def _refuse_contracts(programme: Programme) -> None:
    """Refuse to prolong contracts by a notice: they bind both sides and are changed by both (§ 54 LVwVfG)."""
    if programme.by_contract:
        raise Refused(
            N_(
                "Dieses Programm entscheidet durch Vertrag; kein Änderungsbescheid kann ihn verlängern. "
                "Bitte entscheiden Sie in einer Runde über Anschlussvorhaben."
            )
        )


def _check_end(last_day: date, letter_date: date) -> None:
    if last_day <= letter_date:
        raise Refused(
            N_(
                "Das neue Ende liegt nicht nach dem Datum der Schreiben. Bitte wählen Sie einen späteren Tag."
            ),
            field="last_day",
        )


def _check_terms(terms: Terms, programme_id: int) -> None:
    if terms.programme_id != programme_id:
        raise ValueError(f"{terms} are not terms of programme {programme_id}")


def _wording(letter_date: date, programme_id: int) -> dict[str, TextVersion]:
    """Return the texts that are in force on the day of the letters."""
    return {
        name: text_in_force(kind, on=letter_date, programme_id=programme_id)
        for name, kind in (
            ("notice_text", TextKind.AMENDMENT_NOTICE),
            ("circular_text", TextKind.CIRCULAR),
            ("remedy_text", TextKind.REMEDY),
        )
    }


def _refuse_after_question(run: Run) -> None:
    if run.consultations.exists():
        raise Refused(
            N_(
                "Die Verbände wurden zu diesem Stand schon gefragt. "
                "Bitte stoppen Sie die Fortführung und legen Sie eine neue an, wenn sich etwas ändern soll."
            )
        )


def _forget_result(run: Run) -> None:
    RunLine.objects.filter(run=run).delete()
    RunYear.objects.filter(run=run).delete()


def _line(run: Run, row: GrantRow, result: Continuation) -> RunLine:
    return RunLine(
        run=run,
        grant_id=row.pk,
        changes=result.changes,
        reason=result.reason,
        reason_values=dict(result.reason_values),
        old_end=result.old_end,
        new_end=result.new_end,
        months=result.months,
        before=_texts(dict(row.state.by_year)),
        added=_texts(dict(result.added)),
        total_before=result.total_before,
        total_added=result.working.amount,
        working=result.working.rows(),
    )


def _keep_years(run: Run, sums: Sums) -> None:
    rows = balances(run.programme, sums.added, decided_on=run.letter_date)
    RunYear.objects.bulk_create(
        RunYear(run=run, year=row.year, available=row.available, committed=row.committed, added=row.added)
        for row in rows
    )


def _texts(amounts: Any) -> dict[str, str]:
    return {str(year): str(amount) for year, amount in amounts.items()}
