"""A county applies with two people, is asked for a correction, answers; by keyboard, and without scripts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.house.applications import opened
from tests.journeys.hands import Mouse
from tests.journeys.visitor import Visitor

COUNTY, SECOND, PREPARER = "landkreis", "landkreis.zweite", "vorbereitung"


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    """Open two calls, one for each way to work."""

    def open_calls() -> None:
        first = opened(title="Aufruf Tastatur")
        opened(title="Aufruf ohne Skripte", form_version=first.form_version)

    return open_calls


def test_two_people_of_a_county_apply_with_the_keyboard_alone(visitor: Callable[..., Visitor]) -> None:
    _whole_way(visitor, "Aufruf Tastatur")


def test_two_people_of_a_county_apply_without_scripts(visitor: Callable[..., Visitor]) -> None:
    _whole_way(visitor, "Aufruf ohne Skripte", hands=Mouse, scripts=False)


def _whole_way(visitor: Callable[..., Visitor], call: str, **how: Any) -> None:
    writer = visitor(COUNTY, **how)
    _begin(writer, call)
    _fill_in(writer)
    writer.hands.press("Zur Zeichnung geben")
    writer.reads("Eine zweite Person Ihrer Stelle muss den Antrag prüfen und zeichnen.")
    _certify(visitor(SECOND, **how), call)
    _ask_for_a_correction(visitor(PREPARER, **how), call)
    _answer(visitor(COUNTY, **how), call)
    _certify(visitor(SECOND, **how), call)


def _begin(by: Visitor, call: str) -> None:
    by.hands.follow("Meine Anträge")
    by.hands.follow("Offene Förderaufrufe")
    by.look("antrag-aufrufe")
    by.hands.follow(call)
    by.hands.choose("Stellen Sie den Antrag für einen Landkreis oder einen kommunalen Landesverband?", "Ja")
    by.hands.choose("Ist der Arbeitsvertrag für die Stelle schon geschlossen?", "Nein")
    by.hands.press("Antrag beginnen")
    by.reads("Ihr Entwurf ist angelegt.", "Diese Angabe fehlt")
    by.look("antrag-begonnen")


def _fill_in(by: Visitor) -> None:
    by.hands.follow("Antragsteller")
    by.hands.write("Erreichbarkeit für Rückfragen", "digitalisierung@lra-08136.stellwerk.invalid")
    by.hands.choose("Dienstort der Stelle", "Aalen")
    by.look("antrag-abschnitt")
    by.hands.press("Speichern und weiter")
    by.hands.choose("Wird eine bestehende Förderung fortgesetzt?", "Ja")
    by.hands.date("geplanter Beginn", date(2024, 7, 1))
    by.hands.choose("Beantragen Sie den vorzeitigen Maßnahmebeginn?", "Nein")
    by.hands.tick("Beratung der Gemeinden")
    by.hands.write("Beschreibung der Maßnahme", "Die Stelle berät die Gemeinden.")
    by.hands.press("Speichern und weiter")
    by.hands.write("beantragter Betrag in Euro", "69.600,00")
    by.hands.choose("Gibt es Mittel von anderen Stellen?", "Nein")
    by.hands.press("Speichern und weiter")
    by.reads("Der Antrag ist vollständig.")


def _certify(by: Visitor, call: str) -> None:
    _open(by, call)
    by.hands.follow("Prüfen und zeichnen")
    by.reads("Mit Ihrer Zeichnung ist der Antrag eingereicht.")
    by.look("antrag-zeichnen")
    by.hands.press("Zeichnen und einreichen")
    by.reads("vollständig eingegangen.")
    by.look("antrag-eingang")


def _ask_for_a_correction(by: Visitor, call: str) -> None:
    by.hands.follow("Anträge")
    by.look("antrag-liste")
    by.page.get_by_role("row").filter(has_text=call).get_by_role("link").first.focus()
    with by.page.expect_navigation():
        by.page.keyboard.press("Enter")
    by.hands.press("Übernehmen")
    by.look("antrag-fall")
    by.hands.follow("Um Ergänzung bitten")
    by.hands.tick("beantragter Betrag in Euro")
    by.hands.write("Was zu ergänzen ist", "Bitte prüfen Sie den Betrag.")
    by.hands.date("bis zum", date(2024, 3, 22))
    by.look("antrag-nachforderung")
    by.hands.press("Um Ergänzung bitten")
    by.reads("Der Antragsteller ist um Ergänzung gebeten")


def _answer(by: Visitor, call: str) -> None:
    _open(by, call)
    by.reads("Bitte prüfen Sie den Betrag.")
    by.hands.follow("Finanzierung")
    by.reads_nowhere("Gibt es Mittel von anderen Stellen?")
    by.hands.write("beantragter Betrag in Euro", "58.000,00")
    by.hands.press("Speichern und weiter")
    by.hands.press("Zur Zeichnung geben")


def _open(by: Visitor, call: str) -> None:
    by.hands.follow("Meine Anträge")
    by.page.get_by_role("row").filter(has_text=call).get_by_role("link").first.focus()
    with by.page.expect_navigation():
        by.page.keyboard.press("Enter")
