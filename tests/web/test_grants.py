"""The list of grants, a grant on any day, and what can be taken along."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stellwerk.models import Grant, Run
from tests.house.cases import all_sent


@pytest.fixture
def auditor_browser(browser: Callable[[str], Client]) -> Client:
    return browser("pruefung")


def text(answer: HttpResponse) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]


def test_the_list_is_filtered_by_name_and_state(auditor_browser: Client) -> None:
    assert "38 Zuwendungen gefunden." in text(auditor_browser.get("/zuwendungen/"))
    assert "1 Zuwendung gefunden." in text(auditor_browser.get("/zuwendungen/?q=Ostalb"))
    assert "Keine Zuwendung passt" in text(auditor_browser.get("/zuwendungen/?stand=returned"))


@pytest.mark.parametrize(
    "query", ["seite=999", "seite=x", "sort=recipient__email", "programm=nix", "stand=nix"]
)
def test_nonsense_in_the_address_shows_the_list(query: str, auditor_browser: Client) -> None:
    assert "38 Zuwendungen gefunden." in text(auditor_browser.get(f"/zuwendungen/?{query}"))


def test_a_grant_is_shown_as_amended_on_any_day(auditor_browser: Client, released: Run) -> None:
    all_sent(released)
    grant = Grant.objects.get(recipient__key="LRA-08115")
    address = reverse("grant", args=[grant.pk])

    before = text(auditor_browser.get(address, {"am": "2024-03-07"}))
    after = text(auditor_browser.get(address, {"am": "2024-03-08"}))
    never = text(auditor_browser.get(address, {"am": "2020-01-01"}))

    assert "Was am 07.03.2024 gilt" in before
    assert before.count("Änderungsbescheid vom 08.03.2024") < after.count("Änderungsbescheid vom 08.03.2024")
    assert "An diesem Tag war noch nichts bewilligt." in never


@pytest.mark.parametrize("day", ["2024-02-31", "gestern", "0000-00-00"])
def test_what_is_no_day_means_today(day: str, auditor_browser: Client, programme: object) -> None:
    grant = Grant.objects.order_by("pk")[0]

    assert "Was am 08.03.2024 gilt" in text(
        auditor_browser.get(reverse("grant", args=[grant.pk]), {"am": day})
    )


def test_the_time_for_a_remedy_is_shown_in_both_readings(auditor_browser: Client, released: Run) -> None:
    all_sent(released)
    grant = Grant.objects.get(recipient__key="LRA-08115")

    page = text(auditor_browser.get(reverse("grant", args=[grant.pk])))

    assert "herrschende Lesart bis 11.04.2024" in page  # sent on Friday, 8 March; announced on the 11th


def test_the_working_of_a_notice_has_a_page_to_print(auditor_browser: Client, released: Run) -> None:
    grant = Grant.objects.get(recipient__key="LRA-08115")

    page = text(auditor_browser.get(reverse("grant_working", args=[grant.pk, 1])))

    assert "2025: 6 volle Monate × 5.800,00 € × Stellenanteil 1,0" in page
    assert auditor_browser.get(reverse("grant_working", args=[grant.pk, 7])).status_code == 404


def test_drawings_stand_beside_an_equal_table(auditor_browser: Client, programme: object) -> None:
    page = text(auditor_browser.get("/programme/e-government-koordination/"))

    assert page.count('class="tile tile--') == 44
    assert page.count("Stadtkreis, nicht beteiligt") == 9
    assert "Stellen nach Kreisen" in page
    assert "Haushalt nach Jahren" in page
