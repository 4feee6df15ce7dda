"""What is decided, sent or written down is only ever added to."""

import importlib
from collections.abc import Callable

import pytest
from django.db import connection

from stellwerk.models import Attempt, Dispatch, LetterFile, Run

Breaks = Callable[..., None]
TABLES = importlib.import_module("stellwerk.migrations.0002_what_must_never_change").APPEND_ONLY


@pytest.fixture
def sent_once(released: Run) -> Dispatch:
    """Have a row in every table."""
    dispatch = Dispatch.objects.filter(letter__run=released).order_by("pk")[0]
    Attempt.objects.create(dispatch=dispatch, at=dispatch.created_at, outcome="TryAgain", answer="450 busy")
    LetterFile.objects.create(
        letter=dispatch.letter, sha256="0" * 64, size=5, content=b"%PDF-", rendered_at=dispatch.created_at
    )
    return dispatch


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_neither_changed_nor_deleted(sent_once: Dispatch, breaks: Breaks, table: str) -> None:
    key = "letter_id" if table == "letterfile" else "id"

    breaks(f"{table} is append-only", f"UPDATE stellwerk_{table} SET {key} = {key}")
    breaks(f"{table} is append-only", f"DELETE FROM stellwerk_{table}")


def test_the_tables_that_must_be_kept_are_the_ones_that_are() -> None:
    assert set(TABLES) == {
        "tranche", "letter", "letterfile", "textversion", "journalentry", "attempt", "terms",
    }  # fmt: skip


def test_a_pdf_is_stored_as_it_is_because_it_is_compressed_already(db: None) -> None:
    query = (
        "SELECT attstorage FROM pg_attribute"
        " WHERE attrelid = 'stellwerk_letterfile'::regclass AND attname = 'content'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)

        assert cursor.fetchone() == ("e",)
