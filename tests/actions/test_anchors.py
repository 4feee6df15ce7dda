"""Once a day it is written down where the journal ended."""

from datetime import UTC, date, datetime

from stellwerk.actions.anchors import anchor_journal
from stellwerk.models import JournalAnchor, JournalEntry, JournalLink


def entry(at: datetime) -> JournalEntry:
    return JournalEntry.objects.create(at=at, verb="try", thing="run", thing_id=1, text="Etwas geschah")


def test_the_anchor_names_the_last_entry_of_the_day_before(own_database: str) -> None:
    late = entry(datetime(2030, 5, 5, 21, 59, tzinfo=UTC))  # 23:59 in Berlin
    entry(datetime(2030, 5, 5, 22, 1, tzinfo=UTC))

    anchor = anchor_journal(at=datetime(2030, 5, 5, 22, 10, tzinfo=UTC))

    assert anchor is not None
    assert anchor.day == date(2030, 5, 5)
    assert (anchor.position, anchor.sha256) == (late.link.position, late.link.sha256)
    assert "Anker des Journals für den 05.05.2030" in JournalEntry.objects.latest("pk").text


def test_a_second_time_changes_nothing(own_database: str) -> None:
    entry(datetime(2030, 5, 5, 10, tzinfo=UTC))
    first = anchor_journal(at=datetime(2030, 5, 6, 0, 10, tzinfo=UTC))
    count = JournalEntry.objects.count()

    assert anchor_journal(at=datetime(2030, 5, 6, 4, tzinfo=UTC)) == first
    assert JournalAnchor.objects.count() == 1
    assert JournalEntry.objects.count() == count


def test_before_the_first_entry_there_is_no_anchor(own_database: str) -> None:
    entry(datetime(2030, 5, 5, 10, tzinfo=UTC))

    assert anchor_journal(at=datetime(1999, 1, 1, tzinfo=UTC)) is None
    assert JournalLink.objects.exists()
