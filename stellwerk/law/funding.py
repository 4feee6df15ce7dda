"""Funding: how much a post gets for a period, by calendar year, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from stellwerk.law.money import ZERO, cents, euro, exact, exact_euro
from stellwerk.law.months import UNITS, MonthPart, month_parts
from stellwerk.law.periods import Period, german, last_day_before
from stellwerk.law.rates import monthly_amount
from stellwerk.law.staffing import Run, at_least, in_whole_months, occupied_runs
from stellwerk.law.terms import CostPlan, DayRule, Population, Staffing, Terms, VacancyRule
from stellwerk.law.working import N_, Refused, Step, Working

__all__ = ["Funding", "funding", "monthly_amount"]

_FULL_MONTH = N_("%(year)s: 1 voller Monat × %(rate)s × Stellenanteil %(share)s")
_FULL_MONTHS = N_("%(year)s: %(months)s volle Monate × %(rate)s × Stellenanteil %(share)s")
_BROKEN_MONTH = N_(
    "%(year)s: %(first)s bis %(last)s, %(days)s/%(of)s Monat × %(rate)s × Stellenanteil %(share)s"
)
_YEAR = N_("Summe für das Haushaltsjahr %(year)s, auf den Cent gerundet")
_VACANT = N_(
    "Für die Zeit vom %(first)s bis %(last)s ist die Stelle nicht besetzt; dafür wird nichts gewährt."
)
_TOO_LITTLE = N_(
    "Für die Zeit vom %(first)s bis %(last)s ist die Stelle nicht durchgehend mit dem Mindestanteil "
    "von %(minimum)s besetzt; dafür wird nichts gewährt."
)
_VACANT_BUT_FUNDED = N_(
    "Für die Zeit vom %(first)s bis %(last)s ist die Stelle nicht besetzt; "
    "der bewilligte Stellenanteil wird weiter gefördert."
)


@dataclass(frozen=True, slots=True)
class Funding:
    """What a post gets.

    working  result: the total in euro, equal to the sum of the years
    by_year  euro per calendar year of the period, each rounded half up once; 0 for a year without funding
    months   funded months whatever the share, broken ones as fractions, two decimals
    """

    working: Working
    by_year: Mapping[int, Decimal]
    months: Decimal


def funding(
    period: Period,
    *,
    approved_share: Decimal,
    staffing: Sequence[Staffing],
    terms: Terms,
    costs: CostPlan | None,
    population: Population | None = None,
) -> Funding:
    """Return the funding of a post for a period, by calendar year.

    approved_share  0–1, the most that is funded however many people share the post
    staffing        any order; overlapping people add up
    costs           needed unless the terms pay a Festbetrag
    population      of the recipient's place; needed where the terms have bands

    Refused: the approved share is below the minimum or above the maximum of the terms, or they lack a
    needed value.
    ValueError: the approved share is not above 0 and at most 1.
    Law: §§ 4, 23, 44 LHO; broken months, vacancy and minimum share by the programme terms.
    """
    require_share(approved_share, terms)
    rate = monthly_amount(terms, costs, population)
    occupied = occupied_runs(period, staffing, approved_share=approved_share)
    funded = _funded_runs(period, occupied, approved_share, terms)
    steps = [*rate.steps, *_vacancy_steps(occupied, funded, terms)]
    by_year: dict[int, Decimal] = {}
    units = 0
    for year in period.years():
        parts = _parts(year, funded, terms.day_rule)
        by_year[year.start.year] = _year_amount(parts, rate.amount)
        units += sum(part.units for part, _ in parts)
        steps += _year_steps(year.start.year, parts, rate.amount, by_year[year.start.year], terms.source)
    return Funding(Working(sum(by_year.values(), ZERO), tuple(steps)), by_year, cents(Decimal(units) / UNITS))


def require_share(approved_share: Decimal, terms: Terms) -> None:
    """Refuse a share of a post that is below the minimum or above the maximum of the terms.

    ValueError: it is not above 0 and at most 1.
    Law: programme terms (minimum and maximum share); no statute.
    """
    if not 0 < approved_share <= 1:
        raise ValueError(f"approved share must be above 0 and at most 1: {approved_share}")
    if approved_share < terms.minimum_share:
        raise Refused(
            N_(
                "Der Stellenanteil von %(share)s liegt unter dem Mindestanteil von %(minimum)s (%(terms)s). "
                "Bitte prüfen Sie den bewilligten Stellenanteil."
            ),
            field="approved_share",
            share=exact(approved_share),
            minimum=exact(terms.minimum_share),
            terms=terms.label,
        )
    if terms.maximum_share is not None and approved_share > terms.maximum_share:
        raise Refused(
            N_(
                "Der Stellenanteil von %(share)s liegt über dem Höchstanteil von %(maximum)s (%(terms)s). "
                "Bitte prüfen Sie den bewilligten Stellenanteil."
            ),
            field="approved_share",
            share=exact(approved_share),
            maximum=exact(terms.maximum_share),
            terms=terms.label,
        )


def _funded_runs(period: Period, occupied: list[Run], approved_share: Decimal, terms: Terms) -> list[Run]:
    if terms.vacancy_rule is VacancyRule.APPROVED_SHARE:
        return [Run(period.start, period.end, approved_share)]
    runs = at_least(occupied, terms.minimum_share)
    return in_whole_months(runs) if terms.day_rule is DayRule.FULL_MONTHS else runs


def _vacancy_steps(occupied: list[Run], funded: list[Run], terms: Terms) -> list[Step]:
    """Say for each gap what it means; where gaps are funded, only the occupied runs still show them."""
    through_gaps = terms.vacancy_rule is VacancyRule.APPROVED_SHARE
    steps = []
    for gap in (run for run in (occupied if through_gaps else funded) if not run.share):
        values = {"first": german(gap.start), "last": german(last_day_before(gap.end))}
        if through_gaps:
            steps.append(Step(_VACANT_BUT_FUNDED, exact(funded[0].share), terms.label, values))
        elif _partly_filled(gap, occupied):
            values["minimum"] = exact(terms.minimum_share)
            steps.append(Step(_TOO_LITTLE, euro(ZERO), terms.label, values))
        else:
            steps.append(Step(_VACANT, euro(ZERO), terms.label, values))
    return steps


def _partly_filled(gap: Run, occupied: list[Run]) -> bool:
    return any(run.share and run.start < gap.end and gap.start < run.end for run in occupied)


def _parts(year: Period, funded: list[Run], rule: DayRule) -> list[tuple[MonthPart, Decimal]]:
    """Return the months of one year with their shares, in order."""
    parts = []
    for run in funded:
        start, end = max(run.start, year.start), min(run.end, year.end)
        if run.share and start < end:
            parts += [(part, run.share) for part in month_parts(start, end, rule) if part.units]
    return parts


def _year_amount(parts: list[tuple[MonthPart, Decimal]], rate: Decimal) -> Decimal:
    return cents(rate * sum((part.units * share for part, share in parts), ZERO) / UNITS)


def _year_steps(
    year: int, parts: list[tuple[MonthPart, Decimal]], rate: Decimal, total: Decimal, source: str
) -> list[Step]:
    if not parts:
        return []
    steps = [_part_step(year, part, share, rate, source) for part, share in parts]
    if len(steps) == 1:
        return [replace(steps[0], value=euro(total))]
    return [*steps, Step(_YEAR, euro(total), "§ 4 LHO", {"year": str(year)})]


def _part_step(year: int, part: MonthPart, share: Decimal, rate: Decimal, source: str) -> Step:
    values = {"year": str(year), "rate": exact_euro(rate), "share": exact(share)}
    if part.full:
        text = _FULL_MONTH if part.full == 1 else _FULL_MONTHS
        values["months"] = str(part.full)
    else:
        text = _BROKEN_MONTH
        values |= {"first": german(part.start), "last": german(last_day_before(part.end))}
        values |= {"days": str(part.days), "of": str(part.of)}
    return Step(text, exact_euro(rate * share * part.units / UNITS), source, values)
