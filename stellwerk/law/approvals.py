"""Approvals: whether a post may be funded by the terms, and what the first grant or a follow-up gets."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from stellwerk.law.funding import Funding, funding
from stellwerk.law.money import ZERO, euro, exact
from stellwerk.law.periods import Period, add_months, german, last_day_before
from stellwerk.law.terms import CostPlan, FollowUpRule, Population, Staffing, Terms
from stellwerk.law.working import N_, Refused, Step, Working


def approved_funding(
    period: Period,
    *,
    approved_share: Decimal,
    terms: Terms,
    costs: CostPlan | None = None,
    population: Population | None = None,
    follows: str = "",
) -> Funding:
    """Return what a new grant for a post gets, as if the post were filled all the time.

    follows  file number of the grant that this one follows; empty for a first grant

    Refused: the period is too short or too long, no follow-up is funded, or ``funding`` refuses.
    Law: §§ 4, 23, 44 LHO; duration, follow-up and highest amount by the programme terms.
    """
    steps: tuple[Step, ...] = ()
    if follows:
        terms, step = follow_up_terms(terms, follows)
        steps = (step,)
    require_duration(period, terms)
    staffing = [Staffing(period.start, None, approved_share)]
    found = funding(
        period,
        approved_share=approved_share,
        staffing=staffing,
        terms=terms,
        costs=costs,
        population=population,
    )
    whole = replace(found, working=Working(found.working.amount, (*steps, *found.working.steps)))
    return within_cap(whole, terms)


def follow_up_terms(terms: Terms, follows: str) -> tuple[Terms, Step]:
    """Return the terms as they are for a follow-up of an earlier grant, and the step that says so.

    follows  file number of the earlier grant

    Refused: the terms fund no follow-up.
    Law: programme terms (first and follow-up project); no statute.
    """
    said = terms.follow_up
    if said.rule is FollowUpRule.EXCLUDED:
        raise Refused(
            N_(
                "Nach „%(terms)s“ wird ein Anschlussvorhaben nicht gefördert. Bitte prüfen Sie, ob es ein "
                "neues Vorhaben ist."
            ),
            field="follows",
            terms=terms.label,
        )
    changed = replace(
        terms,
        percent=said.percent if said.percent is not None else terms.percent,
        longest_months=said.longest_months if said.longest_months is not None else terms.longest_months,
    )
    if said.yearly_rate is not None:
        changed = replace(changed, yearly_rate=said.yearly_rate, monthly_rate=None, bands=())
    text = N_("Anschlussvorhaben zur Zuwendung %(file)s; es gelten die Bedingungen für Anschlussvorhaben")
    return changed, Step(text, follows, terms.source, {"file": follows})


def require_duration(period: Period, terms: Terms) -> None:
    """Refuse a period that is shorter or longer than the terms allow.

    Law: programme terms (shortest and longest duration); no statute.
    """
    if terms.shortest_months is not None and period.end < add_months(period.start, terms.shortest_months):
        raise Refused(
            N_(
                "Nach „%(terms)s“ wird mindestens %(months)s Monate gefördert, hier also bis zum %(limit)s. "
                "Bitte wählen Sie kein früheres Ende als diesen Tag."
            ),
            field="last_day",
            **_limit(period, terms, terms.shortest_months),
        )
    if terms.longest_months is not None and period.end > add_months(period.start, terms.longest_months):
        raise Refused(
            N_(
                "Nach „%(terms)s“ wird längstens %(months)s Monate gefördert, hier also bis zum %(limit)s. "
                "Bitte wählen Sie kein späteres Ende als diesen Tag."
            ),
            field="last_day",
            **_limit(period, terms, terms.longest_months),
        )


def require_sharing(parts: Sequence[Decimal], *, approved_share: Decimal, terms: Terms) -> None:
    """Refuse a post that is shared by more people, or in smaller parts, than the terms allow.

    parts  the share of each person; one person always may

    Law: programme terms (several people on one post); no statute.
    """
    rule = terms.splitting
    if rule is None or len(parts) <= 1:
        return
    if approved_share < rule.from_share:
        raise Refused(
            N_(
                "Nach „%(terms)s“ kann nur eine Stelle ab %(share)s VZÄ auf mehrere Personen aufgeteilt "
                "werden. Bitte ändern Sie die Aufteilung."
            ),
            field="parts",
            terms=terms.label,
            share=exact(rule.from_share),
        )
    if len(parts) > rule.most_people or min(parts) < rule.smallest_part:
        raise Refused(
            N_(
                "Nach „%(terms)s“ teilen sich höchstens %(most)s Personen eine Stelle, jede mit mindestens "
                "%(part)s VZÄ. Bitte ändern Sie die Aufteilung."
            ),
            field="parts",
            terms=terms.label,
            most=str(rule.most_people),
            part=exact(rule.smallest_part),
        )


def within_cap(found: Funding, terms: Terms) -> Funding:
    """Return the funding, at most the highest amount of a grant; earlier years are filled first.

    Law: programme terms (highest amount); no statute.
    """
    left = terms.total_cap
    if left is None or found.working.amount <= left:
        return found
    by_year: dict[int, Decimal] = {}
    for year, amount in sorted(found.by_year.items()):
        by_year[year] = min(amount, left)
        left -= by_year[year]
    assert terms.total_cap is not None
    text = N_("begrenzt auf den Höchstbetrag der Zuwendung; frühere Haushaltsjahre gehen vor")
    step = Step(text, euro(terms.total_cap), terms.source)
    working = Working(sum(by_year.values(), ZERO), (*found.working.steps, step))
    return replace(found, working=working, by_year=by_year)


def _limit(period: Period, terms: Terms, months: int) -> dict[str, str]:
    limit = german(last_day_before(add_months(period.start, months)))
    return {"terms": terms.label, "months": str(months), "limit": limit}
