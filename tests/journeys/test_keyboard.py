"""Two people continue the programme with the keyboard alone; everybody else finds what came of it."""

import csv
import io
from collections.abc import Callable

from python_calamine import CalamineWorkbook

from tests.journeys import steps
from tests.journeys.running import House
from tests.journeys.visitor import Visitor

OTHER_GRANT = "/zuwendungen/1/"


def test_two_people_continue_the_programme_and_everybody_finds_it_done(
    visitor: Callable[..., Visitor], house: House
) -> None:
    preparer = visitor("vorbereitung", signs_in=True)
    preparer.look("start-leer")
    for step in (steps.draft, steps.compute, steps.ask_what_if, steps.read_lines, steps.preview):
        step(preparer)
    steps.consult(preparer)
    steps.answer(visitor("verband"))
    steps.record_answers(preparer)
    steps.conclude(preparer)
    house.post.patience = 20
    releaser = visitor("freigabe", signs_in=True)
    steps.release(releaser)

    _letters_leave_without_a_reload(releaser, house)

    steps.close(preparer)
    assert len(house.post.mails()) == _all_are_sent(preparer)
    assert sum(mail.repeats for mail in house.post.mails()) == 0
    _finds_its_own_grant_and_letters_only(visitor("landkreis", signs_in=True))
    _reads_everything_and_changes_nothing(visitor("pruefung"))


def _letters_leave_without_a_reload(by: Visitor, house: House) -> None:
    """Watch the page follow the letters by itself, until the last one has left."""
    by.page.evaluate("window.wasNotReloaded = true")
    by.reads("20 von ")
    (total,) = by.numbers(r"20 von (\d+) Sendungen versandt")
    assert by.page.evaluate("window.wasNotReloaded")
    by.look("versand")
    house.post.patience = None
    by.reads(f"{total} von {total} Sendungen versandt", "Alle Schreiben sind versandt.")
    by.look()


def _all_are_sent(by: Visitor) -> int:
    """Return how many dispatches the ledger lists; page, CSV and XLSX agree that all are sent."""
    by.hands.follow("Versand")
    (total,) = by.numbers(r"(\d+) Sendungen gefunden")
    by.look("versandbuch")
    lines = _taken_along(by, "CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines), delimiter=";"))
    assert [row["Stand"] for row in rows] == ["versandt"] * total
    by.hands.follow("Zurück zur Liste")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(_taken_along(by, "Excel (XLSX)")))
    assert len(sheet.get_sheet_by_index(0).to_python()) == total + 1
    return total


def _taken_along(by: Visitor, kind: str) -> bytes:
    """Ask for the list as a file and wait until the page, by itself, says that it is there."""
    by.hands.press(kind)
    by.reads("Datei abholen")
    return by.fetch(f"{by.page.url}datei")


def _finds_its_own_grant_and_letters_only(county: Visitor) -> None:
    county.look("start-landratsamt")
    county.hands.follow("Meine Zuwendung")
    county.reads(steps.COUNTY, "Änderungsbescheid", "30.06.2025")
    county.hands.unfold("Änderungsbescheid vom 08.03.2024")
    county.reads("Rechtsbehelfsfrist", "Rechenweg zum Drucken")
    county.look("zuwendung", zeitachse="Zeitachse der Stelle", bescheide="Bescheide")
    county.hands.follow("Meine Schreiben")
    county.look("meine-schreiben")
    assert county.page.locator("tbody tr").count() == 2  # notice and circular
    county.hands.follow(county.page.locator("tbody a").last.inner_text())
    assert county.fetch(county.hands.open_file("PDF öffnen")).startswith(b"%PDF")
    assert county.status(OTHER_GRANT) == 404
    assert county.status("/versand/") == 403


def _reads_everything_and_changes_nothing(auditor: Visitor) -> None:
    auditor.hands.follow("Programme")
    auditor.hands.follow(steps.PROGRAMME)
    auditor.hands.follow(steps.TITLE)
    auditor.reads("Verlauf", "Freigegeben: ")
    auditor.look()
    for path in (auditor.page.url, OTHER_GRANT, "/versand/", "/versand/probleme/"):
        auditor.open(path)
        # Files and views of a list are the reader's own; nothing else can be sent.
        others = "main form[method=post]:not([action^='/listen/'])"
        assert auditor.page.locator(others).count() == 0
