"""The journal is taken along and checked at the terminal."""

from pathlib import Path

import pytest
from django.db import connection

from stellwerk.models import JournalEntry
from tests.management.terminal.conftest import Typed


@pytest.fixture
def entry(stellwerk: Typed) -> JournalEntry:
    made = JournalEntry.objects.create(
        at="2024-03-08T09:30:00Z", verb="try", thing="run", thing_id=1, text="Größe"
    )
    connection.check_constraints()  # what a commit does
    return made


def test_the_database_is_checked(stellwerk: Typed, entry: JournalEntry) -> None:
    said = stellwerk("verify-journal")
    assert (said.code, said.out) == (0, f"Unverändert: {JournalEntry.objects.count()} Einträge.")

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE stellwerk_journalentry SET text = 'anders'")
        cursor.execute("SET session_replication_role = DEFAULT")
    said = stellwerk("verify-journal")

    assert said.code == 1
    assert "Stelle 1: Die Prüfsumme stimmt nicht" in said.out


def test_it_is_taken_along_and_checked_elsewhere(
    stellwerk: Typed, entry: JournalEntry, tmp_path: Path
) -> None:
    file = tmp_path / "journal.txt"

    assert stellwerk("export-journal", file).code == 0
    said = stellwerk("verify-journal", file)

    assert (said.code, said.out) == (0, f"Unverändert: {JournalEntry.objects.count()} Einträge, 0 Anker.")
    again = stellwerk("export-journal", file)
    assert (again.code, "Bitte nennen Sie eine neue." in again.out) == (2, True)
