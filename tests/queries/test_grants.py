"""Grants: lists for whoever may see them, and one grant as amended on any day."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.models import Grant, Notice, Occupancy, Post, Run
from stellwerk.queries import grants
from tests.house.environment import DAY

HEIDENHEIM = "Beispiel-EGK-08135"


@pytest.fixture
def grant(released: Run) -> Grant:
    """Return a grant from 11 April 2023, continued from 11 April 2025 by the notice of 8 March 2024."""
    return Grant.objects.get(file_number=HEIDENHEIM)


def values(grant: Grant, on: date) -> dict[tuple[str, int | None], tuple[object, int]]:
    """Return each value in force with the number of the notice it comes from."""
    return {(v.kind, v.year): (v.value, v.notice.number) for v in grants.as_amended(grant, on=on)}


@pytest.mark.parametrize("on", [date(2000, 1, 1), date(2023, 4, 10)])
def test_before_the_first_notice_nothing_is_in_force(grant: Grant, on: date) -> None:
    assert grants.as_amended(grant, on=on) == []


@pytest.mark.parametrize("on", [date(2023, 4, 11), date(2024, 1, 1), date(2024, 3, 7)])
def test_between_approval_and_amendment_everything_comes_from_the_approval(grant: Grant, on: date) -> None:
    found = values(grant, on)

    assert {number for _value, number in found.values()} == {0}
    assert found["period_end", None] == (date(2025, 4, 11), 0)
    assert found["amount", 2025] == (Decimal("19333.33"), 0)


@pytest.mark.parametrize("on", [date(2024, 3, 8), date(2030, 12, 31)])
def test_from_the_amendment_on_each_value_names_the_notice_it_comes_from(grant: Grant, on: date) -> None:
    found = values(grant, on)

    assert found["day", None] == (date(2023, 4, 11), 0)
    assert found["period_end", None] == (date(2025, 7, 1), 1)
    assert found["terms", None] == ("Fördergrundsätze, Fassung 2", 1)
    assert found["amount", 2023] == (Decimal("50266.67"), 0)
    assert found["amount", 2024] == (Decimal("69600.00"), 0)
    assert found["amount", 2025] == (Decimal("34800.00"), 1)


def test_a_stopped_notice_never_came_into_force(grant: Grant) -> None:
    Notice.objects.filter(grant=grant, number=1).update(stopped_on=DAY)

    assert values(grant, date(2024, 6, 1)) == values(grant, date(2024, 3, 7))


def test_a_list_shows_end_total_and_staffing(grant: Grant, auditor: Rights) -> None:
    (found,) = grants.grants(auditor, q="08135", on=DAY)

    assert (found.period_end, found.granted_total) == (date(2025, 7, 1), Decimal("154666.67"))
    assert found.staffing_status == "filled"


@pytest.mark.parametrize(
    ("on", "status"),
    [(date(2022, 1, 1), "vacant"), (date(2023, 6, 1), "vacant"), (date(2023, 4, 30), "filled")],
)
def test_vacant_is_derived_from_the_holders_of_a_day(auditor: Rights, on: date, status: str) -> None:
    """EGK-08115 is held from 1 July 2022 to 30 April 2023 and again since 16 August 2023."""
    (found,) = grants.grants(auditor, q="08115", on=on)

    assert found.staffing_status == status
    assert found in grants.grants(auditor, status=status, on=on)


def test_a_post_that_was_handed_back_is_returned_whoever_holds_it(auditor: Rights) -> None:
    Post.objects.filter(number="EGK-08117").update(returned_on=DAY)

    (found,) = grants.grants(auditor, status="returned", on=DAY)

    assert found.file_number == "Beispiel-EGK-08117"
    assert Occupancy.objects.filter(post=found.post, ends_on=None).exists()
    assert not grants.grants(auditor, status="returned", on=date(2024, 3, 7)).exists()


def test_a_list_is_found_by_recipient_or_file_number(auditor: Rights) -> None:
    assert [g.file_number for g in grants.grants(auditor, q="ostalb", on=DAY)] == ["Beispiel-EGK-08136"]
    assert grants.grants(auditor, q="Beispiel-EGK-081", on=DAY).count() == 11
    assert not grants.grants(auditor, q="Atlantis", on=DAY).exists()


def test_a_county_sees_its_own_grant_and_no_other(grant: Grant, county: Rights) -> None:
    own = Grant.objects.get(file_number="Beispiel-EGK-08136")

    assert list(grants.grants(county, on=DAY)) == [own]
    assert grants.grant(county, own.pk) == own
    with pytest.raises(Http404):
        grants.grant(county, grant.pk)


def test_the_notices_of_a_grant_come_oldest_first_with_their_letters(grant: Grant) -> None:
    approval, amendment = grants.notices(grant)

    assert (approval.number, approval.letter) == (0, None)
    assert amendment.letter.subject.startswith("1. Änderungsbescheid")
    assert [tranche.year for tranche in amendment.tranches.all()] == [2025]
