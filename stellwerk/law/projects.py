"""Approvals by kind of cost: what a measure gets by its whole plan of costs, and how long in which year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stellwerk.law.approvals import follow_up_terms, require_duration
from stellwerk.law.costs import CostItem, project_amount
from stellwerk.law.funding import require_share
from stellwerk.law.money import ZERO, cents
from stellwerk.law.months import UNITS, month_parts
from stellwerk.law.periods import Period
from stellwerk.law.terms import CostPlan, FinancingType, Population, Terms
from stellwerk.law.working import Step, Working


@dataclass(frozen=True, slots=True)
class Planned:
    """What a measure gets as a whole.

    working  result: euro for the whole funding period
    months   funded months of each calendar year, broken ones as fractions
    """

    working: Working
    months: Mapping[int, Decimal]


def counts_by_kind(items: Sequence[CostItem], terms: Terms) -> bool:
    """Say whether a measure is funded by its costs of each kind: they are planned, and the terms name kinds.

    A Festbetrag is paid for the post, whatever it costs.

    Law: VV Nr. 2 zu § 44 LHO (eligible expenditure); the kinds by the programme terms.
    """
    return bool(items and terms.cost_categories) and terms.financing_type is not FinancingType.FESTBETRAG


def approved_project(
    period: Period,
    items: Sequence[CostItem],
    *,
    approved_share: Decimal,
    terms: Terms,
    costs: CostPlan | None = None,
    population: Population | None = None,
    follows: str = "",
) -> Planned:
    """Return what a measure with a post gets by its costs of each kind, for the whole funding period.

    costs    own means and those of others by the month of a full-time post; they count for a Fehlbedarf
    follows  file number of the grant that this one follows; empty for a first grant

    Refused: the period is too short or too long, the share too small or too large, no follow-up is funded,
    or ``project_amount`` refuses.
    Law: §§ 4, 23, 44 LHO, VV Nr. 2 zu § 44 LHO; duration, share and limits by the programme terms.
    """
    steps: tuple[Step, ...] = ()
    if follows:
        terms, step = follow_up_terms(terms, follows)
        steps = (step,)
    require_duration(period, terms)
    require_share(approved_share, terms)
    months = {
        year.start.year: Decimal(sum(it.units for it in month_parts(year.start, year.end, terms.day_rule)))
        / UNITS
        for year in period.years()
    }
    posts = sum(months.values(), ZERO) * approved_share
    found = project_amount(
        items,
        terms,
        own=cents(costs.own_monthly * posts) if costs else ZERO,
        third_party=cents(costs.third_party_monthly * posts) if costs else ZERO,
        population=population,
    )
    return Planned(Working(found.amount, (*steps, *found.steps)), months)
