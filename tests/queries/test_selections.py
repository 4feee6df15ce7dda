"""What a choice of the filter stands for."""

import pytest

from stellwerk.models import PriorityEntry, PriorityList, Service, SubjectArea
from stellwerk.queries.selections import choices, selection


@pytest.fixture
def ranked(db: None) -> PriorityList:
    PriorityEntry.objects.all().delete()
    PriorityList.objects.all().delete()
    made = PriorityList.objects.create(slug="erste", name="Erste Liste", source="Test")
    for rank, service in enumerate(Service.objects.order_by("-key")[:3], start=1):
        PriorityEntry.objects.create(priority_list=made, service=service, rank=rank)
    return made


def test_without_a_choice_the_first_priority_list_is_shown(ranked: PriorityList) -> None:
    for choice in ("", "gibt-es-nicht", "liste-gibt-es-nicht", "feld-999", "leistung-00000000000000"):
        found = selection(choice)

        assert (found.choice, found.name, len(found.services)) == ("liste-erste", "Erste Liste", 3)


def test_services_stand_in_the_order_of_their_subject_areas(ranked: PriorityList) -> None:
    areas = [service.area for service in selection("liste-erste").services if service.area]
    numbers = dict(SubjectArea.objects.values_list("name", "number"))

    assert [numbers[area] for area in areas] == sorted(numbers[area] for area in areas)


def test_a_single_service_is_named(ranked: PriorityList) -> None:
    service = Service.objects.order_by("key")[0]

    found = selection(f"leistung-{service.key}")

    assert (found.name, found.ids) == (service.name, (service.pk,))


def test_all_are_those_that_somebody_said_something_of(ranked: PriorityList) -> None:
    assert selection("alle").services == ()


def test_a_person_can_choose_lists_and_subject_areas(ranked: PriorityList) -> None:
    lists, areas = choices()

    assert lists == [("liste-erste", "Erste Liste")]
    assert len(areas) == SubjectArea.objects.count()
