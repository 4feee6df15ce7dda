"""Bring in what is known of many cells: compare, correct, decide row by row, take over in one change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require_district
from stellwerk.actions._coverage import record
from stellwerk.actions._insert import insert
from stellwerk.actions._steps import counted, journal
from stellwerk.law.coverage import Entry
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageSource,
    Intake,
    IntakeKind,
    IntakeRow,
    IntakeState,
    RowDecision,
    Verdict,
)
from stellwerk.queries import intakes as ask
from stellwerk.queries.comparison import PROPOSALS, Compared, compare, wanted
from stellwerk.queries.lookups import service_ids
from stellwerk.queries.readings import readings
from stellwerk.queries.sheets import Typed

# What is written down of facts that came in this way.
ORIGIN: Mapping[str, tuple[ChangeSetKind, CoverageSource, Confidence]] = {
    IntakeKind.PASTE: (ChangeSetKind.PASTE, CoverageSource.COORDINATOR, Confidence.HIGH),
    IntakeKind.FILE: (ChangeSetKind.FILE, CoverageSource.IMPORT, Confidence.MEDIUM),
    IntakeKind.GRID: (ChangeSetKind.GRID, CoverageSource.COORDINATOR, Confidence.HIGH),
    IntakeKind.BULK: (ChangeSetKind.BULK, CoverageSource.COORDINATOR, Confidence.MEDIUM),
    IntakeKind.PVOG: (ChangeSetKind.PROPOSALS, CoverageSource.PVOG, Confidence.MEDIUM),
    IntakeKind.SERVICE_LIST: (ChangeSetKind.PROPOSALS, CoverageSource.SERVICE_LIST, Confidence.MEDIUM),
}
SAME_FIELDS = ("municipality_id", "service_id", "channel", "wanted", "seen_id", "verdict", "messages")


@transaction.atomic(durable=True)
def bring(
    rows: Sequence[Typed],
    *,
    rights: Rights,
    at: datetime,
    district: str,
    kind: IntakeKind,
    title: str,
    day: date | None = None,
    listed: Iterable[str] = (),
) -> Intake:
    """Keep what somebody brought, compared row by row with what is known; coverage stays as it is.

    day     from which it holds where a row does not say so; the day of ``at`` otherwise
    listed  of a list from outside: keys or names of all services it speaks of, also in other districts
    """
    require_district(rights, Verb.ENTER_COVERAGE, district)
    intake = Intake.objects.create(
        kind=kind, title=title[:200], district_id=district, by=rights.person, at=at
    )
    found = readings(
        rows, district=district, day=day or timezone.localdate(at), is_proposal=kind in PROPOSALS
    )
    insert([_row(intake, one) for one in compare(found, intake, day=timezone.localdate(at))])
    _list_services(intake, [*listed, *(row.words.get("service", "") for row in rows)])
    text = f"Eingang zur Prüfung: {title} ({counted(len(rows), 'Zeile', 'Zeilen')})"
    journal(rights.person, at, "bring", intake, text)
    return intake


@transaction.atomic(durable=True)
def decide(
    intake_id: int,
    *,
    rights: Rights,
    at: datetime,
    decision: RowDecision,
    numbers: Collection[int] | None = None,
    verdict: str = "",
    reason: str = "",
) -> int:
    """Accept, decline or reopen rows of an intake; return how many.

    numbers  rows of the sheet; None: all rows of the verdict

    Refused: a proposal is declined without a reason, or a faulty row is accepted.
    """
    intake = _locked(intake_id, rights)
    rows = IntakeRow.objects.filter(intake=intake)
    rows = rows.filter(verdict=verdict) if numbers is None else rows.filter(number__in=numbers)
    if decision == RowDecision.DECLINED and intake.kind in PROPOSALS and not reason:
        raise Refused(
            N_("Zum Ablehnen fehlt der Grund. Bitte nennen Sie ihn; er wird beim nächsten Abgleich gezeigt."),
            field="reason",
        )
    if decision == RowDecision.ACCEPTED and rows.filter(verdict=Verdict.ERROR).exists():
        raise Refused(N_("Fehlerhafte Zeilen lassen sich nicht annehmen. Bitte berichtigen Sie sie zuerst."))
    count = rows.update(decision=decision, reason=reason[:300])
    text = f"{counted(count, 'Zeile', 'Zeilen')}: {decision.label}"
    journal(rights.person, at, "decide", intake, text, {"reason": reason} if reason else None)
    return count


@transaction.atomic(durable=True)
def correct(intake_id: int, changes: Mapping[int, Mapping[str, str]], *, rights: Rights, at: datetime) -> int:
    """Read rows anew with some words changed; return how many are still faulty.

    changes  row of the sheet → column → what is written there now
    """
    intake = _locked(intake_id, rights)
    rows = list(IntakeRow.objects.filter(intake=intake, number__in=changes).order_by("number"))
    typed = [Typed(row.number, _amended(row, changes[row.number])) for row in rows]
    others = IntakeRow.objects.filter(intake=intake).exclude(number__in=changes)
    found = _compared(intake, typed, at=at, others=others)
    for row, one in zip(rows, found, strict=True):
        new = _row(intake, one)
        for name in SAME_FIELDS:
            setattr(row, name, getattr(new, name))
        row.decision, row.reason = RowDecision.PENDING, ""
    IntakeRow.objects.bulk_update(
        rows, [*(name.removesuffix("_id") for name in SAME_FIELDS), "decision", "reason"]
    )
    _list_services(intake, [one.words.get("service", "") for one in typed])
    journal(rights.person, at, "correct", intake, f"{counted(len(rows), 'Zeile', 'Zeilen')} berichtigt")
    return sum(one.verdict == Verdict.ERROR for one in found)


@transaction.atomic(durable=True)
def compare_again(intake_id: int, *, rights: Rights, at: datetime) -> Intake:
    """Compare all rows with what is known by now; what was left out stays out."""
    intake = _locked(intake_id, rights)
    rows = list(IntakeRow.objects.filter(intake=intake).order_by("number"))
    out = {row.number: row for row in rows if row.decision == RowDecision.DECLINED}
    typed = [Typed(row.number, _amended(row, {})) for row in rows if row.number not in out]
    found = _compared(intake, typed, at=at, others=())
    decided = {row.number: row for row in rows}
    IntakeRow.objects.filter(intake=intake).exclude(decision=RowDecision.DECLINED).delete()
    new = [_row(intake, one) for one in found]
    for row in new:
        if row.verdict != Verdict.ERROR:
            row.decision, row.reason = decided[row.number].decision, decided[row.number].reason
    insert(new)
    text = f"Neu verglichen: {counted(len(new), 'Zeile', 'Zeilen')}"
    journal(rights.person, at, "compare_again", intake, text)
    return intake


@transaction.atomic(durable=True)
def apply_intake(intake_id: int, *, rights: Rights, at: datetime, confirm_same: bool = False) -> ChangeSet:
    """Take over what was not left out, as one change that can be taken back as a whole.

    confirm_same  rows that say what is known anyway confirm it: it counts as checked on this day

    Refused: faulty rows are left, nothing is to be taken over, or a cell has changed since the comparison.
    """
    intake = _locked(intake_id, rights)
    _refuse_errors(intake)
    rows = list(ask.to_apply(intake, with_same=confirm_same))
    kind, source, confidence = ORIGIN[intake.kind]
    change_set = record(
        [_entry(row) for row in rows],
        by=rights.person,
        by_text=rights.person.name,
        at=at,
        district=intake.district_id,
        kind=kind,
        title=intake.title,
        source=source,
        confidence=confidence,
        checked_on=timezone.localdate(at),
        seen={(str(row.municipality_id), _key(row), row.channel): row.seen_id for row in rows},
    )
    intake.state, intake.change_set = IntakeState.APPLIED, change_set
    intake.save(update_fields=["state", "change_set"])
    text = f"Übernommen: {intake.title} ({counted(change_set.added, 'Angabe', 'Angaben')})"
    journal(rights.person, at, "apply_intake", intake, text, {"change_set": change_set.pk})
    return change_set


@transaction.atomic(durable=True)
def discard(intake_id: int, *, rights: Rights, at: datetime) -> Intake:
    """Put an intake aside; its rows stay to be looked at, coverage stays as it is."""
    intake = _locked(intake_id, rights)
    intake.state = IntakeState.DISCARDED
    intake.save(update_fields=["state"])
    journal(rights.person, at, "discard", intake, f"Verworfen: {intake.title}")
    return intake


def _locked(intake_id: int, rights: Rights) -> Intake:
    """Return an open intake of the person's own district, locked.

    Http404: there is none, or it is another district's; Refused: it is not open any more.
    """
    intake = Intake.objects.select_for_update(of=("self",)).filter(pk=intake_id).first()
    if intake is None or (
        rights.may(Verb.ENTER_COVERAGE) and intake.district_id not in rights.districts(Verb.ENTER_COVERAGE)
    ):
        raise Http404
    require_district(rights, Verb.ENTER_COVERAGE, intake.district_id)
    if intake.state != IntakeState.OPEN:
        raise Refused(
            N_("Dieser Eingang ist schon „%(state)s“. Bitte laden Sie die Seite neu."),
            state=str(intake.get_state_display()),
        )
    return intake


def _list_services(intake: Intake, texts: Iterable[str]) -> None:
    """Remember which services a list from outside speaks of; of what it lacks nothing follows else."""
    if intake.kind in PROPOSALS:
        intake.listed.add(*service_ids(text for text in texts if text))


def _compared(
    intake: Intake, typed: Sequence[Typed], *, at: datetime, others: Iterable[IntakeRow]
) -> list[Compared]:
    """Read and compare rows of an intake anew; what counts as left out does not contradict anybody."""
    found = readings(
        typed,
        district=intake.district_id,
        day=timezone.localdate(intake.at),
        is_proposal=intake.kind in PROPOSALS,
    )
    if others:
        others = IntakeRow.objects.filter(pk__in=[row.pk for row in others]).exclude(
            decision=RowDecision.DECLINED
        )
    return compare(found, intake, day=timezone.localdate(at), others=others)


def _amended(row: IntakeRow, changes: Mapping[str, str]) -> dict[str, str]:
    words = {**row.wanted.get("words", {}), **{name: text.strip() for name, text in changes.items()}}
    return {name: text for name, text in words.items() if text}


def _row(intake: Intake, one: Compared) -> IntakeRow:
    reading = one.reading
    return IntakeRow(
        intake_id=intake.pk,
        number=reading.number,
        municipality_id=reading.place,
        service_id=reading.service[0] if reading.service else None,
        channel=reading.channel or "any",
        wanted=wanted(reading),
        seen_id=one.seen,
        verdict=one.verdict,
        messages=[*reading.findings, *reading.remarks],
    )


def _refuse_errors(intake: Intake) -> None:
    if count := ask.open_errors(intake):
        raise Refused(
            N_(
                "Noch fehlerhafte Zeilen: %(count)s. "
                "Bitte berichtigen Sie sie, oder lassen Sie sie aus; nichts wurde übernommen."
            ),
            count=str(count),
        )


def _entry(row: IntakeRow) -> Entry:
    said = row.wanted
    return Entry(
        ags=str(row.municipality_id),
        service_key=_key(row),
        channel=row.channel,
        state=said["state"],
        valid_from=date.fromisoformat(said["valid_from"]),
        planned_on=date.fromisoformat(said["planned_on"]) if said["planned_on"] else None,
        maturity=said["maturity"],
        maturity_model=said["maturity_model"],
        online_service=said.get("online_service"),
        note=said["note"] or said["url"],
    )


def _key(row: IntakeRow) -> str:
    assert row.service
    return row.service.key
