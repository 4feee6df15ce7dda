"""NUL, which no database holds, is dropped where people type, and no address has it."""

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Note
from tests.house.applications import submitted
from tests.house.everywhere import signed_in


def test_what_was_typed_arrives_without_it(db: None) -> None:
    address = reverse("application_note", args=[submitted().pk])

    answer = signed_in("vorbereitung").post(address, {"text": "An\x00ge\x00rufen."})

    assert answer.status_code == 302
    assert Note.objects.get().text == "Angerufen."


def test_behind_the_question_mark_it_does_not_count(db: None) -> None:
    client = signed_in("vorbereitung")

    assert client.get("/fortfuehrungen/neu/?programm=e-gov%00ernment-koordination").status_code == 200
    assert client.get("/fortfuehrungen/neu/?programm=%00").status_code == 404


@pytest.mark.parametrize("address", ["/flaeche/gemeinden/08%00115045/", "/konto/link/1-%00/", "/%00"])
def test_no_address_has_it(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 400
