"""Two associations are asked, one answers, one is silent, points are treated; an objection is decided."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from stellwerk.actions.checks import assign_application, check_point
from stellwerk.models import CheckState
from stellwerk.queries.checks import points
from tests.house.applications import BERLIN, CERTIFIED_AT, submitted
from tests.house.cases import all_sent, person, released_run
from tests.house.opinions import asked
from tests.journeys.hands import Mouse
from tests.journeys.visitor import Visitor

PREPARER, RELEASER, BODY, COUNTY = "vorbereitung", "freigabe", "verband", "landkreis"
PLAIN = {"hands": Mouse, "scripts": False, "shown": True}
EARLIER = datetime(2024, 2, 12, 9, 41, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    """Have an application checked, a question of February about it, and a released run."""

    def prepared() -> None:
        application = submitted()
        by = person(PREPARER)
        assign_application(application.pk, rights=by, at=CERTIFIED_AT, to=by.person)
        for point in points(application):
            check_point(application.pk, point.key, rights=by, at=CERTIFIED_AT, state=CheckState.FULFILLED)
        asked(application, at=EARLIER, due_on=date(2024, 2, 23), title="Frage vom Februar")
        all_sent(released_run())

    return prepared


def test_opinions_are_asked_answered_and_treated_without_scripts(visitor: Callable[..., Visitor]) -> None:
    _nothing_is_ready_yet(visitor(PREPARER, **PLAIN))
    _answer_late(visitor(BODY, **PLAIN))
    _note_silence_and_treat(visitor(PREPARER, **PLAIN))
    _declare_ready(visitor(PREPARER, **PLAIN))


def test_two_associations_are_asked_by_letter_without_scripts(visitor: Callable[..., Visitor]) -> None:
    by = visitor(PREPARER, **PLAIN)
    by.hands.follow("Stellungnahmen")
    by.hands.follow("Zu einem Entwurf fragen")
    by.hands.tick("Landkreistag Baden-Württemberg")
    by.hands.tick("Gemeindetag Baden-Württemberg")
    by.hands.write("Gegenstand", "Entwurf des Förderaufrufs 2025")
    by.hands.write("Frage", "Ist der Entwurf verständlich?")
    by.page.get_by_label("Entwurf", exact=False).first.fill("Der Aufruf läuft vom 1. bis zum 31. Mai.")
    by.hands.date("Antwort bis", date(2024, 3, 22))
    by.hands.press("Schreiben absenden")
    by.reads("Die Schreiben sind auf dem Weg.", "2 Antworten stehen noch aus.")
    by.hands.follow("Synopse")
    by.reads("Der Aufruf läuft vom 1. bis zum 31. Mai.")


def test_an_objection_is_filed_completed_and_decided_without_scripts(visitor: Callable[..., Visitor]) -> None:
    county = visitor(COUNTY, **PLAIN)
    county.hands.follow("Meine Zuwendung")
    county.page.locator("summary", has_text="Änderungsbescheid").first.click()
    county.hands.follow("Widerspruch einlegen")
    county.reads("die Schriftform ist damit nicht gewahrt")
    county.page.get_by_label("Begründung").fill("Die Auflage ist nicht erfüllbar.")
    county.hands.press("Widerspruch absenden")
    county.reads("Keine aufschiebende Wirkung", "Form noch nicht gewahrt")

    preparer = visitor(PREPARER, **PLAIN)
    preparer.hands.follow("Rechtsbehelfe")
    preparer.hands.follow("Widerspruch vom 08.03.2024")
    preparer.hands.follow("Schreiben ist eingegangen")
    preparer.hands.press("Speichern")
    preparer.reads("Aufschiebende Wirkung: Der angegriffene Teil wird vorerst nicht vollzogen")
    preparer.look("rechtsbehelf")
    preparer.hands.follow("Ausgang vorschlagen")
    preparer.page.get_by_label("Begründung", exact=True).fill("Die Auflage entfällt.")
    preparer.hands.press("Speichern")

    releaser = visitor(RELEASER, **PLAIN)
    releaser.hands.follow("Rechtsbehelfe")
    releaser.hands.follow("Widerspruch vom 08.03.2024")
    releaser.hands.press("So entscheiden")
    releaser.reads("Über den Rechtsbehelf ist entschieden.", "abgeholfen oder stattgegeben")


def _nothing_is_ready_yet(by: Visitor) -> None:
    _open_application(by)
    by.reads("fehlen noch Stellungnahmen oder die Behandlung ihrer Punkte")
    assert by.page.get_by_role("button", name="Entscheidungsreif").count() == 0


def _answer_late(by: Visitor) -> None:
    by.hands.follow("Stellungnahmen")
    by.hands.follow("Frage vom Februar")
    by.reads("Die Frist ist vorbei.")
    by.hands.choose("Antwort", "Einwände")
    by.hands.write("Punkt 1 (freiwillig)", "Der Umfang ist zu groß.")
    by.hands.write("Punkt 2 (freiwillig)", "Die Gemeinden sollten mitreden.")
    by.hands.press("Stellungnahme abgeben")
    by.reads("Ihre Stellungnahme ist eingegangen", "verspätet")


def _note_silence_and_treat(by: Visitor) -> None:
    by.hands.follow("Stellungnahmen")
    by.hands.follow("Frage vom Februar")
    by.hands.press("Schweigen feststellen")
    by.reads("Das Schweigen ist als Einvernehmen festgehalten.", "2 Punkte sind noch nicht behandelt.")
    for _point in range(2):
        by.page.get_by_role("link", name="Behandeln").first.click()
        by.hands.choose("Behandlung", "teilweise gefolgt")
        by.hands.write("Begründung", "Der Umfang wird gesenkt.")
        by.hands.press("Speichern")
    by.reads("Alle Stellen haben sich geäußert, und jeder Punkt ist behandelt.")
    by.look("stellungnahmen-behandelt")


def _declare_ready(by: Visitor) -> None:
    _open_application(by)
    by.hands.press("Entscheidungsreif")
    by.reads("Der Antrag ist entscheidungsreif.")


def _open_application(by: Visitor) -> None:
    by.hands.follow("Anträge")
    by.page.get_by_role("row").filter(has_text="Ostalbkreis").get_by_role("link").first.click()
