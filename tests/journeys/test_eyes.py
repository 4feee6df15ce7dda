"""The inspection of pages finds what it is there to find."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.eyes import Eyes

GOOD = """<!doctype html><html lang="de"><head><title>Probe – Stellwerk</title>
<style>a:focus {{ outline: 3px solid black }}</style></head>
<body><main><h1>Probe</h1><p>Text mit einem <a href="#oben">Verweis zum Anfang</a>.</p>{more}
</main></body></html>"""


@pytest.fixture(scope="module")
def house() -> None:
    """The browser alone is enough here."""


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page()


def test_nothing_is_wrong_with_a_plain_page(page: Page) -> None:
    eyes = Eyes(page)
    page.set_content(GOOD.format(more=""))

    eyes.look_closely("de")


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("<h1>Noch eine</h1>", "2 h1"),
        ("<p id='a'></p><p id='a'></p>", "id a is used twice"),
        ("<img src='data:,'>", "axe image-alt"),
        ("<p style='color: #ccc'>blass</p>", "axe color-contrast"),
        ("<a href='#b' style='outline: none'>unsichtbar</a>", "the focus cannot be seen"),
        ("<div style='width: 400px'>zu breit</div>", "scrolls sideways at 320 px"),
        ("<script>console.error('kaputt')</script>", "console: kaputt"),
        ("<script>throw new Error('kaputt')</script>", "error in a script: "),
    ],
)
def test_it_is_seen(page: Page, more: str, complaint: str) -> None:
    eyes = Eyes(page)
    page.set_content(GOOD.format(more=more))

    with pytest.raises(AssertionError, match=complaint):
        eyes.look_closely("de")


def test_another_language_is_seen(page: Page) -> None:
    eyes = Eyes(page)
    page.set_content(GOOD.format(more=""))

    with pytest.raises(AssertionError, match="lang is de"):
        eyes.look("en")
