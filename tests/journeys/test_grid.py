"""A coordinator fills in the grid with arrow keys, in a browser with scripts and in one without."""

from collections.abc import Callable

import pytest

from tests.journeys.hands import Mouse
from tests.journeys.visitor import Visitor

DOGS = "/flaeche/raster/?q=Hundesteuer"


def test_arrow_keys_lead_from_cell_to_cell_and_changes_are_counted(visitor: Callable[..., Visitor]) -> None:
    by = visitor("koordination")
    by.open(DOGS)
    first = by.page.locator("[data-grid] input").first
    first.focus()

    for key in ("l", "ArrowDown", "k", "Enter", "x"):
        by.page.keyboard.press(key)

    by.reads("Geänderte Zellen: 3")
    by.look()
    by.page.get_by_role("button", name="Unterschiede zeigen").click()
    by.reads("Raster vom", "3 Zeilen", "wird übernommen")
    by.look()
    by.page.get_by_role("button", name="Jetzt übernehmen").click()
    by.reads("3 Angaben übernommen.")
    by.page.get_by_role("button", name="Rückgängig machen").click()
    by.reads("Rückgängig gemacht")


@pytest.mark.parametrize("letter", ["l"])
def test_without_scripts_the_tab_key_does_it(visitor: Callable[..., Visitor], letter: str) -> None:
    by = visitor("koordination", hands=Mouse, scripts=False)
    by.open(DOGS)
    by.page.locator("[data-grid] input").first.focus()

    for key in (letter, "Tab", letter):
        by.page.keyboard.press(key)
    by.page.get_by_role("button", name="Unterschiede zeigen").click()

    by.reads("2 Zeilen", "wird übernommen")
