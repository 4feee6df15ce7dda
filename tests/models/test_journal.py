"""The chain of the journal: each entry is linked when it is committed, and no link is ever changed."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from stellwerk.models import JournalAnchor, JournalEntry, JournalLink

AT = datetime(2024, 3, 8, 9, 30, tzinfo=UTC)
Breaks = Callable[..., None]


def written(text: str = "Etwas geschah") -> JournalEntry:
    return JournalEntry.objects.create(at=AT, verb="try", thing="run", thing_id=1, text=text)


def end() -> int:
    return JournalLink.objects.aggregate(end=Max("position"))["end"] or 0


def test_each_entry_follows_the_one_before_it(own_database: str) -> None:
    before = end()

    with transaction.atomic():
        first, second = written("erst"), written("dann")

    assert [JournalLink.objects.get(entry=it).position for it in (first, second)] == [
        before + 1,
        before + 2,
    ]


def test_what_is_rolled_back_leaves_no_gap(own_database: str) -> None:
    before = end()

    with transaction.atomic():
        written("nie geschehen")
        transaction.set_rollback(True)
    entry = written()

    assert JournalLink.objects.get(entry=entry).position == before + 1


def test_many_at_once_stand_in_one_line(own_database: str) -> None:
    before = end()

    def write() -> None:
        for _number in range(10):
            written()
        connection.close()

    threads = [Thread(target=write) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    positions = list(JournalLink.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, before + 41))


def test_a_position_is_given_once(own_database: str) -> None:
    entry, last = written(), JournalLink.objects.order_by("-position")[0]

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stellwerk_journalentry DISABLE TRIGGER journal_is_chained")
    other = written()
    with pytest.raises(IntegrityError, match="journal_position_is_unique"):
        JournalLink.objects.create(entry=other, position=last.position, sha256="0" * 64)

    assert last.entry_id == entry.pk


@pytest.mark.parametrize("table", ["journallink", "journalanchor"])
def test_links_and_anchors_are_only_added(own_database: str, breaks: Breaks, table: str) -> None:
    written()
    JournalAnchor.objects.create(day=AT.date(), position=1, sha256="0" * 64, made_at=AT)

    breaks("is append-only", f"UPDATE stellwerk_{table} SET position = 0")
    breaks("is append-only", f"DELETE FROM stellwerk_{table}")
