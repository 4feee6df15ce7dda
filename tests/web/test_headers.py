"""What browsers are told with every answer."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.web.account.links import LinkForm

Browser = Callable[[str], Client]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


@pytest.mark.parametrize("address", ["/konto/anmelden/", "/impressum/", "/gibt-es-nicht/", "/rechner/"])
def test_every_answer_names_whom_to_trust(client: Client, db: None, address: str) -> None:
    answer = client.get(address)

    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in answer.headers["Permissions-Policy"]
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy


def test_open_data_may_be_shown_elsewhere(client: Client, db: None) -> None:
    assert client.get("/daten/").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("name", ["start", "people", "mfa_index", "own_applications"])
def test_no_copy_is_kept_of_what_somebody_sees_who_is_signed_in(browser: Browser, name: str) -> None:
    answer = browser("landkreis").get(reverse(name))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_page_for_everybody_may_be_kept(client: Client, db: None) -> None:
    assert "no-store" not in client.get("/impressum/").headers.get("Cache-Control", "")
    assert LinkForm.base_fields["email"].required
