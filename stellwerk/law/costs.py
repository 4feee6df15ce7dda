"""Costs by category: what of them may be funded, and what a measure without a post gets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stellwerk.law.bands import in_band
from stellwerk.law.money import ZERO, cents, euro, exact, exact_euro
from stellwerk.law.rates import monthly_amount
from stellwerk.law.terms import CostCategory, CostPlan, FinancingType, Population, Terms
from stellwerk.law.working import N_, Refused, Step, Working

_TYPES = "VV Nr. 2 zu § 44 LHO"
_AS_PLANNED = N_("%(label)s: %(amount)s wie geplant")
_NOT_ELIGIBLE = N_("%(label)s: nach den Förderbedingungen nicht zuwendungsfähig")
_BY_DAYS = N_("%(label)s: %(amount)s für %(days)s Tage, gefördert werden höchstens %(most)s")
_BY_EURO = N_("%(label)s: %(amount)s, begrenzt auf den Höchstbetrag")
_BY_PERCENT = N_("%(label)s: %(amount)s, höchstens %(percent)s %% von %(base)s")


@dataclass(frozen=True, slots=True)
class CostItem:
    """Planned expenditure of one category; days where the category is limited by days."""

    category: str
    amount: Decimal
    days: int | None = None

    def row(self) -> dict[str, Any]:
        """Return the item as JSON keeps it; ``read`` makes the same of it."""
        return {"category": self.category, "amount": str(self.amount), "days": self.days}

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "CostItem":
        return cls(row["category"], Decimal(row["amount"]), row["days"])


def eligible_costs(items: Iterable[CostItem], terms: Terms) -> Working:
    """Return the eligible expenditure, one step per item; categories with a share of the others come last.

    Refused: an item limited by days names none.
    Law: VV Nr. 2 zu § 44 LHO (eligible expenditure); the limits by the programme terms.
    """
    known = {one.key: one for one in terms.cost_categories}
    listed = sorted(items, key=lambda item: _is_share(known.get(item.category)))
    steps: list[Step] = []
    total = base = ZERO
    for item in listed:
        category = known.get(item.category)
        amount, step = _recognised(item, category, base, terms)
        steps.append(step)
        total += amount
        base += ZERO if _is_share(category) else amount
    steps.append(Step(N_("zuwendungsfähige Ausgaben"), euro(cents(total)), _TYPES))
    return Working(cents(total), tuple(steps))


def project_amount(
    items: Sequence[CostItem],
    terms: Terms,
    *,
    own: Decimal = ZERO,
    third_party: Decimal = ZERO,
    population: Population | None = None,
) -> Working:
    """Return what a measure gets that is funded as a whole, by its expenditure.

    own, third_party  count for a Fehlbedarf
    population        needed where the terms have bands

    Refused: ``eligible_costs`` refuses, or the terms lack a value.
    Law: §§ 23, 44 LHO, VV Nr. 2 zu § 44 LHO (its formulas are not confirmed).
    """
    steps: tuple[Step, ...] = ()
    if terms.bands:
        terms, step = in_band(terms, population)
        steps = (step,)
    eligible = eligible_costs(items, terms)
    covered = _covered(eligible.amount, own, third_party, terms)
    return capped(Working(covered.amount, (*steps, *eligible.steps, *covered.steps)), terms)


def capped(working: Working, terms: Terms) -> Working:
    """Return the amount, at most the highest amount of a grant.

    Law: programme terms (highest amount); no statute.
    """
    if terms.total_cap is None or working.amount <= terms.total_cap:
        return working
    text = N_("begrenzt auf den Höchstbetrag der Zuwendung")
    step = Step(text, euro(terms.total_cap), terms.source)
    return Working(terms.total_cap, (*working.steps, step))


def _is_share(category: CostCategory | None) -> bool:
    return category is not None and category.most_percent is not None


def _recognised(
    item: CostItem, category: CostCategory | None, base: Decimal, terms: Terms
) -> tuple[Decimal, Step]:
    label = category.label if category else item.category
    values = {"label": label, "amount": euro(item.amount)}
    if category is None:
        return ZERO, Step(_NOT_ELIGIBLE, euro(ZERO), terms.source, values)
    amount, text = item.amount, _AS_PLANNED
    if category.most_days is not None and _days(item, category) > category.most_days:
        amount = amount * category.most_days / _days(item, category)
        values |= {"days": str(item.days), "most": str(category.most_days)}
        text = _BY_DAYS
    if category.most_percent is not None and amount > (share := base * category.most_percent / 100):
        values |= {"percent": exact(category.most_percent, 0), "base": euro(base)}
        amount, text = share, _BY_PERCENT
    if category.most_euro is not None and amount > category.most_euro:
        amount, text = category.most_euro, _BY_EURO
    return amount, Step(text, exact_euro(amount), terms.source, values)


def _days(item: CostItem, category: CostCategory) -> int:
    if not item.days:
        raise Refused(
            N_("Bei „%(label)s“ fehlt die Zahl der Tage. Bitte ergänzen Sie den Finanzierungsplan."),
            field="days",
            label=category.label,
        )
    return item.days


def _covered(eligible: Decimal, own: Decimal, third_party: Decimal, terms: Terms) -> Working:
    """Return the amount before the cap, by the same formulas as for a post, for the whole measure at once."""
    if terms.financing_type is FinancingType.FESTBETRAG:
        raise Refused(
            N_(
                "„%(terms)s“ gewährt einen Festbetrag je Stelle; für ein Vorhaben ohne Stelle lässt sich "
                "daraus nichts errechnen. Bitte wählen Sie eine andere Finanzierungsart."
            ),
            field="financing_type",
            terms=terms.label,
        )
    return _whole(CostPlan(eligible, own, third_party), terms)


def _whole(costs: CostPlan, terms: Terms) -> Working:
    text, amount = N_("alle zuwendungsfähigen Ausgaben"), costs.eligible_monthly
    values: dict[str, str] = {}
    if terms.financing_type is FinancingType.ANTEIL:
        if terms.percent is None:
            return monthly_amount(terms, costs)  # refuses: the percentage is missing
        text = N_("Anteil: %(percent)s %% der zuwendungsfähigen Ausgaben")
        values = {"percent": exact(terms.percent, 0)}
        amount = cents(costs.eligible_monthly * terms.percent / 100)
    elif terms.financing_type is FinancingType.FEHLBEDARF:
        text = N_(
            "Fehlbedarf: zuwendungsfähige Ausgaben − Eigenmittel %(own)s − Mittel Dritter %(third_party)s"
        )
        values = {"own": euro(costs.own_monthly), "third_party": euro(costs.third_party_monthly)}
        amount = max(costs.eligible_monthly - costs.own_monthly - costs.third_party_monthly, ZERO)
    return Working(amount, (Step(text, euro(amount), f"{terms.source}; {_TYPES}", values),))
