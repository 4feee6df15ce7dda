"""The first page of the area: what waits for a coordinator, and the pages each role may open."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.models import Municipality

AT = datetime(2024, 3, 8, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
Browsers = Callable[[str], Client]


@pytest.fixture(scope="module")
def area(kept_for_the_module: None) -> int:
    return load_example_coverage(at=AT, district="08115")


def titles(page: object) -> list[str]:
    return [item.title for item in page.context["items"]]  # type: ignore[attr-defined]


def test_a_coordinator_sees_what_waits_in_the_own_district(browser: Browsers, area: int, db: None) -> None:
    page = browser("koordination").get(reverse("area"))

    assert titles(page) == [
        "Fragen beantworten", "Welle 1 (Beispiel)", "Frühjahrsabfrage (Beispiel)", "Angaben sind alt",
    ]  # fmt: skip
    assert [item.title for item in browser("koordination").get("/").context["items"]] == titles(page)


def test_another_district_has_nothing_of_it_but_old_statements(
    browser: Browsers, area: int, db: None
) -> None:
    page = browser("koordination.ostalb").get(reverse("area"))

    assert titles(page) == ["Angaben sind alt"]  # of which nothing is known is asked as well


@pytest.mark.parametrize("name", ["vorbereitung", "landkreis", "verband", "pruefung", "koordination"])
def test_each_card_leads_where_the_person_may_go(browser: Browsers, area: int, db: None, name: str) -> None:
    client = browser(name)
    page = client.get(reverse("area"))

    cards = [card for section in page.context["sections"] for card in section.cards]

    assert len(cards) > 10
    assert {card.url_name: client.get(reverse(card.url_name)).status_code for card in cards} == {
        card.url_name: 200 for card in cards
    }


def test_it_says_that_populations_are_missing_until_they_are_imported(
    browser: Browsers, area: int, db: None
) -> None:
    sentence = "Einwohnerzahlen fehlen noch"

    assert sentence in browser("pruefung").get(reverse("area")).content.decode()
    Municipality.objects.update(population=4321)
    assert sentence not in browser("pruefung").get(reverse("area")).content.decode()


def test_the_operator_finds_the_catalogue_and_not_the_area(browser: Browsers, db: None) -> None:
    page = browser("betrieb").get("/").content.decode()

    assert f'href="{reverse("services")}"' in page
    assert f'href="{reverse("area")}"' not in page
