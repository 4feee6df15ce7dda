"""Continuation: a grant goes on to a later day; what earlier notices granted stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stellwerk.law.funding import Funding, funding
from stellwerk.law.money import ZERO, euro
from stellwerk.law.periods import Period, add_months, first_of_next_month, german, last_day_before
from stellwerk.law.terms import CostPlan, DayRule, Population, Staffing, Terms
from stellwerk.law.working import N_, Refused, Step, Working

_EXTENDED = N_("Der Bewilligungszeitraum wird über den %(old_end)s hinaus bis zum %(new_end)s verlängert.")
_UNCHANGED = N_(
    "Der Bewilligungszeitraum läuft bereits bis zum %(old_end)s und damit nicht kürzer als bis zum "
    "%(new_end)s; er wird nicht verkürzt und bleibt unverändert."
)
_MONTH_PAID = N_(
    "Der angefangene Monat bis zum %(last)s ist mit der bisherigen Bewilligung bereits voll abgegolten."
)
_SUM = N_("Zusätzlicher Betrag für %(first)s bis %(last)s")


@dataclass(frozen=True, slots=True)
class GrantedState:
    """A grant as amended so far.

    start, end      funding period, half-open
    approved_share  0–1
    by_year         granted euro per calendar year
    population      of the recipient's place, where the terms have bands
    """

    start: date
    end: date
    approved_share: Decimal
    staffing: tuple[Staffing, ...]
    costs: CostPlan | None
    by_year: Mapping[int, Decimal]
    population: Population | None = None


@dataclass(frozen=True, slots=True)
class Continuation:
    """What the continuation means for one grant.

    changes           False: the grant already runs as long or longer; everything stays
    reason            German sentence with %(name)s for each of reason_values
    old_end, new_end  end exclusive
    added             euro per calendar year, only years that get something
    months            funded months of the added time
    working           result: the added total in euro
    """

    changes: bool
    reason: str
    reason_values: Mapping[str, str]
    old_end: date
    new_end: date
    added: Mapping[int, Decimal]
    total_before: Decimal
    total_after: Decimal
    months: Decimal
    working: Working


def continue_grant(state: GrantedState, *, new_end: date, terms: Terms) -> Continuation:
    """Return the grant continued to the new end, or unchanged where it already lasts as long.

    new_end  exclusive; the end becomes the later of old and new, and only the time between is calculated

    Refused: the new end is not after the first day, exceeds the longest duration of the terms, or
    ``funding`` refuses.
    Law: §§ 23, 44 LHO, VV Nr. 4 zu § 44 LHO; § 31 Abs. 4 LVwVfG (the last day never shifts).
    """
    if new_end <= state.start:
        raise Refused(
            N_(
                "Das neue Ende %(new_end)s liegt vor dem Beginn der Förderung am %(start)s. "
                "Bitte wählen Sie einen späteren Tag."
            ),
            field="new_end",
            new_end=_last(new_end),
            start=german(state.start),
        )
    values = {"old_end": _last(state.end), "new_end": _last(new_end)}
    if new_end <= state.end:
        return _unchanged(state, values)
    _check_duration(state, new_end, terms)
    return _extended(state, new_end, terms, values)


def _unchanged(state: GrantedState, values: Mapping[str, str]) -> Continuation:
    total = sum(state.by_year.values(), ZERO)
    working = Working(ZERO, (Step(_UNCHANGED, values["old_end"], "§ 44 LHO", values),))
    return Continuation(
        changes=False,
        reason=_UNCHANGED,
        reason_values=values,
        old_end=state.end,
        new_end=state.end,
        added={},
        total_before=total,
        total_after=total,
        months=ZERO,
        working=working,
    )


def _check_duration(state: GrantedState, new_end: date, terms: Terms) -> None:
    if terms.longest_months is None:
        return
    limit = add_months(state.start, terms.longest_months)
    if new_end > limit:
        raise Refused(
            N_(
                "Nach „%(terms)s“ wird längstens %(months)s Monate gefördert, hier also bis zum %(limit)s. "
                "Bitte wählen Sie kein späteres Ende als diesen Tag."
            ),
            field="new_end",
            terms=terms.label,
            months=str(terms.longest_months),
            limit=_last(limit),
        )


def _extended(state: GrantedState, new_end: date, terms: Terms, values: Mapping[str, str]) -> Continuation:
    steps = [Step(_EXTENDED, values["new_end"], f"§ 44 LHO; {terms.label}", values)]
    start = _first_uncounted_day(state, terms)
    if start > state.end:
        steps.append(Step(_MONTH_PAID, euro(ZERO), terms.label, {"last": _last(start)}))
    extra = _funding(state, Period(min(start, new_end), new_end), terms)
    total_before = sum(state.by_year.values(), ZERO)
    added = {year: amount for year, amount in extra.by_year.items() if amount}
    total = extra.working.amount
    steps += extra.working.steps
    period_values = {"first": german(state.end), "last": values["new_end"]}
    steps.append(Step(_SUM, euro(total), terms.source, period_values))
    return Continuation(
        changes=True,
        reason=_EXTENDED,
        reason_values=values,
        old_end=state.end,
        new_end=new_end,
        added=added,
        total_before=total_before,
        total_after=total_before + total,
        months=extra.months,
        working=Working(total, tuple(steps)),
    )


def _first_uncounted_day(state: GrantedState, terms: Terms) -> date:
    """Return the first day the earlier notices left open; a month begun and paid whole is not paid twice."""
    if terms.day_rule is not DayRule.FULL_MONTHS or state.end.day == 1:
        return state.end
    begun = Period(max(state.start, state.end.replace(day=1)), state.end)
    return first_of_next_month(state.end) if _funding(state, begun, terms).months else state.end


def _funding(state: GrantedState, period: Period, terms: Terms) -> Funding:
    return funding(
        period,
        approved_share=state.approved_share,
        staffing=state.staffing,
        terms=terms,
        costs=state.costs,
        population=state.population,
    )


def _last(end: date) -> str:
    return german(last_day_before(end))
