"""Two ways to work with a page: by the keyboard alone, and by pointing."""

from datetime import date
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_STOPS = 250  # how often Tab is pressed before something counts as out of reach
HAS_FOCUS = "found => found.includes(document.activeElement)"
# Nothing has the focus yet, and what is wanted stands in the content of the page.
IS_SKIPPABLE = """found => document.activeElement === document.body
    && found.every(one => one.closest('main'))"""

# How many stops lie between what has the focus and what is wanted, in the order of the page; a group of
# radio buttons is one stop. Only an estimate: whether Tab really leads there is seen afterwards.
STOPS_BETWEEN = """found => {
    const can = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const groups = new Set();
    const stops = [...document.querySelectorAll(can)].filter(one => {
        if (one.tabIndex < 0 || one.disabled || one.type === 'hidden' || !one.checkVisibility()) return false;
        const isRepeated = one.type === 'radio' && groups.has(one.name);
        if (one.type === 'radio') groups.add(one.name);
        return !isRepeated;
    });
    const here = stops.indexOf(document.activeElement);
    const isKnown = here >= 0 || document.activeElement === document.body;
    return isKnown ? Math.max(0, stops.findIndex(one => found.includes(one)) - here) : 0;
}"""


class Hands(Protocol):
    page: Page

    def follow(self, name: str) -> None: ...
    def open_file(self, name: str) -> str: ...
    def press(self, name: str) -> None: ...
    def unfold(self, title: str) -> None: ...
    def write(self, label: str, text: str) -> None: ...
    def choose(self, label: str, option: str) -> None: ...
    def tick(self, label: str) -> None: ...
    def date(self, label: str, day: date) -> None: ...


class Keyboard:
    """Reaches everything by Tab, as somebody does who cannot use a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._day_first: bool | None = None

    def follow(self, name: str) -> None:
        self._tab_to(self.page.get_by_role("link", name=name, exact=True), name)
        self._enter()

    def open_file(self, name: str) -> str:
        """Follow a link to a file, which a browser shows or stores; return where it came from."""
        self._tab_to(self.page.get_by_role("link", name=name, exact=True), name)
        with self.page.expect_response(lambda answer: "html" not in answer.headers["content-type"]) as opened:
            self.page.keyboard.press("Enter")
        return opened.value.url

    def press(self, name: str) -> None:
        self._tab_to(self.page.get_by_role("button", name=name, exact=True), name)
        self._enter()

    def unfold(self, title: str) -> None:
        self._tab_to(self.page.locator("summary", has_text=title), title)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self._tab_to(self.page.get_by_label(label, exact=True), label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, label: str, option: str) -> None:
        """Type the beginning of the option, as one does in a closed list."""
        field = self.page.get_by_label(label, exact=True)
        self._tab_to(field, label)
        self.page.keyboard.type(option)
        chosen = field.locator("option:checked").inner_text()
        assert chosen == option, f"typing “{option}” chose “{chosen}”"

    def tick(self, label: str) -> None:
        self._tab_to(self.page.get_by_label(label, exact=True), label)
        self.page.keyboard.press("Space")

    def date(self, label: str, day: date) -> None:
        """Type the digits in the order in which this browser shows day and month."""
        field = self.page.get_by_label(label, exact=True)
        self._tab_to(field, label)
        if self._day_first is None:
            self.page.keyboard.type("01022003")
            self._day_first = field.input_value() == "2003-02-01"
            self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.press("ArrowLeft")
        self.page.keyboard.type(f"{day:%d%m%Y}" if self._day_first else f"{day:%m%d%Y}")
        assert field.input_value() == day.isoformat()

    def _tab_to(self, wanted: Locator, name: str) -> None:
        found = wanted.element_handles()
        assert found, f"“{name}” is not on {self.page.url}"
        if self.page.evaluate(IS_SKIPPABLE, found):
            self._skip_to_content()
        for _stop in range(self.page.evaluate(STOPS_BETWEEN, found)):
            self.page.keyboard.press("Tab")
        for _stop in range(MOST_STOPS):
            if self.page.evaluate(HAS_FOCUS, found):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"“{name}” cannot be reached by Tab on {self.page.url}")

    def _skip_to_content(self) -> None:
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.hash") == "#inhalt", "the first stop skips nothing"
        self.page.keyboard.press("Enter")

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def open_file(self, name: str) -> str:
        with self.page.expect_response(lambda answer: "html" not in answer.headers["content-type"]) as opened:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return opened.value.url

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def unfold(self, title: str) -> None:
        self.page.locator("summary", has_text=title).click()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def date(self, label: str, day: date) -> None:
        self.page.get_by_label(label, exact=True).fill(day.isoformat())
