"""One person in front of a browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Response, expect

from stellwerk.queries.people import DEMO_DOMAIN
from tests.journeys import pictures
from tests.journeys.eyes import HEIGHT, WIDE, Eyes
from tests.journeys.hands import Hands, Keyboard

PATIENCE_MILLISECONDS = 30_000


class Visitor:
    """Opens pages, works with them, and looks at each.

    hands    how the person works: a function that makes them for a page
    scripts  whether the browser runs scripts
    shown    whether pictures of this visit go into the handbook, as they do with scripts
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        hands: Callable[..., Hands] = Keyboard,
        scripts: bool = True,
        shown: bool = False,
    ) -> None:
        self.context = browser.new_context(
            base_url=address,
            locale="de-DE",
            viewport={"width": WIDE, "height": HEIGHT},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MILLISECONDS)
        self._address = address
        self.page = self.context.new_page()
        self.hands = hands(self.page)
        self._eyes = Eyes(self.page)
        self._runs_scripts = scripts
        self._is_shown = scripts or shown

    def open(self, path: str) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def speak(self, language: str) -> None:
        """Choose the language of the pages to come."""
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self._address}])

    def continue_session(self, key: str) -> None:
        """Be signed in already."""
        self.context.add_cookies([{"name": "sessionid", "value": key, "url": self._address}])
        self.open("/")

    def sign_in(self, who: str, password: str) -> None:
        self.open("/")
        self.hands.write("E-Mail-Adresse", f"{who}{DEMO_DOMAIN}")
        self.hands.write("Passwort", password)
        self.hands.press("Anmelden")
        self.reads("Was auf mich wartet")

    def look(self, picture: str = "", **parts: str) -> None:
        """Inspect the page as it stands, where scripts run, and take pictures for the handbook.

        picture  name of a picture of the whole page
        parts    pictures of sections by name, each with the heading of its section
        """
        if self._runs_scripts:
            self._eyes.look()
        if not self._is_shown:
            return
        if picture:
            pictures.take(self.page, picture)
        for name, heading in parts.items():
            pictures.take(self.page, name, heading)

    def look_closely(self, language: str) -> None:
        self._eyes.look_closely(language)

    def reads(self, *sentences: str) -> None:
        """Wait until the page says so."""
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence, timeout=PATIENCE_MILLISECONDS)

    def reads_nowhere(self, sentence: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(sentence)

    def numbers(self, pattern: str) -> list[int]:
        """Return the numbers of a sentence on the page."""
        found = re.search(pattern, self.page.locator("main").inner_text())
        assert found, f"“{pattern}” is not on {self.page.url}"
        return [int(group) for group in found.groups()]

    def fetch(self, path: str) -> bytes:
        """Return what lies behind an address, as this person gets it."""
        answer = self.context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.body()

    def status(self, path: str) -> int:
        return self.context.request.get(path).status
