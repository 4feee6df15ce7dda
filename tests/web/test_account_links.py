"""Links at the door: sent to the known, the same page for everybody, limits, and looking uses nothing."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.letters.account_links import address
from stellwerk.models import AccountLink, JournalEntry, LinkKind, Person

WHO = "freigabe@demo.stellwerk.invalid"
ASK = "/konto/link/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def path_of(link: AccountLink) -> str:
    return address(link).removeprefix(settings.BASE_URL)


@pytest.fixture
def link(client: Client, db: None) -> AccountLink:
    client.post(ASK, {"email": WHO.upper()})
    return AccountLink.objects.get()


def test_the_page_says_the_same_to_the_known_and_the_unknown(client: Client, db: None) -> None:
    known, unknown = (client.post(ASK, {"email": who}) for who in (WHO, "niemand@amt.invalid"))

    assert TOKEN.sub("", known.content.decode()) == TOKEN.sub("", unknown.content.decode())
    assert [link.person.email for link in AccountLink.objects.select_related("person")] == [WHO]


def test_a_link_signs_in_once_and_only_by_a_click(client: Client, link: AccountLink) -> None:
    assert client.get(path_of(link)).status_code == 200
    assert client.get(path_of(link)).status_code == 200

    assert client.post(path_of(link)).headers["Location"] == "/"
    assert "Was auf mich wartet" in client.get("/").content.decode()
    assert Client().post(path_of(link)).status_code == 404


def test_a_link_is_no_way_around_the_second_factor(client: Client, link: AccountLink) -> None:
    TOTP.activate(link.person, generate_totp_secret())

    assert client.post(path_of(link)).headers["Location"] == "/konto/zweiter-faktor/"
    assert client.get("/").status_code == 302


def test_a_changed_link_opens_nothing(client: Client, link: AccountLink) -> None:
    changed = path_of(link).replace(f"/{link.pk}-", f"/{link.pk + 1}-")

    assert client.get(changed).status_code == 404
    assert client.post(changed).status_code == 404


def test_the_fourth_link_for_one_address_in_ten_minutes_is_refused(client: Client, db: None) -> None:
    statuses = [client.post(ASK, {"email": WHO}).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert AccountLink.objects.count() == 3


def test_a_forgotten_password_is_set_anew_by_a_link(client: Client, db: None) -> None:
    asked = client.post("/konto/passwort-vergessen/", {"email": WHO})
    link = AccountLink.objects.get(kind=LinkKind.PASSWORD)
    page = client.get(client.post(path_of(link)).headers["Location"], follow=True)
    new = {"password1": "langes-neues-passwort", "password2": "langes-neues-passwort"}
    done = client.post(page.redirect_chain[-1][0], new)

    assert asked.headers["Location"] == "/konto/passwort-vergessen/gesendet/"
    assert done.headers["Location"] == "/konto/passwort-neu/fertig/"
    assert Person.objects.get(email=WHO).check_password("langes-neues-passwort")
    assert JournalEntry.objects.filter(verb="change_account").count() == 1
    assert client.post("/konto/anmelden/", {"login": WHO, "password": new["password1"]}).status_code == 302


def test_an_unknown_address_gets_no_link_for_a_password(client: Client, db: None) -> None:
    client.post("/konto/passwort-vergessen/", {"email": "niemand@amt.invalid"})

    assert not AccountLink.objects.exists()


def test_five_wrong_codes_shut_the_second_door_for_a_while(client: Client, link: AccountLink) -> None:
    TOTP.activate(link.person, generate_totp_secret())
    client.post(path_of(link))

    pages = [client.post("/konto/zweiter-faktor/", {"code": "000000"}) for _ in range(6)]

    assert {page.status_code for page in pages} <= {200, 422}
    assert pages[0].content != pages[5].content
    assert client.get("/").status_code == 302


def test_secrets_of_code_generators_are_not_stored_in_clear(link: AccountLink) -> None:
    secret = generate_totp_secret()

    stored = TOTP.activate(link.person, secret).instance

    assert secret not in str(stored.data)


def test_who_set_up_a_factor_is_asked_for_it_before_releasing(
    browser: Callable[[str], Client], consulted: object
) -> None:
    TOTP.activate(Person.objects.get(email=WHO), generate_totp_secret())
    where = reverse("run_release", args=[consulted.pk])  # type: ignore[attr-defined]

    answer = browser("freigabe").get(where)

    assert answer.headers["Location"].startswith("/konto/bestaetigen/code/?next=")
