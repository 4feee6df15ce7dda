"""Budget: is there money for what is to be promised, in this year and in later ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stellwerk.law.money import ZERO, euro
from stellwerk.law.working import N_, Refused, Step, Working


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """What the budget allows for one calendar year, in euro.

    appropriation         money that may be spent (Ansatz)
    commitment_authority  what may be promised before that year begins (Verpflichtungsermächtigung)
    """

    year: int
    appropriation: Decimal
    commitment_authority: Decimal


def check_budget(
    years: Mapping[int, BudgetYear],
    *,
    committed: Mapping[int, Decimal],
    added: Mapping[int, Decimal],
    decided_on: date,
) -> Working:
    """Return the smallest amount that remains in a year that is burdened; 0 where none is.

    years       budget by year
    committed   euro already promised, by year
    added       euro to be promised now, by year; years with 0 are not examined
    decided_on  up to its year the appropriation counts, after it the commitment authority

    Refused: a year has no budget entry, or too little, with the missing amount of each year.
    Law: §§ 4, 6, 16, 38 LHO.
    """
    burdened = sorted(year for year, amount in added.items() if amount > 0)
    for year in burdened:
        if year not in years:
            raise Refused(
                N_(
                    "Für das Haushaltsjahr %(year)s sind keine Mittel hinterlegt. "
                    "Bitte tragen Sie Ansatz und Verpflichtungsermächtigung für %(year)s ein."
                ),
                field="budget",
                year=str(year),
            )
    if missing := missing_budget(years, committed=committed, added=added, decided_on=decided_on):
        raise _too_little(missing)
    remaining = {
        year: available_on(years[year], decided_on) - committed.get(year, ZERO) - added[year]
        for year in burdened
    }
    steps = tuple(
        _step(years[year], committed.get(year, ZERO), added[year], remaining[year], decided_on)
        for year in burdened
    )
    return Working(min(remaining.values(), default=ZERO), steps)


def missing_budget(
    years: Mapping[int, BudgetYear],
    *,
    committed: Mapping[int, Decimal],
    added: Mapping[int, Decimal],
    decided_on: date,
) -> Mapping[int, Decimal]:
    """Return the euro missing per year, only years where something is missing, in order.

    The parameters are those of ``check_budget``; a year without a budget entry has nothing available.

    Law: §§ 4, 6, 16, 38 LHO.
    """
    missing = {}
    for year in sorted(year for year, amount in added.items() if amount > 0):
        available = available_on(years[year], decided_on) if year in years else ZERO
        shortfall = committed.get(year, ZERO) + added[year] - available
        if shortfall > 0:
            missing[year] = shortfall
    return missing


def available_on(budget: BudgetYear, decided_on: date) -> Decimal:
    """Return what counts on the day of the decision: the appropriation up to its year, else the authority.

    Law: §§ 4, 6, 16, 38 LHO.
    """
    return budget.appropriation if budget.year <= decided_on.year else budget.commitment_authority


def _step(
    budget: BudgetYear, committed: Decimal, added: Decimal, remaining: Decimal, decided_on: date
) -> Step:
    in_advance = budget.year > decided_on.year
    text = (
        N_("%(year)s: Verpflichtungsermächtigung %(available)s − gebunden %(committed)s − neu %(added)s")
        if in_advance
        else N_("%(year)s: Ansatz %(available)s − gebunden %(committed)s − neu %(added)s")
    )
    values = {
        "year": str(budget.year),
        "available": euro(available_on(budget, decided_on)),
        "committed": euro(committed),
        "added": euro(added),
    }
    return Step(text, euro(remaining), "§§ 6, 16, 38 LHO" if in_advance else "§ 4 LHO", values)


def _too_little(missing: Mapping[int, Decimal]) -> Refused:
    """One year and two years get a sentence of their own, so that it can be translated."""
    named: dict[str, str] = {}
    for number, (year, amount) in enumerate(missing.items(), start=1):
        named |= {f"year_{number}": str(year), f"missing_{number}": euro(amount)}
    if len(missing) == 1:
        text = N_(
            "Die Mittel reichen nicht: %(year_1)s fehlen %(missing_1)s. "
            "Bitte erhöhen Sie die Haushaltsmittel oder wählen Sie ein früheres Ende."
        )
    elif len(missing) == 2:
        text = N_(
            "Die Mittel reichen nicht: %(year_1)s fehlen %(missing_1)s, %(year_2)s fehlen %(missing_2)s. "
            "Bitte erhöhen Sie die Haushaltsmittel oder wählen Sie ein früheres Ende."
        )
    else:
        named = {"missing": "; ".join(f"{year}: {euro(amount)}" for year, amount in missing.items())}
        text = N_(
            "Die Mittel reichen nicht, es fehlen je Haushaltsjahr: %(missing)s. "
            "Bitte erhöhen Sie die Haushaltsmittel oder wählen Sie ein früheres Ende."
        )
    return Refused(text, field="budget", **named)
