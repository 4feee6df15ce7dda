"""Sessions end: hours after signing in, minutes after the last page, or because somebody says so."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.actions.open_sessions import forget_sessions
from stellwerk.models import JournalEntry
from stellwerk.web import sessions
from stellwerk.web.account.open_sessions import browser_of

DOOR = "/konto/anmelden/"
WHO = "vorbereitung@demo.stellwerk.invalid"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
Browser = Callable[[str], Client]


def come(agent: str = FIREFOX) -> Client:
    """Sign in as a person does, so that the moment is noted."""
    client = Client(headers={"User-Agent": agent})
    values = {"login": WHO, "password": settings.DEMO_PASSWORD}
    assert client.post(DOOR, values).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a way to let minutes pass."""
    start, passed = sessions.time.time(), [0.0]
    monkeypatch.setattr(sessions.time, "time", lambda: start + passed[0])

    def later(minutes: int) -> None:
        passed[0] += minutes * 60

    return later


def test_a_session_ends_after_half_an_hour_without_a_page(clock: Any) -> None:
    client = come()

    clock(settings.SESSION_IDLE_MINUTES - 1)
    assert is_in(client)
    clock(settings.SESSION_IDLE_MINUTES - 1)
    assert is_in(client)
    clock(settings.SESSION_IDLE_MINUTES + 1)
    assert not is_in(client)


def test_a_session_ends_after_eight_hours_whatever_was_opened(clock: Any) -> None:
    client = come()

    for _quarter in range(settings.SESSION_HOURS * 4):
        clock(15)
        assert is_in(client)
    clock(15)

    assert not is_in(client)


def test_a_session_is_not_written_with_each_page(clock: Any, django_assert_num_queries: Any) -> None:
    client = come()
    is_in(client)
    before = client.session["seen"]

    is_in(client)
    assert client.session["seen"] == before
    clock(2)
    is_in(client)
    assert client.session["seen"] == before + 120


def test_a_new_key_is_given_at_the_door(client: Client, db: None) -> None:
    client.get(DOOR)
    client.post("/sprache/", {"language": "en", "next": "/"})
    before = client.session.session_key

    client.post(DOOR, {"login": WHO, "password": settings.DEMO_PASSWORD})

    assert client.session.session_key != before


def test_a_new_password_ends_all_other_sessions(db: None) -> None:
    here, elsewhere = come(), come(EDGE)
    new = {"password1": "langes-neues-passwort", "password2": "langes-neues-passwort"}

    here.post(reverse("account_change_password"), {"oldpassword": settings.DEMO_PASSWORD, **new})

    assert is_in(here)
    assert not is_in(elsewhere)


def test_ones_own_sessions_are_listed_and_all_others_ended(db: None) -> None:
    here, elsewhere = come(), come(EDGE)
    page = here.get(reverse("usersessions_list")).content.decode()

    here.post(reverse("usersessions_list"))

    assert "2 offene Sitzungen" in page
    assert "Firefox, Linux" in page
    assert "Edge, Windows" in page
    assert page.count("ja, diese Sitzung") == 1
    assert is_in(here)
    assert not is_in(elsewhere)
    assert "1 offene Sitzung" in here.get(reverse("usersessions_list")).content.decode()
    assert JournalEntry.objects.filter(verb="end_sessions").count() == 1


def test_somebody_elses_sessions_are_neither_shown_nor_ended(db: None, browser: Browser) -> None:
    other = come()

    page = browser("pruefung").get(reverse("usersessions_list")).content.decode()
    browser("pruefung").post(reverse("usersessions_list"))

    assert "Firefox" not in page
    assert is_in(other)


def test_what_is_known_of_a_session_goes_with_it(clock: Any, db: None) -> None:
    from datetime import timedelta

    from allauth.usersessions.models import UserSession
    from django.utils import timezone

    come()
    forget_sessions(at=timezone.now())
    assert UserSession.objects.count() == 1

    forget_sessions(at=timezone.now() + timedelta(hours=settings.SESSION_HOURS + 1))
    assert not UserSession.objects.exists()


@pytest.mark.parametrize(("told", "said"), [("", "unbekannter Browser"), ("curl/8.0", "unbekannter Browser")])
def test_a_browser_that_says_nothing_known_is_called_unknown(told: str, said: str) -> None:
    assert browser_of(told) == said


# --- cookies ------------------------------------------------------------------------------------------


def test_cookies_are_for_this_host_and_for_no_script(db: None) -> None:
    client = come()
    client.get("/")

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.WHO_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["path"], cookie["domain"]) == (True, "/", ""), name
        assert cookie["samesite"] in ("Lax", "Strict"), name
    assert not client.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


def test_behind_tls_cookies_are_secure_and_bound_to_the_host() -> None:
    said = _settings_of({"STELLWERK_URL": "https://stellwerk.example"})

    assert said["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert said["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert said["WHO_COOKIE_NAME"] == "__Host-who"
    assert said["SESSION_COOKIE_SECURE"] is said["CSRF_COOKIE_SECURE"] is True
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000


def _settings_of(environment: dict[str, str]) -> dict[str, Any]:
    """Return the settings of an installation with this environment, in a process of its own."""
    import json
    import os
    import subprocess
    import sys

    from tests.house.environment import REPOSITORY

    ask = (
        "import json, config.settings as s;"
        "print(json.dumps({k: v for k, v in vars(s).items() if k.isupper() and isinstance(v, str | int)}))"
    )
    given = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", **environment}
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=REPOSITORY, env=given, capture_output=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# --- where the door leads -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        "https://boese.invalid/",
        "//boese.invalid/",
        "/\\boese.invalid/",
        "javascript:alert(1)",
        "http:///x.invalid",
    ],
)
def test_the_door_leads_to_no_other_site(client: Client, db: None, where: str) -> None:
    values = {"login": WHO, "password": settings.DEMO_PASSWORD, "next": where}

    leads = [client.post(DOOR, values), client.post("/sprache/", {"language": "de", "next": where})]

    assert all(re.match(r"/(?![/\\])", one.headers["Location"]) for one in leads)


# --- passwords ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("kurz-und-gut", True),
        ("elf-zeichen", False),
        ("qwerty123456", False),
        ("ein sehr langer Satz mit Leerzeichen, Umlauten äöü und 😀 " * 2, True),
        ("x9-" * 43, False),
    ],
)
def test_a_password_has_twelve_to_128_characters_and_is_not_common(
    db: None, password: str, is_taken: bool
) -> None:
    client = come()
    said = {"oldpassword": settings.DEMO_PASSWORD, "password1": password, "password2": password}

    answer = client.post(reverse("account_change_password"), said)

    assert (answer.status_code == 302) == is_taken
