"""How old the statements about coverage are: by district, by municipality, by service."""

from collections.abc import Collection
from datetime import date
from typing import Any, Literal

from django.db.models import Count, F, Min, Q, QuerySet

from stellwerk.law.periods import add_months
from stellwerk.models import CoverageFact, Municipality, Service

Group = Literal["district", "municipality", "service"]
KEYS: dict[Group, tuple[str, str]] = {
    "district": ("municipality__district", "municipality__district__name"),
    "municipality": ("municipality", "municipality__name"),
    "service": ("service__key", "service__name"),
}


def statements(*, district: str = "", services: QuerySet[Service] | None = None) -> QuerySet[CoverageFact]:
    """Return what we know now of municipalities that still exist."""
    found = CoverageFact.objects.filter(replaced_by=None, valid_to=None, municipality__gone_on=None)
    if district:
        found = found.filter(municipality__district=district)
    return found if services is None else found.filter(service__in=services)


def ages(by: Group, found: QuerySet[CoverageFact], *, on: date) -> QuerySet[CoverageFact, Any]:
    """Return one row a group, the oldest first: key, name, count, older_6, older_12, oldest, newest day."""
    key, name = KEYS[by]
    rows = found.annotate(key=F(key), name=F(name)).values("key", "name")
    counted = rows.annotate(
        count=Count("pk"),
        older_6=Count("pk", filter=_older(on, 6)),
        older_12=Count("pk", filter=_older(on, 12)),
        oldest=Min("checked_on"),
    )
    return counted.order_by("-older_12", "-older_6", "oldest", "key")


def due_municipalities(
    district: str, *, months: int, on: date, services: Collection[int] | None = None
) -> QuerySet[Municipality]:
    """Return the municipalities of a district with a statement that is older than so many months.

    services  only these count; None: all

    A municipality of which nothing is known at all counts as well: nobody ever asked it.
    """
    known = statements(district=district)
    if services is not None:
        known = known.filter(service__in=services)
    stale = known.filter(_older(on, months)).values("municipality")
    asked = Q(pk__in=stale) | ~Q(pk__in=known.values("municipality"))
    return Municipality.objects.filter(asked, district=district, gone_on=None).order_by("name", "pk")


def due_services(district: str, *, months: int, on: date) -> QuerySet[Service]:
    """Return the services of which some statement in the district is older than so many months."""
    stale = statements(district=district).filter(_older(on, months))
    return Service.objects.filter(pk__in=stale.values("service"), gone_on=None).order_by("name", "key")


def _older(on: date, months: int) -> Q:
    """Checked on 8 September, a statement is six months old on 8 March, and older from 9 March on."""
    return Q(checked_on__lt=add_months(on, -months))
