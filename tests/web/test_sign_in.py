"""Signing in and out."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

ADDRESS = "/konto/anmelden/"
WHO = "vorbereitung@demo.stellwerk.invalid"


def test_the_demonstration_names_its_people(client: Client, db: None) -> None:
    page = client.get(ADDRESS).content.decode()

    assert WHO in page
    assert settings.DEMO_PASSWORD not in page


def test_outside_a_demonstration_nobody_is_named(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", False)

    page = client.get(ADDRESS).content.decode()

    assert WHO not in page
    assert "Demonstration" not in page


def test_the_right_password_leads_to_what_waits(client: Client, db: None) -> None:
    answer = client.post(ADDRESS, {"login": WHO, "password": settings.DEMO_PASSWORD}, follow=True)

    assert "Was auf mich wartet" in answer.content.decode()


def test_a_wrong_password_keeps_the_form(client: Client, db: None) -> None:
    answer = client.post(ADDRESS, {"login": WHO, "password": "falsch"})

    assert answer.status_code == 422
    assert WHO in answer.content.decode()


def test_five_wrong_passwords_lock_this_person_and_nobody_else(client: Client, db: None) -> None:
    answers = [client.post(ADDRESS, {"login": WHO, "password": "falsch"}) for _ in range(5)]
    sixth = client.post(ADDRESS, {"login": WHO, "password": settings.DEMO_PASSWORD})
    other = client.post(
        ADDRESS, {"login": WHO.replace("vorbereitung", "freigabe"), "password": settings.DEMO_PASSWORD}
    )

    assert answers[-1].status_code == 429
    assert "für kurze Zeit gesperrt" in answers[-1].content.decode()
    assert sixth.status_code == 422
    assert other.status_code == 302


def test_signing_out_needs_a_click(browser: Callable[[str], Client]) -> None:
    client = browser("pruefung")

    assert "Möchten Sie sich abmelden?" in client.get("/konto/abmelden/").content.decode()
    client.post("/konto/abmelden/")
    assert client.get("/").status_code == 302
