"""A second click has no second effect: the same form of the same page is carried out once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stellwerk.models import Note, Run
from stellwerk.web import once
from stellwerk.web.refill import forms_of
from tests.faults.test_killed_imports import in_the_background
from tests.house.applications import submitted
from tests.house.everywhere import signed_in

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def strict(who: str) -> Client:
    """Return a browser that is asked for its tokens, as real ones are."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(who).cookies
    return client


def token(client: Client, address: str) -> str:
    return TOKEN.findall(client.get(address).content.decode())[-1]


@pytest.fixture
def note(db: None) -> str:
    return reverse("application_note", args=[submitted().pk])


def test_the_second_click_leads_where_the_first_one_led(note: str) -> None:
    client = strict("vorbereitung")
    said = {"text": "Angerufen.", "csrfmiddlewaretoken": token(client, note)}

    first, second = client.post(note, said), client.post(note, said)

    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Note.objects.count() == 1


def test_the_same_words_from_a_page_opened_again_are_new(note: str) -> None:
    client = strict("vorbereitung")

    for _time in range(2):
        client.post(note, {"text": "Angerufen.", "csrfmiddlewaretoken": token(client, note)})

    assert Note.objects.count() == 2


def test_other_words_from_the_same_page_are_new(note: str) -> None:
    client = strict("vorbereitung")
    one = token(client, note)

    for text in ("Angerufen.", "Zurückgerufen."):
        client.post(note, {"text": text, "csrfmiddlewaretoken": one})

    assert Note.objects.count() == 2


def test_what_was_refused_may_be_sent_again(note: str) -> None:
    client = strict("vorbereitung")
    said = {"text": "", "csrfmiddlewaretoken": token(client, note)}

    assert [client.post(note, said).status_code for _time in range(3)] == [422, 422, 422]


def test_a_click_while_the_first_one_works_is_told_so(note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "PATIENCE", 0)
    monkeypatch.setattr(cache, "add", lambda *_key: False)
    monkeypatch.setattr(cache, "get", lambda *_key: once.WORKING)
    client = strict("vorbereitung")

    answer = client.post(note, {"text": "Angerufen.", "csrfmiddlewaretoken": token(client, note)})

    assert answer.status_code == 409
    assert "schon unterwegs" in answer.content.decode()
    assert not Note.objects.exists()


def test_two_clicks_at_the_same_moment_are_one(own_database: str) -> None:
    address = reverse("application_note", args=[submitted().pk])
    client = strict("vorbereitung")
    said = {"text": "Angerufen.", "csrfmiddlewaretoken": token(client, address)}

    def press() -> Any:
        other = Client(enforce_csrf_checks=True)
        other.cookies = client.cookies
        return other.post(address, said)

    came = _pressed(press)

    assert sorted(one.status_code for one in came) == [302, 302]
    assert Note.objects.count() == 1


def _pressed(press: Callable[[], Any]) -> list[Any]:
    doing = [in_the_background(press) for _time in range(2)]
    return [one.result(timeout=60) for one in doing]


def test_a_new_run_is_made_once(draft: Run) -> None:
    client = strict("vorbereitung")
    address = f"{reverse('run_new')}?programm={draft.programme.slug}"
    page = client.get(address).content.decode()
    (form,) = [one for one in forms_of(page) if one.leads_to(address) == reverse("run_new")]
    said = {one.name: one.value for one in form.controls if one.tag == "input" and one.name}
    said |= {"reason": "Weiter", "last_day": "2025-06-30", "terms": str(draft.terms_id)}
    said |= {one.name: _text(page, one) or "Text" for one in form.controls if one.tag == "textarea"}

    answers = [client.post(address, said) for _time in range(2)]

    assert {one.headers.get("Location") for one in answers} == {reverse("run", args=[draft.pk + 1])}
    assert Run.objects.count() == 2


def _text(page: str, one: Any) -> str:
    return page[one.end : one.inside].strip()
