"""The age of statements: older means older, and who was never asked is due as well."""

from datetime import date

import pytest

from stellwerk.access import Rights
from stellwerk.models import Municipality, PriorityEntry, PriorityList, Service
from stellwerk.queries.campaigns import selection
from stellwerk.queries.freshness import ages, due_municipalities, due_services, statements
from tests.house.campaigns import (
    BIRTH,
    BUILDING,
    HOLZGERLINGEN,
    LEONBERG,
    SINDELFINGEN,
    entered,
    said,
    services,
)

DAY = date(2024, 3, 8)
SIX_MONTHS_AGO, A_DAY_MORE = date(2023, 9, 8), date(2023, 9, 7)


@pytest.fixture(autouse=True)
def known(coordinator: Rights) -> None:
    """Sindelfingen was checked half a year ago, Leonberg a day before that; nobody asked Holzgerlingen."""
    services()
    entered(coordinator, said(), checked_on=SIX_MONTHS_AGO)
    entered(coordinator, said(LEONBERG), checked_on=A_DAY_MORE)
    entered(coordinator, said(LEONBERG, BUILDING), checked_on=DAY)


def due(months: int) -> set[str]:
    return set(due_municipalities("08115", months=months, on=DAY).values_list("pk", flat=True))


def test_six_months_are_not_older_than_six_months() -> None:
    rows = {row["key"]: row for row in ages("municipality", statements(), on=DAY)}

    assert (rows[SINDELFINGEN]["count"], rows[SINDELFINGEN]["older_6"]) == (1, 0)
    assert (rows[LEONBERG]["count"], rows[LEONBERG]["older_6"], rows[LEONBERG]["older_12"]) == (2, 1, 0)
    assert rows[LEONBERG]["oldest"] == A_DAY_MORE


def test_the_same_statements_are_counted_by_service_and_by_district() -> None:
    by_service = {row["key"]: (row["count"], row["older_6"]) for row in ages("service", statements(), on=DAY)}
    (district,) = ages("district", statements(district="08115"), on=DAY)

    assert by_service == {BIRTH: (2, 1), BUILDING: (1, 0)}
    assert (district["key"], district["count"], district["older_6"]) == ("08115", 3, 1)


def test_who_was_never_asked_is_due_like_who_was_asked_long_ago() -> None:
    assert {LEONBERG, HOLZGERLINGEN} <= due(6)
    assert SINDELFINGEN not in due(6)
    assert LEONBERG not in due(12)


def test_a_municipality_that_is_gone_is_not_due_and_not_counted() -> None:
    Municipality.objects.filter(pk=LEONBERG).update(gone_on=DAY)

    assert LEONBERG not in due(6)
    assert LEONBERG not in {row["key"] for row in ages("municipality", statements(), on=DAY)}


def test_without_a_list_a_round_asks_about_what_is_old_or_about_all_that_is_known() -> None:
    old, _places = selection("08115", priority_list=None, months=6, on=DAY)
    known, places = selection("08115", priority_list=None, months=0, on=DAY)

    assert [service.key for service in old] == [BIRTH]
    assert {service.key for service in known} == {BIRTH, BUILDING}
    assert len(places) == 26
    assert [service.key for service in due_services("08115", months=6, on=DAY)] == [BIRTH]


def test_with_a_list_only_its_services_count() -> None:
    chosen = PriorityList.objects.create(slug="probe", name="Probe", source="Test")
    PriorityEntry.objects.create(priority_list=chosen, service=Service.objects.get(key=BUILDING), rank=1)

    asked, places = selection("08115", priority_list=chosen, months=6, on=DAY)

    assert [service.key for service in asked] == [BUILDING]
    assert LEONBERG not in {place.pk for place in places}
    assert SINDELFINGEN in {place.pk for place in places}
