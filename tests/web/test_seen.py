"""Two people at one form: the second one is told, nothing is overwritten, and a second click decides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Call, EarlyStart, FormVersion, SiteText
from stellwerk.web.refill import forms_of
from tests.house.applications import case, opened, submitted

Browser = Callable[[str], Client]


def shown(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser would send of the page's form, untouched."""
    page = client.get(address).content.decode()
    path = address.partition("?")[0]
    (form,) = [one for one in forms_of(page) if one.leads_to(address) == path]
    said: dict[str, Any] = {}
    for one in form.controls:
        if one.tag == "textarea":
            said[one.name] = page[one.end : one.inside].strip()
        elif one.options:
            chosen = [it.value for it in one.options if "selected" in it.attributes]
            said[one.name] = (chosen or [one.options[0].value])[0]
        elif one.kind not in ("checkbox", "radio") or "checked" in one.attributes:
            said[one.name] = one.value
    return said


@pytest.fixture
def clients(browser: Browser) -> list[Client]:
    return [browser("vorbereitung"), browser("vorbereitung")]


def both_save(
    clients: list[Client], address: str, field: str, values: tuple[str, str], **more: str
) -> tuple[Any, Any, Any]:
    """Let two open the same page, both change a field, and the second one save once more."""
    said = [
        shown(client, address) | more | {field: value} for client, value in zip(clients, values, strict=True)
    ]
    first, second = (client.post(address, it) for client, it in zip(clients, said, strict=True))
    page = second.content.decode()
    (form,) = [one for one in forms_of(page) if "seen" in {it.name for it in one.controls}]
    (seen,) = [it.value.replace("&quot;", '"') for it in form.controls if it.name == "seen"]
    return first, second, clients[1].post(address, said[1] | {"seen": seen})


def test_a_call_is_not_overwritten_unseen(clients: list[Client]) -> None:
    call = opened()
    address = reverse("call_edit", args=[call.pk])

    first, second, again = both_save(clients, address, "text", ("Von der einen", "Von dem anderen"))

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    told = second.content.decode()
    assert "Inzwischen hat jemand anderes hier gespeichert: „Von der einen“." in told
    assert "Von dem anderen" in told
    assert Call.objects.get(pk=call.pk).text == "Von dem anderen"


def test_who_changes_another_field_is_told_as_well(clients: list[Client]) -> None:
    call = opened()
    address = reverse("call_edit", args=[call.pk])
    old = shown(clients[1], address)
    clients[0].post(address, shown(clients[0], address) | {"text": "Neu"})

    answer = clients[1].post(address, old | {"closes_at": "2024-05-31T18:00"})

    assert answer.status_code == 422
    assert "„Neu“" in answer.content.decode()
    assert Call.objects.get(pk=call.pk).text == "Neu"


def test_the_same_change_by_two_is_no_contradiction(clients: list[Client]) -> None:
    call = opened()
    address = reverse("call_edit", args=[call.pk])
    said = [shown(client, address) | {"text": "Dasselbe"} for client in clients]

    statuses = [client.post(address, it).status_code for client, it in zip(clients, said, strict=True)]

    assert statuses == [302, 302]


def test_a_text_of_the_site_is_not_overwritten_unseen(browser: Browser) -> None:
    clients, address = [browser("betrieb"), browser("betrieb")], reverse("site_texts")

    first, second, again = both_save(clients, address, "body", ("Erste Fassung", "Zweite Fassung"))

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    assert "„Erste Fassung“" in second.content.decode()
    assert SiteText.objects.get(kind="imprint", language="de").body == "Zweite Fassung"


def test_a_proposal_for_an_early_start_is_not_overwritten_unseen(clients: list[Client]) -> None:
    address = reverse("application_early_start", args=[submitted().pk])
    clients[0].post(address, {"granted": "", "reason": "Vorher"})

    first, second, again = both_save(
        clients, address, "reason", ("Der eine Grund", "Der andere Grund"), granted=""
    )

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    assert EarlyStart.objects.get().reason == "Der andere Grund"


def test_a_piece_of_a_form_is_not_overwritten_unseen(clients: list[Client]) -> None:
    things = case()
    address = reverse("form_piece", args=things["form_piece"])

    first, second, again = both_save(clients, address, "label", ("Kontakt", "Ansprechstelle"))

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    assert "inzwischen geändert" in second.content.decode()
    assert "Ansprechstelle" in str(FormVersion.objects.get(pk=things["form_piece"][0]).content)


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"text": 1}', "null", '{"text": "x"}'])
def test_a_mark_that_was_forged_breaks_nothing(clients: list[Client], seen: str) -> None:
    address = reverse("call_edit", args=[opened().pk])
    said = shown(clients[0], address)

    assert clients[0].post(address, said | {"seen": seen}).status_code in (302, 422)
