"""Reads: an entry is never changed."""

from collections.abc import Callable

from stellwerk.access import Rights
from stellwerk.actions.read_entries import note_read
from stellwerk.models import ReadKind
from tests.house.cases import RELEASED_AT


def test_a_read_entry_is_never_changed(auditor: Rights, breaks: Callable[..., None]) -> None:
    note_read(auditor.person, ReadKind.READ, page="people", address="/personen/", at=RELEASED_AT)

    breaks("readentry is append-only", "UPDATE stellwerk_readentry SET page = 'start'")
