"""Which services a map or a report shows: a priority list, a subject area, one service, or all collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from stellwerk.models import CoverageFact, PriorityList, Service, SubjectArea
from stellwerk.queries.map_snapshot import at_large, services_with_facts

LIST, AREA, SERVICE, ALL = "liste-", "feld-", "leistung-", "alle"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A service and the subject area it belongs to; area "" where the catalogue does not say."""

    id: int
    key: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Services in the order of their subject areas, and what people call the selection.

    area        number of the subject area, where one was chosen
    counted_at  the moment of the snapshot it is counted from; None: counted from what is known now
    """

    choice: str
    name: str
    services: tuple[Chosen, ...]
    area: int | None = None
    counted_at: datetime | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(service.id for service in self.services)


def selection(choice: str) -> Selection:
    """Return what a choice of the filter stands for; an unknown one is taken for the first."""
    lists, areas = _lists(), _areas()
    known = [LIST + slug for slug, _name in lists] + [f"{AREA}{number}" for number, _name in areas]
    if choice.startswith(SERVICE):
        found = _chosen(Service.objects.filter(key=choice.removeprefix(SERVICE)))
        if found:
            return Selection(choice, found[0].name, found)
    if choice not in (*known, ALL):
        choice = known[0] if lists else ALL
    name = dict([(LIST + slug, name) for slug, name in lists] + [(f"{AREA}{n}", name) for n, name in areas])
    if choice.startswith(LIST):
        return Selection(choice, name[choice], _chosen(_listed(choice)))
    return _whole(choice, name.get(choice, ""), None if choice == ALL else int(choice.removeprefix(AREA)))


def choices() -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Return the priority lists and the subject areas a person can choose, each as (choice, name)."""
    return (
        [(LIST + slug, name) for slug, name in _lists()],
        [(f"{AREA}{number}", name) for number, name in _areas()],
    )


def is_example() -> bool:
    """Say whether invented coverage is among what is counted."""
    return CoverageFact.objects.filter(replaced_by=None, change_set__is_example=True).exists()


def _lists() -> list[tuple[str, str]]:
    return list(PriorityList.objects.order_by("name", "pk").values_list("slug", "name"))


def _areas() -> list[tuple[int, str]]:
    return list(SubjectArea.objects.order_by("number").values_list("number", "name"))


def _whole(choice: str, name: str, area: int | None) -> Selection:
    """Return all services of which something is known (of a subject area), however many these are."""
    house = at_large()
    if house is None:
        found = (
            _collected()
            if area is None
            else _collected().filter(ozg_service__life_situation__subject_area=area)
        )
        return Selection(choice, name, _chosen(found), area)

    def chosen() -> tuple[Chosen, ...]:
        return _chosen(Service.objects.filter(key__in=services_with_facts(house, area)))

    return Selection(
        choice, name, house.once(("selection", area), chosen), area, counted_at=house.manifest.at
    )


def _listed(choice: str) -> QuerySet[Service]:
    return Service.objects.filter(priorities__priority_list__slug=choice.removeprefix(LIST))


def _collected() -> QuerySet[Service]:
    facts = CoverageFact.objects.filter(service=OuterRef("pk"), replaced_by=None, valid_to=None)
    return Service.objects.filter(Exists(facts))


def _chosen(services: QuerySet[Service]) -> tuple[Chosen, ...]:
    area = F("ozg_service__life_situation__subject_area__number")
    rows = services.order_by(area.asc(nulls_last=True), "name", "pk").values_list(
        "pk", "key", "name", "ozg_service__life_situation__subject_area__name"
    )
    return tuple(Chosen(pk, key, name, area or "") for pk, key, name, area in rows)
