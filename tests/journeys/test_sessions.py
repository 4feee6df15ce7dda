"""A session ends while somebody writes; they sign in again and find what they had typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from stellwerk.models import Programme
from stellwerk.queries.people import DEMO_DOMAIN
from tests.house.cases import drafted
from tests.journeys.hands import Keyboard, Mouse
from tests.journeys.visitor import Visitor

WORDS = "Die Stellen sollen weiter gefördert werden, „ohne Lücke“."


@pytest.fixture(scope="module")
def runs() -> list[str]:
    return []


@pytest.fixture(scope="module")
def prepare(runs: list[str]) -> Callable[[], None]:
    """Have a draft of a run for each test."""

    def prepared() -> None:
        drafts = [drafted(Programme.objects.get()) for _test in range(3)]
        runs.extend(f"/fortfuehrungen/{one.pk}/bearbeiten/" for one in drafts)

    return prepared


@pytest.mark.parametrize(
    ("number", "how"), [(0, {"hands": Keyboard}), (1, {"hands": Mouse, "scripts": False})]
)
def test_what_was_typed_is_there_again_after_signing_in(
    visitor: Callable[..., Visitor], runs: list[str], number: int, how: dict[str, Any]
) -> None:
    by = visitor("vorbereitung", **how)
    by.open(runs[number])
    by.hands.write("Begründung", WORDS)
    by.context.clear_cookies(name="sessionid")

    by.hands.press("Entwurf speichern")
    by.reads("Ihre Sitzung ist abgelaufen; es wurde nichts gespeichert.")
    by.look("sitzung-abgelaufen")
    _sign_in(by)

    by.reads("Ihre Eingaben stehen wieder im Formular. Gespeichert sind sie noch nicht.")
    assert by.page.get_by_label("Begründung", exact=True).input_value() == WORDS
    by.look("eingaben-wieder-da")
    by.hands.press("Entwurf speichern")
    by.reads("Der Entwurf ist geändert.")


def test_a_tab_left_open_finds_its_words_after_signing_in_elsewhere(
    visitor: Callable[..., Visitor], runs: list[str]
) -> None:
    by = visitor("vorbereitung", hands=Mouse)
    by.open(runs[2])
    by.hands.write("Begründung", WORDS)
    other = by.context.new_page()
    by.context.clear_cookies(name="sessionid")
    other.goto("/konto/anmelden/")
    other.get_by_label("E-Mail-Adresse", exact=True).fill(f"vorbereitung{DEMO_DOMAIN}")
    other.get_by_label("Passwort", exact=True).fill(settings.DEMO_PASSWORD)
    other.get_by_role("button", name="Anmelden", exact=True).click()
    other.wait_for_url("**/")

    by.hands.press("Entwurf speichern")

    by.reads("Ihre Eingaben stehen wieder im Formular.")
    assert by.page.get_by_label("Begründung", exact=True).input_value() == WORDS


def _sign_in(by: Visitor) -> None:
    by.hands.write("E-Mail-Adresse", f"vorbereitung{DEMO_DOMAIN}")
    by.hands.write("Passwort", settings.DEMO_PASSWORD)
    by.hands.press("Anmelden")
