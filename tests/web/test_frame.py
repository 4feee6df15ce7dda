"""The frame of a page: what is drawn once for many is never shown to somebody whom it does not concern."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Person
from stellwerk.web import frame, navigation
from tests.house.cases import person

PEOPLE = ("vorbereitung", "freigabe", "pruefung", "landkreis", "betrieb")


@pytest.fixture(autouse=True)
def undrawn() -> None:
    frame._drawn.cache_clear()
    navigation._entries.cache_clear()


def nav(client: Client, address: str = "/impressum/") -> str:
    page = client.get(address).content.decode()
    return page.split('<nav class="top__nav"')[1].split("</nav>")[0]


def test_each_person_sees_their_own_navigation_whoever_came_before(
    browser: Callable[[str], Client], db: None
) -> None:
    alone = {}
    for name in PEOPLE:
        navigation._entries.cache_clear()
        alone[name] = nav(browser(name))

    after_others = {name: nav(browser(name)) for name in (*PEOPLE, *reversed(PEOPLE))}

    assert after_others == alone
    assert len(set(alone.values())) > 2
    assert reverse("journal") in alone["vorbereitung"]
    assert reverse("journal") not in alone["landkreis"]


def test_the_page_that_is_open_is_marked_and_no_other(browser: Callable[[str], Client], db: None) -> None:
    client = browser("vorbereitung")

    for route in ("journal", "applications", "journal"):
        (marked,) = [part for part in nav(client, reverse(route)).split("<li>") if "aria-current" in part]
        assert f'href="{reverse(route)}"' in marked


def test_whoever_is_not_signed_in_sees_nothing_of_who_was(
    client: Client, browser: Callable[[str], Client], db: None
) -> None:
    signed_in = browser("vorbereitung").get("/impressum/").content.decode()

    anonymous = client.get("/impressum/").content.decode()

    name = Person.objects.get(pk=person("vorbereitung").person.pk).name
    assert name in signed_in
    assert name not in anonymous
    assert reverse("journal") not in anonymous


def test_each_language_has_its_own_frame(client: Client, db: None) -> None:
    german, english, again = (
        client.get("/impressum/", headers={"Accept-Language": language}).content.decode()
        for language in ("de", "en", "de")
    )

    assert "freie Software unter der EUPL" in german
    assert "freie Software unter der EUPL" not in english
    assert german.split("<footer")[1] == again.split("<footer")[1] != english.split("<footer")[1]
