"""The steps of a coordinator in the area, and of a municipality that answers, whatever they work with."""

import re
from dataclasses import dataclass
from datetime import date

from tests.house.printed import words
from tests.journeys.running import House, wait_until
from tests.journeys.visitor import Visitor

AIM = date(2024, 5, 31)
HEAD = ("Gemeinde", "Leistung", "Stand", "geplant für")


@dataclass(frozen=True, slots=True)
class Case:
    """What one journey is about. ``answers`` is the key of the municipality that answers, where it is none.

    service  name of the service in question: known as none in one place and as live in two
    other    name of another one, of which nothing is known
    """

    title: str
    service: str
    other: str
    answers: str


def sheet(case: Case) -> str:
    """Return seven rows as a spreadsheet copies them: one new, three that deviate, three that are wrong."""
    rows = [
        HEAD,
        ("Aidlingen", case.service, "online", ""),
        ("Böblingen", case.service, "online", ""),
        ("Sindelfingen", case.service, "geplant", "30.09.2024"),
        ("Leonberg", case.service, "kein Angebot", ""),
        ("Bööblingen", case.other, "online", ""),
        ("Sindelfingen", case.other, "vielleicht", ""),
        ("Leonberg", case.other, "geplant", "31.02.2024"),
    ]
    return "\n".join("\t".join(row) for row in rows)


def paste(by: Visitor, case: Case) -> None:
    """Paste a sheet, mend three faulty rows in place, leave one of three deviating rows out, take over."""
    by.hands.follow("Fläche")
    by.reads("Was auf Sie wartet")
    by.look("flaeche")
    by.hands.follow("Tabelle einfügen")
    by.look("einfuegen")
    by.hands.write("Bezeichnung", case.title)
    by.hands.write("Tabelle", sheet(case))
    by.hands.press("Unterschiede zeigen")
    by.reads("fehlerhaft: 3", "weicht ab: 3", "neu: 1")
    by.look("unterschiede")
    by.hands.write("Zeile 6, Gemeinde", "Böblingen")
    by.hands.write("Zeile 7, Stand", "kein Angebot")
    by.hands.write("Zeile 8, geplant für", "31.05.2024")
    by.hands.press("Berichtigen und neu prüfen")
    by.hands.follow("weicht ab: 3")
    by.hands.tick("Zeile 5 markieren")
    by.hands.press("Markierte auslassen")
    by.reads("1 Zeile entschieden.")
    by.hands.press("Jetzt übernehmen")
    by.reads("6 Angaben übernommen.")
    by.look("uebernommen")


def undo(by: Visitor) -> None:
    by.hands.press("Rückgängig machen")
    by.reads("Rückgängig gemacht")
    by.look()


def plan_wave(by: Visitor, case: Case) -> None:
    by.hands.follow("Fläche")
    by.hands.follow("Wellen")
    by.hands.follow("Welle planen")
    by.hands.choose("Leistung", case.service)
    by.hands.press("Gemeinden suchen")
    by.reads("24 Gemeinden kommen infrage.")
    by.hands.date("Ziel", AIM)
    by.look("welle-planen")
    by.hands.press("Welle anlegen")
    by.reads("Wer als Nächstes dran ist", "Nach Plan sind alle am 31.05.2024 online.")
    by.look("welle")


def send_round(by: Visitor, case: Case) -> None:
    by.hands.follow("Fläche")
    by.hands.follow("Bestätigungsrunden")
    by.hands.follow("Runde anlegen")
    by.hands.write("Bezeichnung", case.title)
    by.look("runde-anlegen")
    by.hands.press("Entwurf speichern")
    by.look("runde-entwurf")
    by.hands.follow("Runde versenden")
    by.look("runde-versenden")
    by.hands.press("Jetzt versenden")
    by.reads("Die Schreiben gehen jetzt an die Gemeinden.")
    by.look()


def personal_page(house: House, case: Case) -> str:
    """Return the address in the mail of the municipality, once it has come."""

    def came() -> list[str]:
        mails = house.post.mails(f"gem-{case.answers}")
        texts = [house.post.text(mail) for mail in mails if case.title in mail.subject]
        return [found for text in texts for found in re.findall(r"http\S+/bestaetigung/\S+", text)]

    wait_until(lambda: bool(came()), "the municipality gets no mail")
    return came()[0]


def answer(municipality: Visitor, address: str, case: Case) -> None:
    """Open the personal page without an account, correct one line and confirm the others."""
    municipality.open(address)
    municipality.look("bestaetigung")
    municipality.hands.press("Zeilen berichtigen")
    municipality.hands.choose(f"Stand: {case.service}", "online")
    municipality.hands.write("Ihr Name", "Kim Beispiel")
    municipality.hands.write("Ihre Funktion", "Leitung Bürgerbüro")
    municipality.look("berichtigen")
    municipality.hands.press("Antwort absenden")
    municipality.reads("Ihre Gemeinde hat geantwortet")
    municipality.look()


def online_on_the_map(by: Visitor) -> int:
    """Return how many services the map counts as online in the municipalities of the district."""
    by.hands.follow("Fläche")
    by.hands.follow("Karte der Kreise")
    by.look()
    row = by.page.locator("main tr", has=by.page.get_by_role("rowheader", name="Böblingen", exact=True))
    return int(row.locator("td").nth(2).inner_text())


def report(by: Visitor) -> str:
    """Return the words of the report that the map offers as PDF."""
    address = by.page.get_by_role("link", name="Bericht (PDF)").get_attribute("href")
    return words(by.fetch(f"{address}"))
