"""Activities: the list, whom they reached, and what went live after them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.law.coverage import LIVE
from stellwerk.models import Activity, ActivityFormat, CoverageFact, Municipality, Service


@dataclass(frozen=True, slots=True)
class Reach:
    """How many municipalities had a contact in a period, each counted once.

    by_format  format, contacts, people as far as somebody counted them
    """

    reached: int
    whole: int
    by_format: list[tuple[str, int, int | None]]

    @property
    def percent(self) -> Decimal | None:
        """Return the share with one decimal: three of 1,101 municipalities are not none."""
        share = Decimal(100 * self.reached) / self.whole if self.whole else None
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP) if share is not None else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What was done for a service, and what followed; that one followed the other does not prove a cause.

    advised         municipalities with a contact about the service
    live_after      of these, live since the day of the first contact or later
    already_live    of these, live before
    live_without    went live in the period without any contact
    """

    service: Service
    activities: int
    advised: int
    live_after: int
    already_live: int
    live_without: int

    @property
    def missing(self) -> int:
        return self.advised - self.live_after - self.already_live


def activities(
    rights: Rights,
    *,
    district: str = "",
    form: str = "",
    since: date | None = None,
    until: date | None = None,
    q: str = "",
) -> QuerySet[Activity]:
    """Return activities, the latest first, with ``place_count``; both days count."""
    wanted = Q()
    if district:
        wanted &= Q(district=district)
    if form:
        wanted &= Q(format=form)
    if since:
        wanted &= Q(on__gte=since)
    if until:
        wanted &= Q(on__lte=until)
    if q:
        wanted &= Q(title__icontains=q)
    found = visible(Activity.objects.filter(wanted), rights)
    counted = found.annotate(place_count=Count("municipalities"))
    return counted.select_related("district").order_by("-on", "-pk")


def activity(rights: Rights, pk: int) -> Activity:
    """Return an activity with its municipalities and services. Http404: there is none."""
    found = visible(Activity.objects.all(), rights).select_related("district", "by")
    return get_object_or_404(found.prefetch_related("municipalities", "services"), pk=pk)


def reach(found: QuerySet[Activity], *, district: str = "") -> Reach:
    """Return whom these activities reached, out of all municipalities of the district (or the Land)."""
    places = Municipality.objects.filter(gone_on=None)
    if district:
        places = places.filter(district=district)
    keys = found.order_by().values("pk")
    reached = places.filter(activities__in=keys).distinct().count()
    counted = (
        Activity.objects.filter(pk__in=keys)
        .values("format")
        .order_by("format")
        .annotate(contacts=Count("pk"), people=Sum("participants"))
    )
    by_format = [
        (str(ActivityFormat(row["format"]).label), row["contacts"], row["people"]) for row in counted
    ]
    return Reach(reached, places.count(), by_format)


def effects(found: QuerySet[Activity], *, district: str = "", until: date) -> list[Effect]:
    """Return for each service what was done and what went live after, most contacts first; three queries."""
    keys = found.order_by().values("pk")
    contacts = list(
        Activity.objects.filter(pk__in=keys, services__isnull=False)
        .values_list("services", "municipalities")
        .annotate(first=Min("on"))
        .order_by("services", "municipalities")
    )
    services = {
        one.pk: one
        for one in Service.objects.filter(activities__in=keys)
        .annotate(contacts=Count("activities", filter=Q(activities__in=keys), distinct=True))
        .order_by("-contacts", "name", "key")
    }
    since = min((first for _service, _place, first in contacts), default=until)
    live = _live_since(list(services), district, until)
    advised: dict[int, dict[str, date]] = {}
    for service, place, first in contacts:
        advised.setdefault(service, {})[place] = first
    return [
        _effect(one, one.contacts, advised.get(pk, {}), live.get(pk, {}), since)
        for pk, one in services.items()
    ]


def _live_since(services: list[int], district: str, until: date) -> dict[int, dict[str, date]]:
    """Return since when a service is live where it is live now, by service and municipality."""
    facts = CoverageFact.objects.filter(
        service__in=services, state=LIVE, replaced_by=None, valid_to=None, valid_from__lte=until
    )
    if district:
        facts = facts.filter(municipality__district=district)
    found: dict[int, dict[str, date]] = {}
    rows = facts.values_list("service_id", "municipality_id").annotate(day=Min("valid_from"))
    for service, place, day in rows.order_by("service_id", "municipality_id"):
        found.setdefault(service, {})[place] = day
    return found


def _effect(
    service: Service, contacts: int, advised: dict[str, date], live: dict[str, date], since: date
) -> Effect:
    after = sum(place in live and live[place] >= first for place, first in advised.items())
    before = sum(place in live and live[place] < first for place, first in advised.items())
    without = sum(day >= since and place not in advised for place, day in live.items())
    return Effect(service, contacts, len(advised), after, before, without)
