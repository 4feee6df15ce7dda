"""The steps of a continuation as people take them, whatever they work with."""

from datetime import date

from tests.journeys.visitor import Visitor

PROGRAMME = "E-Government-Koordinatorinnen und -Koordinatoren"
COUNTY = "Landratsamt Ostalbkreis"
TITLE = "Fortführung des Förderprogramms"
REASON = (
    "Die Koordinatorinnen und Koordinatoren sind in allen Landkreisen tätig. Damit die gewonnenen "
    "Fachkräfte bleiben, wird die Förderung der bereits bewilligten Stellen verlängert."
)
LAST_DAY = date(2025, 6, 30)
TOO_EARLY = date(2024, 2, 29)
LATER = date(2025, 12, 31)


def draft(by: Visitor) -> None:
    """Draft a run; the first attempt has an end that cannot be."""
    by.hands.follow("Programme")
    by.hands.follow(PROGRAMME)
    by.reads("Das Programm wurde noch nicht fortgeführt.")
    by.look("programm", karte="Stellen in den Kreisen")
    by.hands.follow("Fortführung anlegen")
    by.hands.write("Betreff", TITLE)
    by.hands.date("Förderung bis (letzter Tag)", TOO_EARLY)
    by.hands.write("Begründung", REASON)
    by.hands.press("Entwurf speichern")
    by.reads("Das neue Ende liegt nicht nach dem Datum der Schreiben.")
    by.look("angaben")
    by.hands.date("Förderung bis (letzter Tag)", LAST_DAY)
    by.hands.press("Entwurf speichern")
    by.reads("Der Entwurf ist angelegt.", "Entwurf")
    by.look("entwurf")


def compute(by: Visitor) -> None:
    by.hands.press("Jetzt berechnen")
    by.reads("Jede Zuwendung ist berechnet.", "Haushalt nach dieser Fortführung")
    by.look("berechnet", ergebnis="Ergebnis")


def ask_what_if(by: Visitor) -> None:
    """See that another end would be too dear, and that asking changes nothing."""
    by.hands.follow("Was wäre, wenn?")
    by.hands.date("Förderung bis (letzter Tag)", LATER)
    by.hands.write("Festbetrag je VZÄ und Monat in Euro (freiwillig)", "7.000,00")
    by.hands.press("Durchrechnen")
    by.reads("Dafür reichen die Mittel nicht.", "Im Jahr 2025 fehlen")
    by.look("was-waere-wenn")
    by.hands.follow("Fortführung 1")
    by.reads("30.06.2025")


def read_lines(by: Visitor) -> None:
    by.hands.follow("Jede Zuwendung mit Rechenweg")
    by.reads("38 Zuwendungen gefunden.")
    by.look("zeilen")
    by.hands.follow(COUNTY)
    by.reads("Rechenweg", "Jahresraten")
    by.look("zeile")
    by.hands.follow("Fortführung 1")


def preview(by: Visitor) -> None:
    by.hands.follow("Vorschau der Schreiben")
    by.reads("Die Schreiben enthalten alles")
    by.look("vorschau")
    for link in ("Rundschreiben (PDF)", f"PDF ansehen ({COUNTY})"):
        address = by.page.get_by_role("link", name=link).get_attribute("href")
        assert by.fetch(f"{address}").startswith(b"%PDF")
    by.hands.follow("Fortführung 1")


def consult(by: Visitor) -> None:
    by.hands.press("Verbände um Stellungnahme bitten")
    by.reads("Die Verbände werden um Stellungnahme gebeten.", "Es stehen noch 3 Antworten aus.")
    by.look()


def answer(by: Visitor) -> None:
    """Let the Landkreistag agree by itself."""
    by.look("start-verband")
    by.hands.follow(TITLE)
    by.reads("Ihre Stellungnahme", "22.03.2024")
    by.hands.choose("Ihre Stellungnahme", "Einvernehmen")
    by.look("stellungnahme")
    by.hands.press("Stellungnahme abgeben")
    by.reads("Vielen Dank. Ihre Stellungnahme ist eingegangen.")
    by.look()


def record_answers(by: Visitor) -> None:
    """Record what two associations wrote by post: one agrees, one objects and is heard."""
    by.hands.follow("Start")
    by.hands.follow(TITLE)
    by.reads("Es stehen noch 2 Antworten aus.")
    by.hands.follow("Antwort erfassen (Städtetag Baden-Württemberg)")
    by.hands.choose("Antwort", "Einvernehmen")
    by.look()
    by.hands.press("Antwort speichern")
    by.hands.follow("Antwort erfassen (Gemeindetag Baden-Württemberg)")
    by.hands.choose("Antwort", "Einwände")
    by.hands.press("Antwort speichern")
    by.reads("Bitte schreiben Sie, welche Einwände bestehen.")
    by.hands.write("Bemerkung oder Einwände (freiwillig)", "Die Förderung sollte länger laufen.")
    by.look("antwort-erfassen")
    by.hands.press("Antwort speichern")
    by.reads("Es gibt Einwände.")
    by.hands.follow("Einwände behandeln (Gemeindetag Baden-Württemberg)")
    by.hands.write("Umgang mit den Einwänden", "Besprochen am 8. März 2024; es bleibt beim Ende.")
    by.look("einwaende")
    by.hands.press("Speichern")
    by.look(abstimmung="Stellungnahmen")


def conclude(by: Visitor) -> None:
    by.hands.press("Abstimmung abschließen")
    by.reads("Eine andere Person muss die Fortführung prüfen und freigeben, denn Sie haben sie vorbereitet.")
    by.look()


def release(by: Visitor) -> None:
    by.look("start-zeichnung")
    by.hands.follow(TITLE)
    by.hands.follow("Prüfen und freigeben")
    by.reads("Möchten Sie die Fortführung freigeben?", "Die Schreiben enthalten alles")
    by.look("freigeben")
    by.hands.press("Ja, freigeben und versenden")
    by.reads("Die Fortführung ist freigegeben.")


def close(by: Visitor) -> None:
    by.hands.follow("Start")
    by.look("start-vorbereitung")
    by.hands.follow(TITLE)
    by.hands.press("Fortführung abschließen")
    by.reads("Die Fortführung ist abgeschlossen.", "Verlauf")
    by.look(verlauf="Verlauf")
