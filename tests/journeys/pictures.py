"""Pictures of pages for the handbook: taken only when PICTURES names a folder to put them in."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 160
TALLEST = 1450  # px; what is below says nothing new
# Without the header: it is the same on every page. The start page shows it.
EXTENT = """([tallest, part]) => {
    const at = one => one.getBoundingClientRect().top + scrollY;
    const main = document.querySelector('main');
    const headings = [...main.querySelectorAll(':scope > h2')];
    const place = headings.findIndex(one => one.textContent === part);
    const top = part ? headings[place] : document.querySelector('.crumbs');
    const next = part && headings[place + 1];
    const first = top ? at(top) - 16 : 0;
    const end = next ? at(next) - 24 : at(main) + main.offsetHeight + 24;
    if (end - first <= tallest) return [first, end];
    const ends = [
        ...headings.map(one => at(one) - 24),
        ...[...main.querySelectorAll('tbody tr')].map(one => at(one) + one.offsetHeight + 8),
    ].filter(y => y - first <= tallest);
    return [first, ends.length ? Math.max(...ends) : first + tallest];
}"""
FOLDER = os.environ.get("PICTURES", "")
# The time of day is the one thing that differs between two takings, and the browser of the tests speaks
# no German: it would write days the American way.
DRESS = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        node.textContent = node.textContent.replace(/\b\d\d:\d\d\b(?= Uhr)/g, '10:17');
    }
    for (const field of document.querySelectorAll('input[type=date]')) {
        const [year, month, day] = field.value.split('-');
        field.dataset.was = field.value;
        field.type = 'text';
        field.value = day ? `${day}.${month}.${year}` : 'TT.MM.JJJJ';
    }
    const had = document.activeElement;
    had.blur();
    return had;
}"""
BACK_TO_WORK = """had => {
    for (const field of document.querySelectorAll('input[data-was]')) {
        field.type = 'date';
        field.value = field.dataset.was;
    }
    had.focus({preventScroll: true});
}"""


def take(page: Page, name: str, part: str = "") -> None:
    """Write the page as a small PNG, down to the last heading or line of a table before it grows too tall.

    part  the heading of the section; without it, the whole page
    """
    if not FOLDER:
        return
    had_focus = page.evaluate_handle(DRESS)
    top, bottom = page.evaluate(EXTENT, [TALLEST, part])
    clip = {"x": 0, "y": top, "width": page.evaluate("innerWidth"), "height": bottom - top}
    shot = page.screenshot(full_page=True, clip=clip, animations="disabled")
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(Path(FOLDER) / f"{name}.png", optimize=True)
    had_focus.evaluate(BACK_TO_WORK)
