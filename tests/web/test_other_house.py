"""Single sign-on: a real OIDC provider says who somebody is; only who is known and verified gets in."""

import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.test import Client

from config.env import origins
from stellwerk.models import JournalEntry, Person

START = "/konto/einmalanmeldung/"
KNOWN = "freigabe@demo.stellwerk.invalid"
pytestmark = pytest.mark.filterwarnings("ignore")  # of the provider's own libraries


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Return the address of a provider that knows four people."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread

        people = [
            User(sub="known", claims={"email": KNOWN.upper(), "email_verified": True}),
            User(sub="unverified", claims={"email": KNOWN, "email_verified": False}),
            User(sub="stranger", claims={"email": "fremd@amt.invalid", "email_verified": True}),
            User(sub="nameless", claims={}),
        ]
        with run_server_in_thread(user_claims=people) as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def house(provider: str, db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let this installation trust the provider."""
    app = {
        "provider_id": "oidc",
        "name": "Landesanmeldung",
        "client_id": "stellwerk",
        "secret": "geheim",
        "settings": {"server_url": provider},
    }
    named = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    monkeypatch.setattr(settings, "OIDC_ISSUER", provider)
    monkeypatch.setattr(settings, "OIDC_NAME", "Landesanmeldung")
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", named)
    return provider


def come_back(client: Client, sub: str) -> str:
    """Go to the provider, sign in there as one of its people, and return where it sends the browser."""
    there = client.post(START).headers["Location"]
    answer = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_the_page_for_signing_in_offers_it_only_where_a_provider_is_named(
    client: Client, house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Landesanmeldung" in client.get("/konto/anmelden/").content.decode()

    monkeypatch.setattr(settings, "OIDC_ISSUER", "")

    assert "Landesanmeldung" not in client.get("/konto/anmelden/").content.decode()
    assert client.post(START).status_code == 404


def test_whoever_is_known_and_verified_is_signed_in(client: Client, house: str) -> None:
    answer = client.get(come_back(client, "known"))

    assert answer.status_code == 302
    page = client.get("/").content.decode()
    assert Person.objects.get(email=KNOWN).name in page


@pytest.mark.parametrize(
    ("sub", "words"),
    [
        ("stranger", "bei Stellwerk sind Sie mit dieser E-Mail-Adresse aber nicht eingetragen"),
        ("unverified", "keine geprüfte E-Mail-Adresse"),
        ("nameless", "keine geprüfte E-Mail-Adresse"),
    ],
)
def test_nobody_else_gets_in_and_no_account_is_made(client: Client, house: str, sub: str, words: str) -> None:
    before = Person.objects.count()

    answer = client.get(come_back(client, sub))

    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert client.get("/").status_code == 302
    assert Person.objects.count() == before


def test_who_may_not_sign_in_any_more_stays_outside(client: Client, house: str) -> None:
    Person.objects.filter(email=KNOWN).update(is_active=False)

    assert client.get(come_back(client, "known")).status_code == 403


def test_an_answer_that_nobody_asked_for_opens_nothing(client: Client, house: str) -> None:
    answer = client.get(f"{START}oidc/zurueck/?code=erfunden&state=erfunden")

    assert answer.status_code in (403, 401)
    assert "hat nicht geklappt" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_look_at_the_address_leads_nowhere_without_a_click(client: Client, house: str) -> None:
    assert client.get(START).headers["Location"] == "/konto/anmelden/"


def test_the_second_factor_is_asked_for_after_single_sign_on_too(client: Client, house: str) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(Person.objects.get(email=KNOWN), generate_totp_secret())

    assert client.get(come_back(client, "known")).headers["Location"] == "/konto/zweiter-faktor/"
    assert client.get("/").status_code == 302
    assert not JournalEntry.objects.filter(verb="use_link").exists()


def test_the_policy_lets_a_form_lead_to_the_provider_alone() -> None:
    assert origins("https://anmeldung.land.example/realms/x") == ["https://anmeldung.land.example"]
    assert origins("") == []
