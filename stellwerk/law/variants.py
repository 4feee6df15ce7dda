"""Variants of a round of decisions: what if less were paid, fewer were funded, or the money had an end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from stellwerk.law.decisions import Decided, Outcome, Proposal, decide
from stellwerk.law.money import ZERO, cents
from stellwerk.law.terms import Terms
from stellwerk.law.working import N_, Refused

TOO_SMALL = N_("Der Betrag läge unter der Mindestförderung dieser Variante.")
NO_MONEY = N_("Die Haushaltsmittel reichen nach der Reihenfolge dieser Variante nicht.")


class Order(StrEnum):
    """Who gets money first while it lasts."""

    ARRIVAL = "arrival"
    SMALLEST = "smallest"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a variant changes; None and False change nothing.

    percent       of what each application would get, above 0 and at most 100
    cap           the most for one application, in euro
    share_limit   the largest share of a post that is funded
    refuse_below  an application that would get less is refused, in euro
    in_budget     refuse, in this order, what the money of a year no longer suffices for
    """

    percent: Decimal | None = None
    cap: Decimal | None = None
    share_limit: Decimal | None = None
    refuse_below: Decimal | None = None
    in_budget: bool = False
    order: Order = Order.ARRIVAL


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a variant means for one application; ``why`` says what speaks against it."""

    proposal: Proposal
    decided: Decided | None
    why: Refused | None = None

    @property
    def amount(self) -> Decimal:
        return self.decided.amount if self.decided else ZERO


def simulate(
    proposals: Sequence[Proposal],
    terms: Terms,
    *,
    settings: Settings,
    left: Mapping[int, Decimal],
    reason: str,
) -> list[Simulated]:
    """Return what each application would get, in the order in which they were given: that of arrival.

    What is refused already stays refused; everything else is tried as an approval.

    left    euro that are free in each budget year
    reason  given to all who would get less than they asked for, or nothing

    Law: § 40 LVwVfG (equal exercise of discretion); §§ 4, 6, 16, 38 LHO where the budget is the limit.
    """
    done = [_simulated(it, terms, settings, reason) for it in proposals]
    if not settings.in_budget:
        return done
    free = dict(left)
    for place in _queue(proposals, settings.order):
        done[place] = _paid(done[place], free, reason)
    return done


def _simulated(it: Proposal, terms: Terms, settings: Settings, reason: str) -> Simulated:
    if it.outcome is Outcome.REFUSE:
        return Simulated(it, decide(it, terms))
    tried = _narrowed(it, settings, reason)
    try:
        whole = decide(tried, terms)
        limit = _limit(whole.amount, settings)
        tried = replace(tried, limit=limit) if limit < whole.amount else tried
        decided = decide(tried, terms) if limit < whole.amount else whole
    except Refused as no:
        return Simulated(it, None, no)
    if settings.refuse_below is not None and decided.amount < settings.refuse_below:
        return _refused(tried, decided, TOO_SMALL, reason)
    return Simulated(tried, decided)


def _narrowed(it: Proposal, settings: Settings, reason: str) -> Proposal:
    share = it.share
    if share is not None and settings.share_limit is not None:
        share = min(share, settings.share_limit)
    return replace(it, outcome=Outcome.APPROVE, share=share, limit=None, reason=it.reason or reason)


def _limit(amount: Decimal, settings: Settings) -> Decimal:
    if settings.percent is not None:
        amount = cents(amount * settings.percent / 100)
    return amount if settings.cap is None else min(amount, settings.cap)


def _queue(proposals: Sequence[Proposal], order: Order) -> list[int]:
    places = range(len(proposals))
    if order is Order.ARRIVAL:
        return list(places)
    sign = 1 if order is Order.SMALLEST else -1
    return sorted(places, key=lambda place: (sign * (proposals[place].asked or ZERO), place))


def _paid(one: Simulated, free: dict[int, Decimal], reason: str) -> Simulated:
    """Take what an approval costs from the money that is left, or refuse it where that does not suffice."""
    if one.decided is None or one.proposal.outcome is not Outcome.APPROVE:
        return one
    if any(amount > free.get(year, ZERO) for year, amount in one.decided.by_year.items()):
        return _refused(one.proposal, one.decided, NO_MONEY, reason)
    for year, amount in one.decided.by_year.items():
        free[year] -= amount
    return one


def _refused(it: Proposal, decided: Decided, why: str, reason: str) -> Simulated:
    proposal = replace(it, outcome=Outcome.REFUSE, limit=None, reason=reason or it.reason)
    nothing = replace(
        decided, amount=ZERO, by_year={}, working=replace(decided.working, result=ZERO, steps=())
    )
    return Simulated(proposal, nothing, Refused(why))
