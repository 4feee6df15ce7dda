"""The catalogue: keys are text of fourteen digits, and nothing stands there twice."""

from collections.abc import Callable
from datetime import date

import pytest

from stellwerk.models import DataSchema, Maintenance, OnlineService, PriorityEntry, PriorityList, Service

Breaks = Callable[..., None]


@pytest.fixture
def service(db: None) -> Service:
    return Service.objects.get(key="99012008001000")


@pytest.fixture
def online_service(db: None) -> OnlineService:
    return OnlineService.objects.create(name="Bauantrag digital", channel="efa", source="Testliste")


@pytest.mark.parametrize("wrong", ["9901200800100", "990120080010000"[:13] + "O", "", " 9901200800100"])
def test_a_key_has_fourteen_digits(service: Service, copy_breaks: Breaks, wrong: str) -> None:
    copy_breaks("service_key_has_14_digits", service, key=wrong)


def test_a_key_stands_in_the_catalogue_once(service: Service, copy_breaks: Breaks) -> None:
    copy_breaks("stellwerk_service_key", service, name="Anderer Name")


def test_a_service_stands_on_a_list_once_and_no_rank_is_shared(db: None, copy_breaks: Breaks) -> None:
    first = PriorityEntry.objects.get(priority_list__slug="beispiel", rank=1)
    other = Service.objects.exclude(priorities__priority_list__slug="beispiel").order_by("pk")[0]

    copy_breaks("priority_entry_once", first, rank=999)
    copy_breaks("priority_rank_once", first, service=other, rank=1)


def test_a_priority_list_has_a_name_of_its_own_in_the_address(db: None, copy_breaks: Breaks) -> None:
    copy_breaks("stellwerk_prioritylist_slug", PriorityList.objects.get(slug="beispiel"), name="Zweite")


def test_an_online_service_is_there_once_for_each_channel(
    online_service: OnlineService, copy_breaks: Breaks
) -> None:
    OnlineService.objects.create(name="Bauantrag digital", channel="own", source="Testliste")

    copy_breaks("online_service_is_unique", online_service)


def test_a_maintenance_has_days_and_a_day_begins_one(
    online_service: OnlineService, copy_breaks: Breaks
) -> None:
    day = date(2025, 5, 13)
    held = Maintenance.objects.create(online_service=online_service, maintainer="Komm.ONE", starts_on=day)

    copy_breaks("maintenance_start_once", held, maintainer="andere Stelle")
    copy_breaks("maintenance_has_days", held, starts_on=date(2025, 6, 2), ends_on=date(2025, 6, 2))


def test_a_data_schema_is_there_once_in_each_version(db: None, copy_breaks: Breaks) -> None:
    schema = DataSchema.objects.create(key="S00000121", version="1.0", name="Blaue Karte", source="Test")
    DataSchema.objects.create(key="S00000121", version="1.1", name="Blaue Karte", source="Test")

    copy_breaks("data_schema_is_unique", schema)
