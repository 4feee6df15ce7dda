"""The page of the journal: found by word and day, taken along, checked elsewhere."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from stellwerk.gateways import verify_journal
from stellwerk.models import JournalEntry, Run


@pytest.fixture
def auditor(browser: Callable[[str], Client], released: Run) -> Client:
    connection.check_constraints()  # what a commit does: entries become links of the chain
    return browser("pruefung")


def test_it_shows_who_did_what(auditor: Client, released: Run) -> None:
    page = auditor.get("/journal/").content.decode()

    assert f"{JournalEntry.objects.count()} Einträge gefunden." in page
    assert "32 Änderungsbescheide" in page
    assert "Alex Freigabe (Beispiel)" in page


def test_it_is_found_by_person_and_word(auditor: Client, released: Run) -> None:
    page = auditor.get("/journal/", {"person": released.released_by_id, "q": "Freigegeben"}).content.decode()

    assert "1 Eintrag gefunden." in page


def test_nothing_found_says_how_to_see_all(auditor: Client) -> None:
    page = auditor.get("/journal/?beginn=2001-01-01&ende=2001-01-31").content.decode()

    assert "Kein Eintrag passt zu dieser Auswahl." in page
    assert "Alles zeigen" in page


def test_chain_and_program_are_what_they_are_here(auditor: Client) -> None:
    chain = b"".join(auditor.get("/journal/kette.txt").streaming_content).decode()  # type: ignore[attr-defined]
    program = auditor.get("/journal/verify_journal.py").content

    assert verify_journal.first_fault(chain.splitlines(), {}) == (JournalEntry.objects.count(), "")
    assert compile(program, "verify_journal.py", "exec")
