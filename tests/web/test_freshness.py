"""The age of statements: counted by municipality, service or district, and asked in one query."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from stellwerk.access import Rights
from tests.house.campaigns import BUILDING, LEONBERG, entered, said, services

Browser = Callable[[str], Client]
AGE = "/flaeche/alter/"


def page(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_coordinator_starts_with_the_own_district(browser: Browser, coordinator: Rights) -> None:
    services()
    entered(coordinator, said(), said(LEONBERG))

    text = page(browser("koordination").get(AGE))

    assert "2 Zeilen" in text
    assert "älter als ein Jahr" in text
    assert "Nach alten Angaben fragen" in text


def test_others_see_every_district_and_may_not_ask(browser: Browser, coordinator: Rights) -> None:
    services()
    entered(coordinator, said(), said(key=BUILDING), checked_on=date(2024, 3, 1))

    text = page(browser("pruefung").get(f"{AGE}?nach=district"))

    assert "1 Zeile" in text
    assert "08115" in text
    assert "7 Tage alt" in text
    assert "Nach alten Angaben fragen" not in text


def test_the_empty_page_says_how_statements_come_about(browser: Browser) -> None:
    assert "wenn jemand sie im Raster erfasst" in page(browser("koordination.ostalb").get(AGE))


def test_the_list_can_be_taken_along(browser: Browser, coordinator: Rights) -> None:
    services()
    entered(coordinator, said())

    answer = browser("koordination").get(f"{AGE}export.csv?nach=service")

    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].endswith(";1;1;1;17.01.2023")
