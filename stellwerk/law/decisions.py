"""Decisions on applications: approve or refuse, how much, for how long, and who has to look at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from stellwerk.law.approvals import approved_funding
from stellwerk.law.costs import CostItem
from stellwerk.law.funding import Funding
from stellwerk.law.money import CENT, ZERO, cents, euro, exact
from stellwerk.law.periods import Period
from stellwerk.law.projects import Planned, approved_project, counts_by_kind
from stellwerk.law.terms import CostPlan, Earlier, Population, Terms
from stellwerk.law.working import N_, Refused, Step, Working

_ASKED = N_("begrenzt auf den beantragten Betrag")
_LIMIT = N_("begrenzt auf den festgesetzten Betrag")
_SPREAD = N_("Haushaltsjahr %(year)s: %(months)s Monate, im Verhältnis der Monate verteilt")
_CUT = N_("Haushaltsjahr %(year)s, im Verhältnis der Jahre gekürzt")


class Outcome(StrEnum):
    OPEN = "open"
    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one application.

    asked               euro the applicant asks for; None where the form does not say
    share               of the post that is funded, 0–1
    starts_on, ends_on  funding period, half-open
    costs               needed unless the terms pay a Festbetrag
    limit               the most that shall be granted, in euro; None: what the terms yield
    reason              why it is refused, or less than asked; it stands in the notice
    population          of the applicant's place, needed where the terms have bands
    follows             the grant that this one follows; None for a first grant
    items               planned costs of the whole measure by kind, where the terms limit kinds of cost
    """

    outcome: Outcome
    asked: Decimal | None = None
    share: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    costs: CostPlan | None = None
    limit: Decimal | None = None
    reason: str = ""
    population: Population | None = None
    follows: Earlier | None = None
    items: tuple[CostItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be proposed for one application, or for many alike; None keeps what each has.

    is_first  it follows no grant, whatever was proposed so far
    """

    outcome: Outcome
    reason: str = ""
    share: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    costs: CostPlan | None = None
    limit: Decimal | None = None
    follows: Earlier | None = None
    is_first: bool = False
    items: tuple[CostItem, ...] | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a proposal yields.

    by_year   euro per calendar year, only years that get something; empty for a refusal
    yielded   the same, as the terms alone would have it; empty where they cannot say
    """

    amount: Decimal
    by_year: Mapping[int, Decimal]
    yielded: Mapping[int, Decimal]
    working: Working


def decide(it: Proposal, terms: Terms) -> Decided:
    """Return what an application gets: what the terms yield, never more than was asked or the limit.

    Refused: the outcome is open, a refusal or a smaller amount lacks its reason, the share or the period
    is missing, nothing would be left, or ``approved_funding`` refuses.
    Law: §§ 23, 44 LHO, VV Nr. 4 zu § 44 LHO; reasons: § 39 LVwVfG; discretion: § 40 LVwVfG. That nothing
    beyond the application is granted follows from VV Nr. 3 zu § 44 LHO (its numbers are not confirmed).
    """
    if it.outcome is Outcome.OPEN:
        raise Refused(N_("Hier ist noch nicht gewählt, ob bewilligt oder abgelehnt wird."), field="outcome")
    if it.outcome is Outcome.REFUSE:
        require_reason(it)
        return Decided(ZERO, {}, _yielded(it, terms), Working(ZERO, ()))
    found = funded(it, terms)
    amount, steps = _limited(it, found)
    by_year = shared_out(amount, found.by_year)
    if amount < found.working.amount:
        steps += [Step(_CUT, euro(by_year[year]), "§ 4 LHO", {"year": str(year)}) for year in by_year]
    _require_enough(it, amount)
    given = {year: part for year, part in by_year.items() if part}
    working = Working(amount, (*found.working.steps, *steps))
    return Decided(amount, given, found.by_year, working)


def funded(it: Proposal, terms: Terms) -> Funding:
    """Return what the terms yield for a proposal: by kind of cost where it plans them, else by the month.

    Refused: the share or the period is missing, it follows a grant that begins no earlier, or
    ``approved_funding`` or ``approved_project`` refuses.
    Law: §§ 23, 44 LHO, VV Nr. 2 zu § 44 LHO; the rest by the programme terms.
    """
    period = _period(it)
    _require_earlier(it)
    share, follows = _share(it), it.follows.file_number if it.follows else ""
    if counts_by_kind(it.items, terms):
        planned = approved_project(
            period,
            it.items,
            approved_share=share,
            terms=terms,
            costs=it.costs,
            population=it.population,
            follows=follows,
        )
        return _spread(planned)
    return approved_funding(
        period,
        approved_share=share,
        terms=terms,
        costs=it.costs,
        population=it.population,
        follows=follows,
    )


def require_reason(it: Proposal) -> None:
    """Refuse a refusal that nobody explains.

    Law: § 39 Abs. 1 LVwVfG, VV Nr. 4.1 zu § 44 LHO.
    """
    if it.outcome is Outcome.REFUSE and not it.reason.strip():
        raise Refused(
            N_("Eine Ablehnung braucht eine Begründung. Bitte schreiben Sie, warum."), field="reason"
        )


def shared_out(amount: Decimal, by_year: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return an amount shared out like others over the years; the sum is exact, to the cent.

    by_year  euro per year, in whose proportion it is shared out; cents that are left go to where most is
             lacking, the earlier year first

    Law: § 4 LHO (the budget year); that every year bears its part of a cut is a term of the programme.
    """
    total = sum(by_year.values(), ZERO)
    if not total or amount == total:
        return dict(by_year)
    exact = {year: amount * part / total for year, part in by_year.items()}
    shared = {year: part.quantize(CENT, rounding=ROUND_DOWN) for year, part in exact.items()}
    left = int((amount - sum(shared.values(), ZERO)) / CENT)
    for year in sorted(exact, key=lambda one: (shared[one] - exact[one], one))[:left]:
        shared[year] += CENT
    return shared


def needs_third_pair(amounts: Iterable[Decimal], *, threshold: Decimal | None) -> bool:
    """Say whether somebody else has to countersign: one amount reaches the threshold of the programme.

    threshold  euro; None: never

    Law: VV zu § 70 LHO leaves it to the authority (not confirmed): a setting of the programme.
    """
    return threshold is not None and any(amount >= threshold for amount in amounts)


def require_third_pair(*, is_needed: bool, third_by: int | None) -> None:
    """Refuse a release that lacks its countersignature.

    Law: VV zu § 70 LHO (its numbers are not confirmed); the threshold is a setting of the programme.
    """
    if is_needed and third_by is None:
        raise Refused(
            N_(
                "Ab der Schwelle dieses Programms zeichnet eine dritte Person mit. "
                "Bitte lassen Sie die Entscheidungen zuerst mitzeichnen."
            )
        )


def changed(it: Proposal, change: Change) -> Proposal:
    """Return a proposal with what a change says; what it does not say stays.

    A refusal keeps the values of the post, so that an approval can follow without typing them again.

    Law: § 40 LVwVfG (whoever decides many alike does so on the same grounds).
    """
    names = ("share", "starts_on", "ends_on", "costs", "follows", "items")
    said = {name: getattr(change, name) for name in names}
    given = {name: value for name, value in said.items() if value is not None}
    given |= {"follows": None} if change.is_first else {}
    return replace(it, outcome=change.outcome, limit=change.limit, reason=change.reason, **given)


def _spread(planned: Planned) -> Funding:
    """Share the amount of the whole measure out over the budget years, by the months of each."""
    amount = planned.working.amount
    by_year = shared_out(amount, planned.months)
    steps = [
        Step(_SPREAD, euro(by_year[year]), "§ 4 LHO", {"year": str(year), "months": exact(months)})
        for year, months in planned.months.items()
    ]
    working = Working(amount, (*planned.working.steps, *(steps if len(steps) > 1 else ())))
    return Funding(working, by_year, cents(sum(planned.months.values(), ZERO)))


def _yielded(it: Proposal, terms: Terms) -> Mapping[int, Decimal]:
    try:
        return funded(it, terms).by_year
    except Refused:
        return {}  # what is refused need not be calculable


def _share(it: Proposal) -> Decimal:
    if it.share is None or not 0 < it.share <= 1:
        raise Refused(
            N_("Es fehlt der Stellenumfang, über 0 und höchstens 1. Bitte tragen Sie ihn ein."), field="share"
        )
    return it.share


def _period(it: Proposal) -> Period:
    if it.starts_on is None or it.ends_on is None:
        raise Refused(N_("Es fehlt der Bewilligungszeitraum. Bitte tragen Sie ihn ein."), field="starts_on")
    if it.ends_on <= it.starts_on:
        raise Refused(
            N_("Der letzte Tag liegt vor dem Beginn. Bitte berichtigen Sie den Bewilligungszeitraum."),
            field="last_day",
        )
    return Period(it.starts_on, it.ends_on)


def _require_earlier(it: Proposal) -> None:
    """Refuse a follow-up that begins no later than the grant it follows."""
    if it.follows and it.starts_on and it.starts_on <= it.follows.starts_on:
        raise Refused(
            N_(
                "Die Zuwendung %(file_number)s beginnt nicht vor diesem Vorhaben; es kann ihr nicht folgen. "
                "Bitte wählen Sie eine andere Zuwendung oder keine."
            ),
            field="follows",
            file_number=it.follows.file_number,
        )


def _limited(it: Proposal, found: Funding) -> tuple[Decimal, list[Step]]:
    amount, steps = found.working.amount, []
    if it.asked is not None and it.asked < amount:
        amount = it.asked
        steps.append(Step(_ASKED, euro(amount), "VV Nr. 3 zu § 44 LHO"))
    if it.limit is not None and it.limit < amount:
        amount = it.limit
        steps.append(Step(_LIMIT, euro(amount), "§ 40 LVwVfG"))
    return amount, steps


def _require_enough(it: Proposal, amount: Decimal) -> None:
    if amount <= 0:
        raise Refused(
            N_("Es bliebe kein Betrag. Bitte lehnen Sie den Antrag ab oder ändern Sie die Angaben.")
        )
    if it.asked is not None and amount < it.asked and not it.reason.strip():
        raise Refused(
            N_("Bewilligt werden %(amount)s und damit weniger als beantragt. Bitte schreiben Sie, warum."),
            field="reason",
            amount=euro(amount),
        )
