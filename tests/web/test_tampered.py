"""A number that was changed by hand: not found, whatever is sent there, and written into log and table."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import ReadEntry, ReadKind, Run
from tests.house.cases import person
from tests.house.everywhere import rows
from tests.web.test_access_matrix import MAY_OPEN
from tests.web.test_rights_on_every_query import FORGED, forged_addresses

Browser = Callable[[str], Client]
WRITERS = ["vorbereitung", "freigabe", "landkreis", "verband", "betrieb", "koordination"]


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_happens_to_what_is_not_there(name: str, browser: Browser, released: Run) -> None:
    client, before, found = browser(name), rows(), {}
    for route, address in forged_addresses().items():
        if name in MAY_OPEN.get(route, ()):
            status = client.post(address, {"seen": "1", "reason": "x", "text": "x"}).status_code
            if status not in (302, 403, 404, 405):
                found[route] = status

    assert found == {}
    assert rows() == before


def test_who_asked_for_what_stands_in_one_line_of_the_log(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    client, who = browser("landkreis"), person("landkreis").person

    with caplog.at_level(logging.WARNING, "stellwerk.security"):
        client.get(reverse("own_application", args=[FORGED]), {"q": "a\nb"})

    (line,) = [one.getMessage() for one in caplog.records if one.name == "stellwerk.security"]
    assert line == (
        f"404 for person {who.pk}: GET own_application {{'pk': {FORGED}}} /antraege/{FORGED}/?q=a%0Ab"
    )
    assert ReadEntry.objects.get(kind=ReadKind.NOT_FOUND).by == who


def test_a_stranger_who_guesses_learns_nothing(client: Client, db: None) -> None:
    there, not_there = (client.get(f"/zuwendungen/{pk}/") for pk in (1, FORGED))

    assert there.status_code == not_there.status_code == 302
    assert not ReadEntry.objects.exists()
