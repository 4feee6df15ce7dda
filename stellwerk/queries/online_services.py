"""Online services: the list, one of them with its services, and who looks after it on a day."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from stellwerk.models import Maintenance, OnlineService, Service


def online_services(*, on: date, q: str = "", channel: str = "") -> QuerySet[OnlineService]:
    """Return online services by name, with ``size`` (services) and ``maintainer`` (on the day, or None).

    q  part of a name, of a service's name, or the beginning of a service's key
    """
    found = OnlineService.objects.annotate(size=Count("services"), maintainer=_maintainer(on))
    if q:
        links = OnlineService.services.through.objects
        named = Q(service__name__icontains=q) | Q(service__key__startswith="".join(q.split()))
        found = found.filter(Q(name__icontains=q) | Q(pk__in=links.filter(named).values("onlineservice")))
    if channel:
        found = found.filter(channel=channel)
    return found.order_by("name", "pk")


def online_service(pk: int) -> OnlineService:
    return get_object_or_404(OnlineService, pk=pk)


def served(found: OnlineService) -> QuerySet[Service]:
    """Return the services that an online service serves."""
    return found.services.order_by("name", "pk")


def serving(service: Service, *, on: date) -> QuerySet[OnlineService]:
    """Return the online services of a service, with their ``maintainer``."""
    found = OnlineService.objects.filter(services=service)
    return found.annotate(maintainer=_maintainer(on)).order_by("name", "pk")


def serving_any(services: Collection[int]) -> QuerySet[OnlineService]:
    """Return the online services that serve at least one of some services."""
    links = OnlineService.services.through.objects.filter(service__in=services)
    return OnlineService.objects.filter(pk__in=links.values("onlineservice")).order_by("name", "pk")


def names() -> dict[int, str]:
    """Return the names of all online services by number."""
    return dict(OnlineService.objects.order_by("pk").values_list("pk", "name"))


def maintenances(found: OnlineService) -> QuerySet[Maintenance]:
    """Return who looked after it, the latest first."""
    return Maintenance.objects.filter(online_service=found).order_by("-starts_on", "pk")


def _maintainer(on: date) -> Subquery:
    """Return who looks after an online service on a day, for a query of them."""
    held = Maintenance.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on, online_service=OuterRef("pk")
    )
    return Subquery(held.order_by("-starts_on", "pk").values("maintainer")[:1])
