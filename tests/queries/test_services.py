"""Questions to the catalogue: who is found, who has a service live, and who looks after an online service."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from stellwerk.models import (
    ChangeSet,
    CoverageFact,
    Maintenance,
    Municipality,
    OnlineService,
    OzgService,
    Service,
    SubjectArea,
)
from stellwerk.queries import online_services, services
from tests.house.cases import RELEASED_AT as AT

BUILDING, DOGS = "99012008001000", "99102013002000"
DAY = date(2024, 3, 8)


@pytest.fixture
def building(db: None) -> Service:
    return Service.objects.get(key=BUILDING)


@pytest.fixture
def say(building: Service) -> Callable[..., CoverageFact]:
    """Store a fact of the building permit in a municipality."""
    change_set = ChangeSet.objects.create(kind="grid", title="Test", by_text="Test", at=AT, added=1)

    def said(ags: str, state: str, **more: Any) -> CoverageFact:
        values = {"channel": "any", "valid_from": date(2024, 1, 2), "checked_on": date(2024, 1, 2)} | more
        return CoverageFact.objects.create(
            municipality_id=ags,
            service=building,
            state=state,
            source="coordinator",
            confidence="high",
            change_set=change_set,
            **values,
        )

    return said


def keys(**wanted: Any) -> list[str]:
    return [service.key for service in services.services(**wanted)]


def test_services_are_found_by_part_of_a_name_or_of_the_bundle(db: None) -> None:
    assert keys(q="hundest") == [DOGS]
    assert DOGS in keys(q="Hundehaltung")
    assert keys(q="99 102 013") == [DOGS]
    assert keys(q="%") == []


def test_who_executes_is_asked_by_what_people_mean(db: None) -> None:
    Service.objects.filter(key=DOGS).update(execution_type="1;2/3")

    assert DOGS in keys(execution="federal")
    assert DOGS in keys(execution="delegated")
    assert DOGS not in keys(execution="land")
    assert len(keys(execution="municipal")) == 2


def test_what_is_gone_is_found_only_on_request(db: None) -> None:
    Service.objects.filter(key=DOGS).update(gone_on=DAY)

    assert DOGS not in keys()
    assert DOGS in keys(with_gone=True)


def test_a_service_without_bundle_or_situation_is_listed(db: None) -> None:
    Service.objects.filter(key=DOGS).update(ozg_service=None)
    OzgService.objects.filter(number="10519").update(life_situation=None)

    assert {DOGS, BUILDING} <= set(keys())
    assert BUILDING not in keys(subject_area=SubjectArea.objects.get(number=2))


def test_of_several_channels_the_strongest_counts_once(
    building: Service, say: Callable[..., CoverageFact]
) -> None:
    say("08115001", "live", channel="efa")
    say("08115001", "none", channel="own")
    say("08115003", "planned", planned_on=date(2024, 9, 1))
    say("08136002", "not_responsible")

    spread = services.spread(building, on=DAY)

    whole = Municipality.objects.filter(gone_on=None).count()
    assert spread.states == [
        ("online", 1),
        ("geplant", 1),
        ("kein Angebot", 0),
        ("nicht zuständig", 1),
        ("nicht erhoben", whole - 3),
    ]
    (boeblingen,) = [it for it in spread.districts if it.ags == "08115"]
    assert (boeblingen.live, boeblingen.planned, boeblingen.silent, boeblingen.whole) == (1, 1, 24, 26)


def test_what_holds_on_another_day_or_is_known_better_does_not_count(
    building: Service, say: Callable[..., CoverageFact]
) -> None:
    say("08115001", "live", valid_to=date(2024, 3, 8))
    say("08115003", "live", valid_from=date(2024, 3, 9))
    Municipality.objects.filter(ags="08115004").update(gone_on=date(2024, 1, 1))
    say("08115004", "live")

    assert services.spread(building, on=DAY).states[0] == ("online", 0)
    assert services.spread(building, on=date(2024, 3, 7)).states[0] == ("online", 1)


def test_the_bundle_leaves_out_what_is_gone(building: Service) -> None:
    assert building.ozg_service is not None
    Service.objects.filter(key="99012010001000").update(gone_on=DAY)

    assert [it.key for it in services.bundle(building.ozg_service)] == [BUILDING]


def test_who_looks_after_an_online_service_depends_on_the_day(building: Service) -> None:
    found = OnlineService.objects.create(name="Bauantrag digital", channel="efa", source="Test")
    found.services.set(Service.objects.filter(key__in=[BUILDING, DOGS]))
    Maintenance.objects.create(
        online_service=found, maintainer="Komm.ONE", starts_on=date(2023, 5, 1), ends_on=date(2024, 2, 15)
    )
    Maintenance.objects.create(online_service=found, maintainer="Landesamt", starts_on=date(2024, 2, 15))

    assert [
        online_services.online_services(on=day).get().maintainer  # type: ignore[attr-defined]
        for day in (date(2023, 4, 30), date(2024, 2, 14), date(2024, 2, 15))
    ] == [None, "Komm.ONE", "Landesamt"]
    assert online_services.serving(building, on=DAY).get().maintainer == "Landesamt"  # type: ignore[attr-defined]


def test_a_search_finds_an_online_service_once_and_counts_all_its_services(building: Service) -> None:
    found = OnlineService.objects.create(name="Alles digital", channel="efa", source="Test")
    found.services.set(Service.objects.filter(key__startswith="99012"))

    rows = list(online_services.online_services(on=DAY, q="99012"))

    assert [(row.pk, row.size) for row in rows] == [(found.pk, 4)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("basis", "url"),
    [
        ("§ 1 A [https://a.beispiel.invalid/1]", "https://a.beispiel.invalid/1"),
        ("§ 1 A [javascript:alert(1)]", ""),
        ("§ 1 A", ""),
    ],
)
def test_only_a_web_address_becomes_a_link(building: Service, basis: str, url: str) -> None:
    building.legal_basis = basis

    (found,) = services.bases(building)

    assert found.url == url
    assert found.text == ("§ 1 A" if url else basis)
