"""Two officials decide on two applications; the notices arrive, and the county sees them. No scripts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from stellwerk.models import Application
from tests.house.applications import opened
from tests.house.decisions import plenty, ready
from tests.journeys.hands import Mouse
from tests.journeys.running import House, wait_until
from tests.journeys.visitor import Visitor

COUNTY, PREPARER, RELEASER = "landkreis", "vorbereitung", "freigabe"
CALL = "Aufruf zur Entscheidung"
WHY = "Der Antrag lässt nicht erkennen, welchen Gemeinden die Stelle zugutekommt."
LESS = "Gefördert wird der Umfang, den die Aufgaben erfordern."
TO = "poststelle@lra-08136.stellwerk.invalid"


@pytest.fixture(scope="module")
def numbers() -> list[str]:
    """Return the file numbers of the two applications, filled when the database is there."""
    return []


@pytest.fixture(scope="module")
def prepare(numbers: list[str]) -> Callable[[], None]:
    """Let two applications of one county be ready, and let there be money."""

    def applied() -> None:
        call = opened(title=CALL, only_one=False)
        ready(call), ready(call)
        plenty()
        numbers.extend(Application.objects.order_by("pk").values_list("file_number", flat=True))

    return applied


def test_two_officials_decide_and_the_county_reads_it_without_scripts(
    visitor: Callable[..., Visitor], house: House, numbers: list[str]
) -> None:
    how: dict[str, Any] = {"hands": Mouse, "scripts": False, "shown": True}
    preparer, county = visitor(PREPARER, **how), visitor(COUNTY, **how)
    wait_until(lambda: len(house.post.mails(TO)) == 2, "the receipts do not arrive")  # of the applications
    _begin(preparer)
    _propose(preparer, numbers)
    _release(visitor(RELEASER, **how))
    wait_until(lambda: len(house.post.mails(TO)) == 4, "the notices do not arrive")
    _read(county, numbers)


def _begin(by: Visitor) -> None:
    by.hands.follow(CALL)
    by.look()
    by.hands.press("Mit allen 2 beginnen")
    by.reads("Die Runde ist angelegt.", "Offen sind noch 2.")
    by.look("entscheidung-runde")


def _propose(by: Visitor, numbers: list[str]) -> None:
    by.hands.press("Über alle 2 gefundenen entscheiden")
    by.hands.choose("Entscheidung", "Bewilligung")
    by.hands.write("Begründung (freiwillig)", LESS)
    by.hands.write("Stellenumfang (VZÄ) (freiwillig)", "0,75")
    by.hands.date("Beginn des Bewilligungszeitraums (freiwillig)", date(2024, 7, 1))
    by.hands.date("letzter Tag des Bewilligungszeitraums (freiwillig)", date(2025, 6, 30))
    by.hands.press("Ergebnis ansehen")
    by.reads("Für 2 Anträge geht es so, zusammen 104.400,00")
    by.look(**{"entscheidung-viele": "Was das bewirken würde"})
    by.hands.press("Für 2 Anträge übernehmen")
    by.reads("Vorgeschlagen für 2 Anträge")
    by.hands.follow(numbers[1])
    by.hands.choose("Entscheidung", "Ablehnung")
    by.hands.write("Begründung (freiwillig)", WHY)
    by.hands.press("Vorschlag speichern")
    by.reads("Der Vorschlag ist gespeichert.")
    by.look()
    by.hands.follow("Zur Runde")
    by.hands.press("Jetzt berechnen")
    by.reads("Die Runde ist berechnet.", "Eine andere Person muss die Runde prüfen")


def _release(by: Visitor) -> None:
    by.hands.follow("Entscheidungen: Aufruf zur Entscheidung")
    by.hands.follow("Prüfen und freigeben")
    by.reads("Die Schreiben enthalten alles")
    by.look("entscheidung-freigeben")
    by.hands.press("Ja, freigeben und versenden")
    by.reads("Die Runde ist freigegeben.")


def _read(by: Visitor, numbers: list[str]) -> None:
    by.hands.follow("Meine Anträge")
    by.page.get_by_role("row").filter(has_text=numbers[0]).get_by_role("link").first.click()
    by.reads("Bewilligung", "52.200,00", LESS)
    by.look()
    by.hands.follow("Schreiben mit PDF")
    by.reads("Zuwendungsbescheid zu Ihrem Antrag")
    by.hands.follow("Meine Anträge")
    by.page.get_by_role("row").filter(has_text=numbers[1]).get_by_role("link").first.click()
    by.reads("Ablehnung", WHY)
