"""What a new end means for every grant of a programme, before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from stellwerk.law import budget as law
from stellwerk.law.continuation import Continuation, continue_grant
from stellwerk.law.money import ZERO
from stellwerk.law.terms import Terms
from stellwerk.law.working import N_, Refused
from stellwerk.models import BudgetYear, Programme, Run
from stellwerk.queries.populations import populations_of
from stellwerk.queries.states import GrantRow, committed_by_year, granted_states, running_grants


@dataclass(frozen=True, slots=True)
class YearBalance:
    """Euro of one budget year; ``left`` below zero is what is missing."""

    year: int
    available: Decimal
    committed: Decimal
    added: Decimal

    @property
    def left(self) -> Decimal:
        return self.available - self.committed - self.added


@dataclass(slots=True)
class Sums:
    """What a whole continuation adds."""

    changed: int = 0
    unchanged: int = 0
    added: dict[int, Decimal] = field(default_factory=dict)

    def count(self, result: Continuation) -> None:
        self.changed += result.changes
        self.unchanged += not result.changes
        for year, amount in result.added.items():
            self.added[year] = self.added.get(year, ZERO) + amount

    @property
    def total(self) -> Decimal:
        return sum(self.added.values(), ZERO)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A continuation that nobody wrote down: other end, other rate."""

    new_end: date
    terms: Terms
    sums: Sums
    years: list[YearBalance]
    missing: dict[int, Decimal]


def continuations(
    programme: Programme, *, new_end: date, terms: Terms
) -> Iterator[tuple[GrantRow, Continuation]]:
    """Return each running grant of a programme with its result, in order of file number.

    Refused: one grant cannot be continued; the sentence names it.
    """
    places = populations_of(programme) if terms.bands else {}
    for row in granted_states(running_grants(programme)):
        state = replace(row.state, population=places.get(row.pk))
        try:
            yield row, continue_grant(state, new_end=new_end, terms=terms)
        except Refused as no:
            raise Refused(
                N_("Zuwendung %(file_number)s: %(sentence)s"),
                field=no.field,
                file_number=row.file_number,
                sentence=no,
            ) from no


def balances(programme: Programme, added: Mapping[int, Decimal], *, decided_on: date) -> list[YearBalance]:
    """Return one row per year that has a budget, a commitment or an addition."""
    years = budget_years(programme)
    committed = committed_by_year(programme)
    return [
        YearBalance(
            year=year,
            available=law.available_on(years[year], decided_on) if year in years else ZERO,
            committed=committed.get(year, ZERO),
            added=added.get(year, ZERO),
        )
        for year in sorted({*years, *committed, *added})
    ]


def require_budget(run: Run, sums: Sums) -> None:
    """Refuse what a run adds where the budget of a year does not suffice.

    Law: §§ 4, 6, 16, 38 LHO.
    """
    law.check_budget(
        budget_years(run.programme),
        committed=committed_by_year(run.programme),
        added=sums.added,
        decided_on=run.letter_date,
    )


def budget_years(programme: Programme) -> dict[int, law.BudgetYear]:
    rows = BudgetYear.objects.filter(programme=programme).order_by("year")
    return {row.year: law.BudgetYear(row.year, row.appropriation, row.commitment_authority) for row in rows}


def what_if(run: Run, *, new_end: date, monthly_rate: Decimal | None = None) -> WhatIf:
    """Return what another end, or another Festbetrag, would mean for a run. Nothing is written."""
    return _what_if(run.programme, run.terms.values(), new_end, run.letter_date, monthly_rate)


def what_if_of(
    programme: Programme, *, new_end: date, on: date, monthly_rate: Decimal | None = None
) -> WhatIf:
    """Return what a continuation decided on a day would mean, by the programme's latest terms."""
    terms = programme.terms.order_by("-number")[0].values()
    return _what_if(programme, terms, new_end, on, monthly_rate)


def _what_if(
    programme: Programme, terms: Terms, new_end: date, on: date, monthly_rate: Decimal | None
) -> WhatIf:
    if monthly_rate is not None:
        terms = replace(terms, monthly_rate=monthly_rate, bands=(), is_example=True)
    sums = Sums()
    for _row, result in continuations(programme, new_end=new_end, terms=terms):
        sums.count(result)
    missing = law.missing_budget(
        budget_years(programme), committed=committed_by_year(programme), added=sums.added, decided_on=on
    )
    years = balances(programme, sums.added, decided_on=on)
    return WhatIf(new_end, terms, sums, years, dict(missing))
