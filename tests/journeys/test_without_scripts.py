"""Two people continue the programme in a browser that runs no scripts; one mailbox is full of trouble."""

from collections.abc import Callable

from tests.journeys import steps
from tests.journeys.hands import Mouse
from tests.journeys.running import House
from tests.journeys.visitor import Visitor

UNKNOWN = "poststelle@lra-08136.stellwerk.invalid"  # of the Landratsamt Ostalbkreis


def test_two_people_continue_the_programme_without_scripts(
    visitor: Callable[..., Visitor], house: House
) -> None:
    plain = {"hands": Mouse, "scripts": False}
    preparer = visitor("vorbereitung", signs_in=True, **plain)
    for step in (steps.draft, steps.compute, steps.ask_what_if, steps.read_lines, steps.preview):
        step(preparer)
    steps.consult(preparer)
    steps.answer(visitor("verband", **plain))
    steps.record_answers(preparer)
    steps.conclude(preparer)
    house.post.unknown = {UNKNOWN}
    releaser = visitor("freigabe", **plain)
    steps.release(releaser)

    _reload_while_letters_leave(releaser)
    _mend_the_mailbox(visitor("freigabe", hands=Mouse), house)
    releaser.hands.follow("Start")
    releaser.hands.follow("Programme")
    releaser.hands.follow(steps.PROGRAMME)
    releaser.hands.follow(steps.TITLE)
    _reload_while_letters_leave(releaser)
    releaser.reads("Alle Schreiben sind versandt.")

    steps.close(preparer)
    preparer.hands.follow("Versand")
    assert preparer.numbers(r"(\d+) Sendungen gefunden") == [len(house.post.mails())]
    assert sum(mail.repeats for mail in house.post.mails()) == 0


def _reload_while_letters_leave(by: Visitor) -> None:
    while by.page.get_by_text("Sie müssen nichts tun.").count():
        by.page.wait_for_timeout(500)
        by.hands.follow("Stand aktualisieren")


def _mend_the_mailbox(by: Visitor, house: House) -> None:
    """Find on the work list what was refused, and have it repeated once the mailbox exists."""
    by.look("start-probleme")
    by.hands.follow("Wer fehlt?")
    by.reads(steps.COUNTY)
    by.look("wer-fehlt")
    by.hands.follow("Start")
    by.hands.follow("Versand prüfen")
    by.reads("550 no such mailbox")
    by.look("probleme")
    house.post.unknown = set()
    picked = by.page.get_by_role("checkbox", name=f"Auswählen: {steps.COUNTY}")
    for box in picked.all():
        box.check()
    by.page.get_by_role("button", name="Ausgewählte wiederholen").click()
    by.reads("noch einmal versucht.")
    by.reads("Alles ist angekommen")
    by.look()
