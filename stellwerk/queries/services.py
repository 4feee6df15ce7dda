"""The catalogue: services with bundle and subject area, one service, and priority lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from stellwerk.law.coverage import LIVE, PLANNED, STRENGTH
from stellwerk.models import (
    CoverageFact,
    CoverageSource,
    CoverageState,
    DataSchema,
    Municipality,
    OzgService,
    PriorityEntry,
    PriorityList,
    Service,
    SubjectArea,
)
from stellwerk.queries.coverage import known

# The catalogue mixes a few types; a filter asks for what people mean by them.
EXECUTION: Mapping[str, tuple[str, ...]] = {
    "federal": ("1", "1;2", "1;2/3"),
    "delegated": ("2", "2a", "2b", "3", "3a", "3b", "2/3", "1;2", "1;2/3"),
    "land": ("4", "4a", "4b"),
    "municipal": ("5",),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis; ``url`` is "" where the catalogue names none that is a web address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class DistrictSpread:
    """The municipalities of a district: ``counts`` by state, in the order of STRENGTH, of the ``whole``."""

    ags: str
    name: str
    counts: tuple[int, ...]
    whole: int

    @property
    def live(self) -> int:
        return self.counts[STRENGTH.index(LIVE)]

    @property
    def planned(self) -> int:
        return self.counts[STRENGTH.index(PLANNED)]

    @property
    def silent(self) -> int:
        """Return how many were not collected, which is no state."""
        return self.whole - sum(self.counts)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a service is live, by district in the order of the names."""

    districts: tuple[DistrictSpread, ...]

    @property
    def states(self) -> list[tuple[str, int]]:
        """Return all districts together, the states by name; the last is "not collected"."""
        sums = [sum(column) for column in zip(*(it.counts for it in self.districts), strict=True)]
        named = [
            (str(CoverageState(state).label), count) for state, count in zip(STRENGTH, sums, strict=False)
        ]
        return [*named, (_("nicht erhoben"), sum(it.silent for it in self.districts))]


def services(
    *,
    q: str = "",
    subject_area: SubjectArea | None = None,
    execution: str = "",
    priority_list: PriorityList | None = None,
    with_gone: bool = False,
) -> QuerySet[Service]:
    """Return services by name; those of a priority list by rank.

    q          part of a name or of the bundle's, or the beginning of a key, with or without spaces
    execution  "", federal, delegated, land or municipal
    """
    found = Service.objects.select_related("ozg_service__life_situation__subject_area")
    if not with_gone:
        found = found.filter(gone_on=None)
    if q:
        found = found.filter(_named(q))
    if subject_area is not None:
        found = found.filter(ozg_service__life_situation__subject_area=subject_area)
    if execution:
        found = found.filter(execution_type__in=EXECUTION[execution])
    if priority_list is not None:
        return found.filter(priorities__priority_list=priority_list).order_by("priorities__rank", "pk")
    return found.order_by("name", "pk")


def _named(q: str) -> Q:
    digits = "".join(q.split())
    if digits.isdecimal() and len(digits) > 4:
        return Q(key__startswith=digits) | Q(ozg_service=digits[:10])
    return Q(name__icontains=q) | Q(ozg_service__name__icontains=q)


def service(key: str) -> Service:
    related = "ozg_service__life_situation__subject_area"
    return get_object_or_404(Service.objects.select_related(related), key=key)


def bundle(ozg: OzgService) -> QuerySet[Service]:
    """Return the services of a bundle."""
    return Service.objects.filter(ozg_service=ozg, gone_on=None).order_by("key")


def bases(service: Service) -> list[Basis]:
    """Return the legal bases of a service, each with its address."""
    found = []
    for line in service.legal_basis.splitlines():
        text, opened, rest = line.partition("[")
        url = rest.rstrip(" ]")
        is_web = bool(opened) and url.startswith(("https://", "http://")) and " " not in url
        found.append(Basis(text.strip() if is_web else line, url if is_web else ""))
    return found


def spread(service: Service, *, on: date) -> Spread:
    """Return how many municipalities have which state on a day; of several channels the strongest counts."""
    strength = Case(
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(STRENGTH)),
        output_field=IntegerField(),
    )
    facts = known(on).filter(service=service, municipality__gone_on=None)
    rows = facts.order_by().values("municipality__district", "municipality").annotate(best=Min(strength))
    counts = Counter(rows.values_list("municipality__district", "best"))
    wholes = Municipality.objects.filter(gone_on=None).values_list("district", "district__name")
    of_districts = wholes.annotate(whole=Count("pk")).order_by("district__name", "district")
    return Spread(
        tuple(
            DistrictSpread(ags, name, tuple(counts[ags, rank] for rank in range(len(STRENGTH))), whole)
            for ags, name, whole in of_districts
        )
    )


def has_examples(service: Service) -> bool:
    """Say whether anything that is known of a service is generated as an example."""
    return CoverageFact.objects.filter(
        service=service, replaced_by=None, source=CoverageSource.EXAMPLE
    ).exists()


def on_lists(service: Service) -> QuerySet[PriorityEntry]:
    """Return the places of a service on priority lists."""
    found = PriorityEntry.objects.filter(service=service).select_related("priority_list")
    return found.order_by("priority_list__name", "pk")


def data_schemas(service: Service) -> QuerySet[DataSchema]:
    """Return what forms of a service ask, after FIM."""
    return DataSchema.objects.filter(services=service).order_by("name", "pk")


def subject_areas() -> QuerySet[SubjectArea]:
    return SubjectArea.objects.order_by("name", "pk")


def priority_lists() -> QuerySet[PriorityList]:
    """Return the lists with ``size``, how many services are on them."""
    return PriorityList.objects.annotate(size=Count("entries")).order_by("name", "pk")


def priority_list(slug: str) -> PriorityList:
    return get_object_or_404(PriorityList, slug=slug)


def ranked(found: PriorityList) -> QuerySet[PriorityEntry]:
    """Return the services of a list in their order."""
    return PriorityEntry.objects.filter(priority_list=found).select_related("service").order_by("rank", "pk")


def by_key(keys: Sequence[str]) -> dict[str, Any]:
    """Return the ids of services by key; a key nobody knows is not among them."""
    return dict(Service.objects.filter(key__in=keys).order_by("key").values_list("key", "pk"))
