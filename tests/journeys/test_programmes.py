"""An official opens a new programme by copying one, and a county applies in it; without scripts."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.house.applications import published
from tests.journeys.hands import Mouse
from tests.journeys.test_applications import _begin, _certify
from tests.journeys.visitor import Visitor

COUNTY, SECOND, PREPARER = "landkreis", "landkreis.zweite", "vorbereitung"
NAME, CALL = "Digitallotsen im Landkreis", "Erster Aufruf der Digitallotsen"


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    """Give the example's programme a form, so that there is one to copy."""

    def publish_form() -> None:
        published()

    return publish_form


def test_a_programme_is_copied_opened_and_receives_its_first_application(
    visitor: Callable[..., Visitor],
) -> None:
    official = visitor(PREPARER, hands=Mouse, scripts=False, shown=True)
    _copy(official)
    _complete(official)
    _publish_the_form(official)
    _plan_a_call(official)
    _try(official)
    _open(official)

    writer = visitor(COUNTY, hands=Mouse, scripts=False)
    _begin(writer, CALL)
    _fill_in(writer)
    writer.hands.press("Zur Zeichnung geben")
    _certify(visitor(SECOND, hands=Mouse, scripts=False), CALL)

    _sees_the_application(official)


def _copy(by: Visitor) -> None:
    by.hands.follow("Programme")
    by.hands.follow("Programm anlegen")
    by.look()
    by.hands.choose("Beginnen mit", "Kopie von: E-Government-Koordinatorinnen und -Koordinatoren")
    by.hands.write("Name des neuen Programms", NAME)
    by.hands.write("Aktenzeichen", "LOTSEN-1")
    by.hands.press("Programm anlegen")
    by.reads("Das Programm ist angelegt.", "Angaben fehlen noch.")
    by.look("was-noch-fehlt")


def _complete(by: Visitor) -> None:
    by.hands.follow("Schritte durchgehen")
    by.look("einrichten-schritt")
    by.hands.follow("Rechtsgrundlage")
    by.hands.write("Rechtsgrundlage", "VwV Digitallotsen (Beispielangabe)")
    by.hands.date("gilt ab", date(2024, 1, 1))
    by.hands.press("Hinzufügen")
    by.reads("1 Zeile ist eingetragen.")
    by.hands.follow("Empfänger")
    by.look()
    by.hands.tick("Landratsamt")
    by.hands.press("Speichern und weiter")
    by.look()
    by.hands.follow("Haushalt")
    by.hands.write("Haushaltsjahr", "2024")
    by.hands.write("Ansatz", "500.000,00")
    by.hands.write("Verpflichtungsermächtigung", "250.000,00")
    by.hands.write("Quelle", "Beispielwert")
    by.hands.press("Hinzufügen")
    by.hands.follow("Auszahlung, Nachweis, Aufbewahrung")
    by.hands.choose("Auszahlung (freiwillig)", "auf Abruf, für Ausgaben der nächsten zwei Monate")
    by.hands.choose(
        "Form des Verwendungsnachweises (freiwillig)", "einfacher Verwendungsnachweis ohne Belege"
    )
    by.hands.write("Frist des Verwendungsnachweises in Monaten (freiwillig)", "6")
    by.hands.write("Aufbewahrung in Jahren (freiwillig)", "5")
    by.hands.write("Quelle der Aufbewahrungsfrist (freiwillig)", "Beispielwert")
    by.look()
    by.hands.press("Speichern und weiter")


def _publish_the_form(by: Visitor) -> None:
    by.hands.follow("Antragsformular")
    by.look()
    by.hands.follow("Antrag auf Förderung")
    by.hands.press("Veröffentlichen")
    by.reads("Die Fassung ist veröffentlicht.")


def _plan_a_call(by: Visitor) -> None:
    _to_the_programme(by)
    by.hands.follow("Programm einrichten")
    by.hands.follow("Förderaufruf")
    by.hands.write("Bezeichnung", CALL)
    by.hands.write("Anträge ab", "2024-02-01T08:00")
    by.hands.write("Anträge bis", "2024-04-30T18:00")
    by.look()
    by.hands.press("Hinzufügen")
    by.reads("1 Zeile ist eingetragen.")


def _try(by: Visitor) -> None:
    by.hands.follow("Was noch fehlt")
    by.reads("Alles ist da. Sie können das Programm eröffnen.")
    by.hands.follow("Probe machen")
    by.look()
    by.hands.write("Stellenumfang (VZÄ)", "0,5")
    by.hands.press("Probe machen")
    by.reads("Ergebnis der Probe", "Das Schreiben enthält alles, was vorgeschrieben ist.")
    by.look("probe")


def _open(by: Visitor) -> None:
    by.hands.follow("Was noch fehlt")
    by.hands.press("Programm eröffnen")
    by.reads("Das Programm ist eröffnet.")
    by.look()


def _fill_in(by: Visitor) -> None:
    """Nothing is known yet of a post in a new programme, so all of it is asked."""
    by.hands.follow("Antragsteller")
    by.hands.write("Erreichbarkeit für Rückfragen", "digitalisierung@lra-08136.stellwerk.invalid")
    by.hands.choose("Dienstort der Stelle", "Aalen")
    by.hands.press("Speichern und weiter")
    by.hands.choose("Wird eine bestehende Förderung fortgesetzt?", "Nein")
    by.hands.write("Stellenumfang (VZÄ)", "0,5")
    by.hands.date("geplanter Beginn", date(2024, 7, 1))
    by.hands.choose("Beantragen Sie den vorzeitigen Maßnahmebeginn?", "Nein")
    by.hands.tick("Beratung der Gemeinden")
    by.hands.write("Beschreibung der Maßnahme", "Die Stelle begleitet neue Onlinedienste.")
    by.hands.press("Speichern und weiter")
    by.hands.write("beantragter Betrag in Euro", "34.800,00")
    by.hands.choose("Gibt es Mittel von anderen Stellen?", "Nein")
    by.hands.press("Speichern und weiter")
    by.reads("Der Antrag ist vollständig.")


def _sees_the_application(by: Visitor) -> None:
    by.hands.follow("Anträge")
    by.hands.follow("Förderaufrufe")
    by.hands.follow(CALL)
    by.reads("Landratsamt Ostalbkreis")
    assert by.page.locator("tbody tr").count() == 1


def _to_the_programme(by: Visitor) -> None:
    by.hands.follow("Programme")
    by.hands.follow(NAME)
