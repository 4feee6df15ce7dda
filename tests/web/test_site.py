"""Texts the operator sets, the published schema, the county's and the association's pages, the mailbox."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.gateways.mail_catcher import Folder
from stellwerk.models import Answer, Grant, Run, SiteText


def test_a_page_without_text_says_so(client: Client, db: None) -> None:
    assert "noch nicht hinterlegt" in client.get("/impressum/").content.decode()


def test_the_operator_sets_a_text_and_it_cannot_carry_markup(
    browser: Callable[[str], Client], client: Client
) -> None:
    operator = browser("betrieb")

    operator.post(
        "/betrieb/texte/", {"kind": "imprint", "language": "de", "body": "Amt\n\n<script>x</script>"}
    )

    page = client.get("/impressum/").content.decode()
    assert "<p>Amt</p>" in page
    assert "&lt;script&gt;" in page


def test_without_an_english_text_the_german_one_is_shown(
    browser: Callable[[str], Client], client: Client
) -> None:
    browser("betrieb").post("/betrieb/texte/", {"kind": "privacy", "language": "de", "body": "Auf Deutsch"})
    client.post("/sprache/", {"language": "en", "next": "/"})

    assert "Auf Deutsch" in client.get("/datenschutz/").content.decode()


def test_an_empty_text_is_refused(browser: Callable[[str], Client]) -> None:
    answer = browser("betrieb").post("/betrieb/texte/", {"kind": "imprint", "language": "de", "body": " "})

    assert answer.status_code == 422
    assert not SiteText.objects.exists()


def test_the_schema_of_a_notice_is_published(client: Client) -> None:
    answer = client.get("/schema/bescheid-1.json")

    assert answer.headers["Content-Type"] == "application/schema+json"
    assert json.loads(answer.content)["$schema"].startswith("https://json-schema.org")


def test_a_county_with_one_grant_is_led_to_it(browser: Callable[[str], Client], own_grant: Grant) -> None:
    answer = browser("landkreis").get("/meine-zuwendung/")

    assert answer.headers["Location"] == reverse("grant", args=[own_grant.pk])


def test_an_association_answers_for_itself(browser: Callable[[str], Client], computed: Run) -> None:
    browser("vorbereitung").post(reverse("run_consult", args=[computed.pk]))
    asked = computed.consultations.get(office__key="landkreistag")
    association = browser("verband")

    waiting = association.get("/").content.decode()
    association.post(reverse("consultation", args=[asked.pk]), {"answer": Answer.AGREED, "remark": "Gern."})

    asked.refresh_from_db()
    assert "nehmen Sie bis zum" in waiting
    assert (asked.answer, asked.remark, asked.recorded_by.name) == (
        Answer.AGREED,
        "Gern.",
        "Sascha Verband (Beispiel)",
    )


def test_the_mailbox_shows_what_was_caught(
    browser: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAIL_CATCHER_DIR", tmp_path)
    head = b"Message-ID: <1@x.invalid>\r\nFrom: a@x.invalid\r\nTo: b@x.invalid\r\nSubject: <i>Gruss</i>"
    key = Folder(tmp_path).keep(head + b"\r\n\r\nHallo")
    auditor = browser("pruefung")

    assert "&lt;i&gt;Gruss&lt;/i&gt;" in auditor.get("/postkorb/").content.decode()
    assert "Hallo" in auditor.get(f"/postkorb/{key}/").content.decode()
    assert auditor.get("/postkorb/nix/").status_code == 404
