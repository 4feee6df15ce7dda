"""What the proposals of a round come to: each application by the law, all of them against the budget."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from stellwerk.law import budget as law
from stellwerk.law.applications import require_step
from stellwerk.law.decisions import Change, Decided, Outcome, Proposal, changed, decide, shared_out
from stellwerk.law.money import ZERO
from stellwerk.law.terms import Terms
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    ApplicationState,
    Decision,
    DecisionRound,
)
from stellwerk.queries.continuations import budget_years
from stellwerk.queries.decisions import decisions
from stellwerk.queries.populations import PLACES, population_of
from stellwerk.queries.states import committed_by_year


@dataclass(frozen=True, slots=True)
class Outlook:
    """One application of a round with what would come of its proposal, or why nothing can."""

    row: Decision
    proposal: Proposal
    decided: Decided | None
    refusal: Refused | None = None

    @property
    def amount(self) -> Decimal:
        return self.decided.amount if self.decided else ZERO


@dataclass(slots=True)
class Sums:
    """What all outlooks come to, by budget year."""

    approved: int = 0
    refused: int = 0
    unclear: int = 0
    asked: dict[int, Decimal] = field(default_factory=dict)
    decided: dict[int, Decimal] = field(default_factory=dict)

    def count(self, one: Outlook, *, otherwise: int) -> None:
        """Add one; ``otherwise`` is the year of what is asked for without a period."""
        if one.decided is None:
            self.unclear += 1
        elif one.proposal.outcome is Outcome.APPROVE:
            self.approved += 1
        else:
            self.refused += 1
        _add(self.asked, _asked(one, otherwise))
        _add(self.decided, one.decided.by_year if one.decided else {})

    @property
    def total(self) -> Decimal:
        return sum(self.decided.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Euro of one budget year; ``left`` below zero is what is missing."""

    year: int
    appropriation: Decimal
    commitment_authority: Decimal
    available: Decimal
    committed: Decimal
    asked: Decimal
    decided: Decimal

    @property
    def left(self) -> Decimal:
        return self.available - self.committed - self.decided


def outlooks(rows: Iterable[Decision], terms: Terms, change: Change | None = None) -> Iterator[Outlook]:
    """Yield what would come of each proposal, or of what a change makes of it. Nothing is written."""
    for row, proposal in proposals(rows, terms):
        yield outlook(row, changed(proposal, change) if change else proposal, terms)


def proposals(rows: Iterable[Decision], terms: Terms) -> Iterator[tuple[Decision, Proposal]]:
    """Yield each row with its proposal, and with the size of the place where the terms ask for it."""
    if not terms.bands:
        yield from ((row, row.proposal()) for row in rows)
        return
    found = list(rows)
    prefetch_related_objects([row.application.applicant for row in found], *PLACES)
    for row in found:
        yield row, replace(row.proposal(), population=population_of(row.application.applicant))


def outlook(row: Decision, proposal: Proposal, terms: Terms) -> Outlook:
    state = row.application.state
    label = "" if state == ApplicationState.READY else str(row.application.get_state_display())
    try:
        require_step("decide", state, label=label)
        return Outlook(row, proposal, decide(proposal, terms))
    except Refused as no:
        return Outlook(row, proposal, None, no)


def computed(made: DecisionRound) -> list[Outlook]:
    """Return what each proposal yields now.

    Refused: one yields nothing (its application is named), or the round is empty.
    """
    found = list(outlooks(decisions(made), made.terms.values()))
    if not found:
        raise Refused(N_("In dieser Runde ist kein Antrag. Bitte legen Sie eine neue an."))
    for one in found:
        if one.refusal:
            raise Refused(
                N_("Antrag %(file_number)s: %(sentence)s"),
                file_number=one.row.application.file_number,
                sentence=one.refusal,
            )
    return found


def is_outdated(one: Outlook) -> bool:
    """Say whether what is stored differs from what comes of it now."""
    by_year = one.decided.by_year if one.decided else {}
    kept = {int(year): Decimal(amount) for year, amount in one.row.by_year.items()}
    return one.amount != one.row.decided or dict(by_year) != kept


def fingerprint(found: Iterable[Outlook]) -> str:
    """Return what a dry run showed in a few letters, so that nobody confirms something else."""
    seen = "\n".join(
        f"{one.row.application_id} {one.proposal.outcome} {one.amount} {one.refusal or ''}" for one in found
    )
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


def summed(found: Iterable[Outlook], *, letter_date: date) -> Sums:
    sums = Sums()
    for one in found:
        sums.count(one, otherwise=letter_date.year)
    return sums


def envelope(
    round_: DecisionRound, *, asked: Mapping[int, Decimal], decided: Mapping[int, Decimal]
) -> list[Envelope]:
    """Return one row per year that has a budget, a commitment, or is asked for."""
    years, committed = budget_years(round_.call.programme), committed_by_year(round_.call.programme)
    nothing = {year: law.BudgetYear(year, ZERO, ZERO) for year in {*committed, *asked, *decided} - {*years}}
    known = years | nothing
    return [
        Envelope(
            year=year,
            appropriation=known[year].appropriation,
            commitment_authority=known[year].commitment_authority,
            available=law.available_on(known[year], round_.letter_date),
            committed=committed.get(year, ZERO),
            asked=asked.get(year, ZERO),
            decided=decided.get(year, ZERO),
        )
        for year in sorted(known)
    ]


def free_by_year(round_: DecisionRound) -> dict[int, Decimal]:
    """Return the euro of each year that nobody was promised yet."""
    return {one.year: one.available - one.committed for one in envelope(round_, asked={}, decided={})}


def missing_by_year(round_: DecisionRound, decided: Mapping[int, Decimal]) -> dict[int, Decimal]:
    found = law.missing_budget(
        budget_years(round_.call.programme),
        committed=committed_by_year(round_.call.programme),
        added=decided,
        decided_on=round_.letter_date,
    )
    return dict(found)


def require_budget(round_: DecisionRound, decided: Mapping[int, Decimal]) -> None:
    """Refuse what a round would promise where the budget of a year does not suffice.

    Law: §§ 4, 6, 16, 38 LHO.
    """
    law.check_budget(
        budget_years(round_.call.programme),
        committed=committed_by_year(round_.call.programme),
        added=decided,
        decided_on=round_.letter_date,
    )


def _asked(one: Outlook, otherwise: int) -> Mapping[int, Decimal]:
    """Share what is asked for out over the years as the terms would, or put it in the year it begins."""
    asked = one.proposal.asked
    if asked is None:
        return {}
    yielded = one.decided.yielded if one.decided else {}
    if any(yielded.values()):
        return shared_out(asked, yielded)
    start = one.proposal.starts_on
    return {start.year if start else otherwise: asked}


def _add(sums: dict[int, Decimal], more: Mapping[int, Decimal]) -> None:
    for year, amount in more.items():
        sums[year] = sums.get(year, ZERO) + amount
