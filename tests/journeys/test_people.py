"""Somebody is invited, signs in by link, sets up a second factor and releases; a passkey opens the door."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from playwright.sync_api import Browser

from stellwerk.actions.runs import compute_run
from stellwerk.models import Programme
from tests.house.cases import ASKED_AT, agreed, drafted, person
from tests.journeys.hands import Mouse
from tests.journeys.running import House, wait_until
from tests.journeys.visitor import Visitor

NEW = "neu@amt.invalid"
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Come = Callable[..., Visitor]


@pytest.fixture(scope="module")
def runs() -> list[int]:
    return []


@pytest.fixture(scope="module")
def prepare(runs: list[int]) -> Callable[[], None]:
    """Have a run that waits for its release."""

    def consulted() -> None:
        draft = drafted(Programme.objects.get())
        run = agreed(compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT))
        runs.append(run.pk)

    return consulted


def test_an_invited_releaser_sets_up_a_second_factor_and_releases(
    visitor: Come, browser: Browser, house: House, runs: list[int]
) -> None:
    _invites(visitor("betrieb"))
    wait_until(lambda: house.post.mails(NEW), "no invitation comes")
    (link,) = re.findall(r"http\S+/konto/link/\S+", house.post.text(house.post.mails(NEW)[0]))
    new = Visitor(browser, house.address)

    new.open(link)
    new.look()
    new.hands.press("Einladung annehmen und anmelden")
    new.reads("Mein Konto", "Erst dann können Sie freigeben.")
    new.open(f"/fortfuehrungen/{runs[0]}/freigeben/")
    new.reads("Wer freigibt, braucht einen zweiten Faktor. Bitte richten Sie ihn ein.")
    new.look("mein-konto")
    _sets_up_a_generator(new)
    new.open(f"/fortfuehrungen/{runs[0]}/freigeben/")
    new.hands.press("Ja, freigeben und versenden")
    new.reads("Die Fortführung ist freigegeben.")
    new.context.close()


def test_a_passkey_is_set_up_and_opens_the_door_alone(
    browser: Browser, house: House, sessions: dict[str, str]
) -> None:
    by = Visitor(browser, house.address.replace("127.0.0.1", "localhost"), hands=Mouse)
    device = by.context.new_cdp_session(by.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
    by.continue_session(sessions["pruefung"])
    by.open("/konto/sicherheit/passkeys/neu/")
    by.hands.write("Passwort", settings.DEMO_PASSWORD)
    by.hands.press("Bestätigen")

    by.hands.write("Name des Passkeys", "Diensthandy")
    by.look()
    by.hands.press("Passkey einrichten")
    by.reads("Diese Codes werden nur dieses eine Mal gezeigt.")
    by.hands.follow("Weiter zu meinem Konto")
    by.reads("Diensthandy")
    by.look()
    by.page.get_by_role("button", name="Abmelden", exact=True).click()
    by.open("/konto/anmelden/")
    by.hands.press("Mit Passkey anmelden")

    by.reads("Was auf mich wartet")
    by.context.close()


def test_without_scripts_a_code_is_the_second_factor(browser: Browser, house: House, visitor: Come) -> None:
    by = visitor("koordination", hands=Mouse, scripts=False)
    by.open("/konto/sicherheit/passkeys/neu/")
    by.hands.write("Passwort", settings.DEMO_PASSWORD)
    by.hands.press("Bestätigen")
    by.reads("Dieser Browser kann hier keinen Passkey anlegen.", "Ein Code-Generator geht ohne beides.")
    by.open("/konto/sicherheit/")
    _sets_up_a_generator(by)


def _invites(by: Visitor) -> None:
    by.open("/personen/")
    by.look("personen")
    by.hands.follow("Person einladen")
    by.hands.write("Name", "Kim Neu")
    by.hands.write("E-Mail", NEW)
    by.page.get_by_label("Stelle im Verteiler", exact=True).select_option(index=_authority(by))
    by.page.get_by_label("Rolle", exact=True).select_option(label="Zeichnung")
    by.look("person-einladen")
    by.hands.press("Einladen")
    by.reads("Kim Neu ist eingeladen.")


def _authority(by: Visitor) -> int:
    """Return the place of the ministry in the list of offices."""
    offices = by.page.get_by_label("Stelle im Verteiler", exact=True).locator("option").all_inner_texts()
    (place,) = [number for number, name in enumerate(offices) if "inisterium" in name]
    return place


def _sets_up_a_generator(by: Visitor) -> None:
    by.hands.follow("Code-Generator einrichten")
    by.look()
    secret = by.page.locator("code.hash").inner_text()
    by.hands.write("Code aus der App", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    by.hands.press("Code-Generator einrichten")
    by.reads("Diese Codes werden nur dieses eine Mal gezeigt.")
    by.look()
    by.hands.follow("Weiter zu meinem Konto")
    by.reads("eingerichtet")
