"""Release a run: the second person's decision turns every line into a frozen, addressed letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.db.models import Max

from stellwerk.access import Rights, Verb
from stellwerk.actions._insert import insert
from stellwerk.actions._steps import (
    Recipient,
    address,
    counted,
    frozen_letter,
    journal,
    locked_run,
    outbox,
    require_second_factor,
)
from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.working import N_, Refused
from stellwerk.letters.cases import approvals, circular_content, frame, notice_content
from stellwerk.letters.checklist import missing_content
from stellwerk.letters.facts import LetterContent
from stellwerk.models import (
    DispatchRole,
    JournalEntry,
    Letter,
    Notice,
    NoticeKind,
    Office,
    Part,
    Run,
    RunLine,
    RunState,
    Tranche,
)
from stellwerk.queries.continuations import Sums, continuations, require_budget
from stellwerk.queries.runs import hands

PREPARING = ("draft_run", "change_run", "compute_run")
PORTION = 200  # letters in memory at once, however many there are


@dataclass(frozen=True, slots=True)
class _Decided:
    """One changed grant on its way to a notice."""

    line: RunLine
    number: int
    letter: Letter


@transaction.atomic(durable=True)
def release_run(run_id: int, *, rights: Rights, at: datetime) -> Run:
    """Release a run by another person than the ones who prepared it.

    Every changed grant gets its numbered notice, every office of the programme the circular. All of it
    is frozen here and handed to the workers when this transaction is committed.

    Refused: same person; a fact, an address or mandatory content is missing; grants or budget changed.
    Law: VV zu § 70 LHO (four eyes); VV Nr. 4.2 zu § 44 LHO (content); §§ 37, 41 LVwVfG.
    """
    run = locked_run(run_id, rights, Verb.RELEASE, RunState.CONSULTED)
    require_second_factor(rights.person)
    require_other_person(_prepared_by(run), rights.person.pk, rights.acting_for_id)
    _refuse_outdated(run)
    run.state, run.released_at = RunState.RELEASED, at
    run.released_by, run.released_for = rights.person, rights.person.acting_for
    run.save(update_fields=["state", "released_by", "released_for", "released_at"])
    copies = _recipients(run, Part.NOTICE_COPY, DispatchRole.COPY)
    decided, notices = _decided(run, rights, at), 0
    while portion := list(islice(decided, PORTION)):
        to = [[Recipient(one.line.grant.recipient, DispatchRole.TO), *copies] for one in portion]
        outbox([one.letter for one in portion], to, at=at)
        _issue_notices(run, portion)
        notices += len(portion)
    circular = frozen_letter(
        circular_content(frame(run)), run=run, text_version_id=run.circular_text_id, by=rights.person, at=at
    )
    everybody = _recipients(run, Part.CIRCULAR, DispatchRole.TO) + _recipients(
        run, Part.CIRCULAR_COPY, DispatchRole.COPY
    )
    address([circular], [everybody], at=at)
    whom = counted(len(everybody), "Stelle", "Stellen")
    changes = counted(notices, "Änderungsbescheid", "Änderungsbescheide")
    text = f"Freigegeben: {changes}, Rundschreiben an {whom}"
    journal(rights.person, at, "release_run", run, text)
    return run


def _decided(run: Run, rights: Rights, at: datetime) -> Iterator[_Decided]:
    shared, approved = frame(run), approvals(run)
    numbers = Notice.objects.filter(grant__programme=run.programme).values("grant").order_by("grant")
    last = {row["grant"]: row["last"] for row in numbers.annotate(last=Max("number"))}
    lines = RunLine.objects.filter(run=run, changes=True).select_related("grant__recipient", "grant__post")
    for line in lines.order_by("grant__file_number", "pk").iterator(chunk_size=PORTION):
        number = last[line.grant_id] + 1
        content = notice_content(shared, line, number=number, amended_on=approved[line.grant_id])
        _refuse_incomplete(content, line)
        letter = frozen_letter(
            content,
            run=run, text_version_id=run.notice_text_id, by=rights.person, at=at,
            grant_id=line.grant_id, addressee=line.grant.recipient,
        )  # fmt: skip
        yield _Decided(line, number, letter)


def _issue_notices(run: Run, decided: list[_Decided]) -> None:
    notices = [
        Notice(
            grant_id=one.line.grant_id,
            number=one.number,
            kind=NoticeKind.AMENDMENT,
            issued_on=run.letter_date,
            period_end=one.line.new_end,
            terms=run.terms,
            run=run,
            letter=one.letter,
            working=one.line.working,
            prepared_by=run.computed_by,
            released_by=run.released_by,
        )
        for one in decided
    ]
    insert(notices)
    tranches = [
        Tranche(notice=notice, year=int(year), amount=Decimal(amount))
        for notice, one in zip(notices, decided, strict=True)
        for year, amount in one.line.added.items()
    ]
    insert(tranches)


def _recipients(run: Run, part: Part, role: DispatchRole) -> list[Recipient]:
    offices = Office.objects.filter(participations__programme=run.programme, participations__part=part)
    return [Recipient(office, role) for office in offices.order_by("name", "pk")]


def _prepared_by(run: Run) -> set[int]:
    """Return everybody who drafted, changed or computed the run, at any time, and for whom they did."""
    did = JournalEntry.objects.filter(thing="run", thing_id=run.pk, verb__in=PREPARING, by__isnull=False)
    known = hands(run)
    for by, details in did.values_list("by", "details"):
        known |= {by, details.get("acting_for", by)}
    return known


def _refuse_outdated(run: Run) -> None:
    """Compute once more in the same transaction: what is released must be what holds now."""
    kept = RunLine.objects.filter(run=run).values_list("grant_id", "total_added", "new_end")
    now, sums = {}, Sums()
    for row, result in continuations(run.programme, new_end=run.new_end, terms=run.terms.values()):
        now[row.pk] = result.working.amount, result.new_end
        sums.count(result)
    if now != {grant: (added, new_end) for grant, added, new_end in kept}:
        raise Refused(
            N_(
                "Seit der Berechnung hat sich an den Zuwendungen oder Stellen etwas geändert. "
                "Bitte stoppen Sie die Fortführung und legen Sie sie neu an."
            )
        )
    require_budget(run, sums)


def _refuse_incomplete(content: LetterContent, line: RunLine) -> None:
    if findings := missing_content(content):
        first = findings[0]
        raise Refused(
            N_("Im Bescheid für %(recipient)s fehlt nach Nr. %(number)s: %(what)s. %(where)s"),
            recipient=line.grant.recipient.name,
            number=first.number,
            what=first.what,
            where=Refused(first.where, **first.values),
        )
