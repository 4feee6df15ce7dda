"""Pictures of pages for the handbook: taken only when PICTURES names a folder to put them in."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 64
TALLEST = 1500  # px; what is below says nothing new
FOLDER = os.environ.get("PICTURES", "")
# The time of day is the one thing that differs between two takings.
ONE_TIME_FOR_ALL = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        node.textContent = node.textContent.replace(/\b\d\d:\d\d\b(?= Uhr)/g, '10:17');
    }
    const had = document.activeElement;
    had.blur();
    return had;
}"""


def take(page: Page, name: str) -> None:
    """Write the page from its heading to the end of its content as a small PNG."""
    if not FOLDER:
        return
    had_focus = page.evaluate_handle(ONE_TIME_FOR_ALL)
    top, height = _extent(page)
    clip = {"x": 0, "y": top, "width": page.viewport_size["width"], "height": min(height, TALLEST)}
    shot = page.screenshot(full_page=True, clip=clip, animations="disabled")
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(Path(FOLDER) / f"{name}.png", optimize=True)
    had_focus.evaluate("one => one.focus()")


def _extent(page: Page) -> tuple[float, float]:
    """Return where the picture begins and how tall it is."""
    frame = page.locator("main").bounding_box()
    assert frame is not None
    return 0, frame["y"] + frame["height"] + 32
