"""Variants: what a round would come to under other settings, and the ones that were kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.law.variants import Order, Settings, simulate
from stellwerk.models import DecisionRound, Variant
from stellwerk.queries.decisions import decisions
from stellwerk.queries.proposals import Outlook, Sums, free_by_year, missing_by_year, proposals, summed

AMOUNTS = ("percent", "cap", "share_limit", "refuse_below")


@dataclass(frozen=True, slots=True)
class Simulation:
    """A round under some settings: each application, the sums, and the euro that would be missing by year."""

    settings: Settings
    outlooks: list[Outlook]
    sums: Sums
    missing: dict[int, Decimal]


def simulation(round_: DecisionRound, settings: Settings, *, reason: str) -> Simulation:
    """Return what each application would get. Nothing is written."""
    terms = round_.terms.values()
    rows = list(proposals(decisions(round_), terms))
    found = simulate(
        [proposal for _row, proposal in rows],
        terms,
        settings=settings,
        left=free_by_year(round_),
        reason=reason,
    )
    outlooks = [
        Outlook(row, one.proposal, one.decided, None if one.decided else one.why)
        for (row, _proposal), one in zip(rows, found, strict=True)
    ]
    sums = summed(outlooks, letter_date=round_.letter_date)
    return Simulation(settings, outlooks, sums, missing_by_year(round_, sums.decided))


def variant(rights: Rights, pk: int) -> Variant:
    """Return a variant with its round. Http404: there is none, or it is somebody else's."""
    found = visible(Variant.objects.all(), rights).select_related("round__call__programme", "round__terms")
    return get_object_or_404(found, pk=pk)


def spelled(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON, so that reading them gives the same."""
    said = {name: getattr(settings, name) for name in AMOUNTS}
    plain: dict[str, Any] = {name: str(value) for name, value in said.items() if value is not None}
    return plain | {"in_budget": settings.in_budget, "order": settings.order.value}


def settings_of(stored: Mapping[str, Any]) -> Settings:
    amounts = {name: Decimal(stored[name]) for name in AMOUNTS if name in stored}
    return Settings(**amounts, in_budget=stored["in_budget"], order=Order(stored["order"]))
