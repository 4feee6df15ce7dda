"""Looking at a page as an inspector does: axe, outline, focus, width, and what the browser complains of."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

from tests.house.environment import REPOSITORY

AXE = (REPOSITORY / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of neighbours that differ in words, numbers and addresses alone, as rows of a table do, two are examined.
RUN_AXE = """async options => {
    const own = / (href|id|for|name|value|title|datetime|aria-label(ledby)?|aria-describedby|d|x|y)="[^"]*"/g;
    const kind = one => one.outerHTML.replace(own, ' $1').replace(/>[^<]+</g, m => m.trim() ? '>x<' : '><');
    const alike = [...document.querySelectorAll('*')].filter(one => one.childElementCount > 3)
        .flatMap(parent => {
            const seen = new Map();
            return [...parent.children].filter(one => {
                const count = (seen.get(kind(one)) ?? 0) + 1;
                seen.set(kind(one), count);
                return count > 2;
            });
        });
    const found = await axe.run({include: document, exclude: alike}, options);
    return found.violations.flatMap(one => one.nodes.map(node => `axe ${one.id}: ${node.target.join(' ')}`));
}"""
Options = dict[str, Any]
OPTIONS: Options = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,  # only rules that we do not ask for need the style sheets once more
}
WIDE, NARROWEST = 1280, 320
PICTURED = (WIDE, 360)
ALBUM = os.environ.get("ALBUM", "")  # a folder: a picture of every page looked at, for people's eyes
HEIGHT = 900
OUTLINE = """() => ({
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    language: document.documentElement.lang,
    title: document.title,
    repeated: [...document.querySelectorAll('[id]')].map(one => one.id)
        .filter((id, place, all) => all.indexOf(id) !== place),
})"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What can have the focus must look different when it has it; of what is dressed alike, one is asked.
FOCUS_UNSEEN = """() => {
    const names = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderColor',
        'backgroundColor', 'textDecoration'];
    const dress = one => [null, '::before', '::after'].map(part => {
        const style = getComputedStyle(one, part);
        return names.map(name => style[name]).join();
    }).join();
    const can = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const stops = [...document.querySelectorAll(can)]
        .filter(one => one.type !== 'hidden' && one.checkVisibility());
    const kind = one => [one, one.parentElement].map(it => `${it.tagName} ${it.className}`).join() + one.type;
    const kinds = [...new Map(stops.map(one => [kind(one), one])).values()];
    const unseen = kinds.filter(one => {
        const both = () => dress(one) + dress(one.parentElement);
        document.activeElement.blur();
        const before = both();
        one.focus();
        return both() === before;
    });
    document.activeElement.blur();
    return unseen.map(one => one.outerHTML.slice(0, 120));
}"""


class Eyes:
    """Watches one page from its opening on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._heard: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._heard.append(f"error in a script: {error}"))

    def look(self, language: str = "de", options: Options | None = OPTIONS) -> None:
        """Look at what is shown now, as wide as it is, with these options for axe, or without it.

        AssertionError: lists everything that is wrong.
        """
        found = [*self._outline(language), *(self._axe(options) if options else []), *self._heard]
        self._heard = []
        assert not found, "\n".join([self._page.url, *found])

    def look_closely(self, language: str) -> None:
        """Look at the page on a small telephone, where most is near and scrolls: axe, focus, words that fit.

        Names, roles, colours and order are the same in each language: they are looked at in German. How pages
        look wide is seen by the journeys that lead past them.
        """
        is_german = language == "de"
        self._at(NARROWEST)
        self.look(language, OPTIONS if is_german else None)
        if is_german:
            unseen = self._page.evaluate(FOCUS_UNSEEN)
            assert not unseen, "\n".join([self._page.url, "the focus cannot be seen on", *unseen])
        assert self._page.evaluate(TOO_WIDE) <= 0, f"{self._page.url} scrolls sideways at {NARROWEST} px"
        for width in PICTURED if ALBUM else ():
            self._keep(language, width)

    def _keep(self, language: str, width: int) -> None:
        self._at(width)
        name = "_".join(filter(None, [*urlsplit(self._page.url).path.split("/"), language, str(width)]))
        self._page.screenshot(path=Path(ALBUM) / f"{name}.png", full_page=True)

    def _at(self, width: int) -> None:
        """Make the window so wide; where it is already, nothing is laid out anew."""
        if self._page.viewport_size != {"width": width, "height": HEIGHT}:
            self._page.set_viewport_size({"width": width, "height": HEIGHT})

    def _outline(self, language: str) -> list[str]:
        found = self._page.evaluate(OUTLINE)
        wrong = [f"{found['headings']} h1"] if found["headings"] != 1 else []
        wrong += [f"{found['mains']} main"] if found["mains"] != 1 else []
        wrong += [f"lang is {found['language']}"] if found["language"] != language else []
        wrong += [f"id {name} is used twice" for name in found["repeated"]]
        wrong += [f"the title is “{found['title']}”"] if not found["title"].endswith(" – Stellwerk") else []
        return wrong

    def _axe(self, options: Options) -> list[str]:
        """Run axe; the pages to come bring it along, which costs less than handing it over each time."""
        if not self._page.evaluate("typeof axe === 'object'"):
            self._page.evaluate(AXE)
            self._page.add_init_script(AXE)
        found: list[str] = self._page.evaluate(RUN_AXE, options)
        return found

    def _hear(self, message: ConsoleMessage) -> None:
        """Remember errors and warnings; that a refusal has a status of its own is none."""
        is_status = message.text.startswith("Failed to load resource") and self._is_page(message)
        if message.type in ("error", "warning") and not is_status:
            self._heard.append(f"console: {message.text}")

    def _is_page(self, message: ConsoleMessage) -> bool:
        return message.location["url"] == self._page.url
