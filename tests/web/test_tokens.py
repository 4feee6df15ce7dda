"""Keys for other systems: made on a page, shown once, withdrawn by their person and nobody else."""

import re
from collections.abc import Callable

from django.test import Client

from stellwerk.actions.tokens import create_token
from stellwerk.models import ApiToken, JournalEntry
from stellwerk.queries.tokens import fingerprint
from tests.house.cases import RELEASED_AT, person
from tests.web.test_pages import assert_frame

PAGE = "/konto/schluessel/"


def test_a_key_is_shown_once_and_opens_the_interface(browser: Callable[[str], Client]) -> None:
    client = browser("pruefung")

    page = client.post(PAGE, {"name": "Abgleich <b>"})
    (secret,) = set(re.findall(r"stw_[\w-]{43}", page.content.decode()))

    assert "no-store" in page.headers["Cache-Control"]
    assert "Abgleich &lt;b&gt;" in page.content.decode()
    assert secret not in client.get(PAGE).content.decode()
    answer = Client().get("/api/v1/coverage", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_the_page_has_its_frame_and_says_when_there_is_no_key(browser: Callable[[str], Client]) -> None:
    page = browser("pruefung").get(PAGE).content.decode()

    assert_frame(page, "tokens")
    assert "Sie haben noch keinen Schlüssel" in page


def test_a_key_needs_a_word_what_it_is_for(browser: Callable[[str], Client]) -> None:
    answer = browser("pruefung").post(PAGE, {"name": " "})

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_key_is_withdrawn_by_its_person(browser: Callable[[str], Client]) -> None:
    token, secret = create_token("Abgleich", rights=person("pruefung"), at=RELEASED_AT)

    page = browser("pruefung").post(f"{PAGE}{token.pk}/zurueckziehen/", follow=True).content.decode()

    assert "ist zurückgezogen" in page
    assert ApiToken.objects.get(token_sha256=fingerprint(secret)).revoked_at is not None
    verbs = JournalEntry.objects.order_by("-pk").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["revoke_token", "create_token"]


def test_nobody_sees_or_withdraws_the_key_of_somebody_else(browser: Callable[[str], Client]) -> None:
    token, _secret = create_token("Geheimer Abgleich", rights=person("pruefung"), at=RELEASED_AT)
    other = browser("vorbereitung")

    assert "Geheimer Abgleich" not in other.get(PAGE).content.decode()
    assert other.post(f"{PAGE}{token.pk}/zurueckziehen/").status_code == 404
    assert ApiToken.objects.get(pk=token.pk).revoked_at is None


def test_nothing_is_withdrawn_by_looking(browser: Callable[[str], Client]) -> None:
    token, _secret = create_token("Abgleich", rights=person("pruefung"), at=RELEASED_AT)

    browser("pruefung").get(f"{PAGE}{token.pk}/zurueckziehen/")

    assert ApiToken.objects.get(pk=token.pk).revoked_at is None


def test_ten_keys_in_force_are_enough(browser: Callable[[str], Client]) -> None:
    for number in range(10):
        create_token(f"Programm {number}", rights=person("pruefung"), at=RELEASED_AT)

    answer = browser("pruefung").post(PAGE, {"name": "noch einer"})

    assert answer.status_code == 422
    assert "Sie haben schon 10 gültige Schlüssel" in answer.content.decode()
