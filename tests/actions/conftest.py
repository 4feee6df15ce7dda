"""What tests of the verbs look at afterwards: the journal, the outbox, the queue."""

from collections.abc import Callable

import pytest

from stellwerk.access import Rights
from stellwerk.models import JournalEntry
from tests.house.cases import person


@pytest.fixture
def verbs(db: None) -> Callable[[], list[str]]:
    """Return what the journal says was done, in order."""
    return lambda: list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def everybody(db: None) -> dict[str, Rights]:
    names = ("vorbereitung", "freigabe", "landkreis", "verband", "pruefung", "betrieb")
    return {name: person(name) for name in names}
