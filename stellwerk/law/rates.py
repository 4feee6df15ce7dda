"""Rates: what one full-time post costs the grantor in a full month, by financing type."""

from decimal import Decimal

from stellwerk.law.bands import in_band
from stellwerk.law.money import ZERO, euro, exact, exact_euro
from stellwerk.law.terms import CostPlan, FinancingType, Population, Terms
from stellwerk.law.working import N_, Refused, Step, Working

MONTHS = 12  # of a year
_TYPES = "VV Nr. 2 zu § 44 LHO"


def monthly_amount(terms: Terms, costs: CostPlan | None, population: Population | None = None) -> Working:
    """Return the euro per full month and 1.0 full-time share, not rounded.

    population  of the recipient's place; needed where the terms have bands
    costs       needed for Anteil, Fehlbedarf and Voll. A Festbetrag is paid as it is: whether it exceeds the
                eligible expenditure is found out by the proof of use, not here

    Refused: the terms or the cost plan lack a value that the financing type needs, or no band fits.
    Law: §§ 23, 44 LHO, VV Nr. 2 zu § 44 LHO (its formulas are not confirmed).
    """
    if terms.bands:
        banded, step = in_band(terms, population)
        found = monthly_amount(banded, costs)
        return Working(found.amount, (step, *found.steps))
    if terms.financing_type is FinancingType.FESTBETRAG:
        return _fixed(terms)
    if costs is None:
        raise Refused(
            N_(
                "Zu dieser Stelle fehlt der Finanzierungsplan; nach „%(terms)s“ wird er für die Berechnung "
                "gebraucht. Bitte tragen Sie die zuwendungsfähigen Ausgaben ein."
            ),
            field="costs",
            terms=terms.label,
        )
    return _capped(_covered(terms, costs), terms)


def _fixed(terms: Terms) -> Working:
    if terms.monthly_rate is None and terms.yearly_rate is not None:
        rate = terms.yearly_rate / MONTHS
        values = {"yearly": euro(terms.yearly_rate)}
        text = N_("Festbetrag je Monat und Vollzeitstelle: ein Zwölftel von %(yearly)s im Jahr")
        return Working(rate, (Step(text, exact_euro(rate), terms.source, values),))
    rate = _needed(terms.monthly_rate, terms, "monthly_rate")
    step = Step(N_("Festbetrag je Monat und Vollzeitstelle"), euro(rate), terms.source)
    return Working(rate, (step,))


def _covered(terms: Terms, costs: CostPlan) -> Working:
    eligible = exact_euro(costs.eligible_monthly)
    if terms.financing_type is FinancingType.ANTEIL:
        percent = _needed(terms.percent, terms, "percent")
        amount = costs.eligible_monthly * percent / 100
        values = {"percent": exact(percent, 0), "eligible": eligible}
        text = N_("Anteil je Monat: %(percent)s %% von %(eligible)s zuwendungsfähigen Ausgaben")
    elif terms.financing_type is FinancingType.FEHLBEDARF:
        amount = max(costs.eligible_monthly - costs.own_monthly - costs.third_party_monthly, ZERO)
        values = {
            "eligible": eligible,
            "own": exact_euro(costs.own_monthly),
            "third_party": exact_euro(costs.third_party_monthly),
        }
        text = N_("Fehlbedarf je Monat: %(eligible)s − Eigenmittel %(own)s − Mittel Dritter %(third_party)s")
    else:
        amount, values = costs.eligible_monthly, {"eligible": eligible}
        text = N_("Vollfinanzierung je Monat: zuwendungsfähige Ausgaben von %(eligible)s")
    return Working(amount, (Step(text, exact_euro(amount), f"{terms.source}; {_TYPES}", values),))


def _capped(covered: Working, terms: Terms) -> Working:
    cap = terms.monthly_cap
    if cap is None and terms.yearly_cap is not None:
        cap = terms.yearly_cap / MONTHS
    if cap is None or covered.amount <= cap:
        return covered
    text = N_("begrenzt auf den Höchstbetrag je Monat und Vollzeitstelle")
    step = Step(text, exact_euro(cap), terms.source)
    return Working(cap, (*covered.steps, step))


def _needed(value: Decimal | None, terms: Terms, field: str) -> Decimal:
    if value is not None:
        return value
    text = (
        N_("In „%(terms)s“ fehlt der Festbetrag je Monat. Bitte ergänzen Sie die Förderbedingungen.")
        if field == "monthly_rate"
        else N_("In „%(terms)s“ fehlt der Fördersatz in Prozent. Bitte ergänzen Sie die Förderbedingungen.")
    )
    raise Refused(text, field=field, terms=terms.label)
