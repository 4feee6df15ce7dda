"""The people of an office: invited by mail, signed in by the link, asked for a second factor."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.gateways import clock
from stellwerk.letters.account_links import address
from stellwerk.models import AccountLink, JournalEntry, Membership, Office, Person, ReadEntry, Role, Run
from tests.house.cases import person

Browser = Callable[[str], Client]
NEW = "neu@amt.invalid"


def path_of(link: AccountLink) -> str:
    return address(link).removeprefix(settings.BASE_URL)


def invite(client: Client, **changes: str) -> None:
    office = Office.objects.get(kind="authority")
    values = {
        "name": "Kim Neu",
        "email": NEW,
        "office": office.pk,
        "role": "releaser",
        "starts_on": "2024-03-08",
    }
    answer = client.post(reverse("person_invite"), values | changes)
    assert answer.status_code == 302, answer.content.decode()


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_office_sees_its_own_people_and_nobody_elses(browser: Browser) -> None:
    page = browser("landkreis").get(reverse("people")).content.decode()

    assert "landkreis@demo.stellwerk.invalid" in page
    assert "freigabe@demo.stellwerk.invalid" not in page


def test_who_operates_the_house_sees_the_people_of_all_offices(browser: Browser) -> None:
    page = browser("betrieb").get(reverse("people")).content.decode()

    assert "landkreis@demo.stellwerk.invalid" in page
    assert "freigabe@demo.stellwerk.invalid" in page


def test_an_invited_releaser_signs_in_by_link_and_must_set_up_a_second_factor(
    browser: Browser, client: Client, consulted: Run
) -> None:
    invite(browser("betrieb"))
    link = AccountLink.objects.get()

    assert "Einladung annehmen" in client.get(path_of(link)).content.decode()
    assert client.post(path_of(link)).headers["Location"] == reverse("mfa_index")
    asked = client.get(reverse("run_release", args=[consulted.pk]))
    assert asked.headers["Location"].startswith(reverse("mfa_index"))
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(form.secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert "nur dieses eine Mal" in client.get(done.headers["Location"]).content.decode()
    assert client.get(reverse("run_release", args=[consulted.pk])).status_code == 200
