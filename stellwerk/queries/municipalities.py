"""Municipalities: the list of them, and the services of one with what is known of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.law.coverage import STRENGTH
from stellwerk.models import CoverageFact, Municipality, Service
from stellwerk.queries.coverage import Cell, cells, known

MISSING = "fehlt"  # nothing is collected, which is not "none"
EVERYTHING = "alles"


@dataclass(frozen=True, slots=True)
class Line:
    """A service of a municipality; ``cell`` is None where nothing is collected."""

    service: Service
    cell: Cell | None


def municipalities(*, district: str = "", q: str = "") -> QuerySet[Municipality]:
    found = Municipality.objects.select_related("district")
    if district:
        found = found.filter(district=district)
    if q:
        found = found.filter(Q(name__icontains=q) | Q(ags__startswith=q))
    return found.order_by("name", "ags")


def municipality(ags: str) -> Municipality:
    return get_object_or_404(Municipality.objects.select_related("district"), ags=ags)


def services_of(
    ags: str, *, day: date, state: str = "", q: str = "", listed: int | None = None
) -> QuerySet[Service]:
    """Return the services of a municipality by name.

    state   a state: what its channels come to; MISSING: not collected; EVERYTHING: all of the catalogue;
            "": whatever is collected
    listed  only those of a priority list
    """
    facts = known(day).filter(municipality=ags, service=OuterRef("pk"))
    found = Service.objects.filter(_is(state, facts)) if state != EVERYTHING else Service.objects.all()
    if state in (MISSING, EVERYTHING):
        found = found.filter(Q(gone_on=None) | Exists(facts))
    if q:
        found = found.filter(Q(name__icontains=q) | Q(key__startswith=q))
    if listed:
        found = found.filter(priorities__priority_list=listed)
    return found.order_by("name", "pk")


def lines(ags: str, services: Sequence[Service], *, day: date) -> list[Line]:
    """Return some services with what is known of them; one query."""
    found: Mapping[tuple[str, int], Cell] = cells([ags], [service.pk for service in services], day=day)
    there = {service: cell for (_ags, service), cell in found.items() if cell.state}
    return [Line(service, there.get(service.pk)) for service in services]


def has_example(ags: str) -> bool:
    """Say whether something known of the municipality is an example."""
    return CoverageFact.objects.filter(
        municipality=ags, replaced_by=None, change_set__is_example=True
    ).exists()


def _is(state: str, facts: QuerySet[CoverageFact]) -> Q:
    if state == MISSING:
        return ~Q(Exists(facts))
    if state not in STRENGTH:
        return Q(Exists(facts))
    stronger = STRENGTH[: STRENGTH.index(state)]
    return Q(Exists(facts.filter(state=state))) & ~Q(Exists(facts.filter(state__in=stronger)))
