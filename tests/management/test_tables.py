"""The tables are those of this version, or the web application waits for them."""

import threading
import time

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from stellwerk.management import tables
from stellwerk.management.tables import pending_changes, wait_for_tables

Change = MigrationRecorder.Migration


def forget_the_newest() -> Change:
    """Let the newest change of ours count as not applied yet."""
    newest = Change.objects.filter(app="stellwerk").latest("name")
    Change.objects.filter(pk=newest.pk).delete()
    return newest


@pytest.mark.django_db
def test_what_was_applied_is_not_pending_and_what_was_not_is() -> None:
    assert pending_changes() == 0

    forget_the_newest()

    assert pending_changes() == 1


def test_the_wait_ends_when_somebody_else_has_brought_the_tables_there(own_database: str) -> None:
    newest = forget_the_newest()

    def bring() -> None:
        time.sleep(0.3)
        newest.save(force_insert=True)
        connection.close()

    other = threading.Thread(target=bring)
    begin = time.monotonic()
    other.start()
    wait_for_tables()
    other.join()

    assert time.monotonic() - begin >= 0.3
    assert pending_changes() == 0


def test_the_wait_ends_with_a_sentence_when_nobody_does(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PATIENCE_SECONDS", 0.2)
    forget_the_newest()

    with pytest.raises(TimeoutError, match="stellwerk migrate"):
        wait_for_tables()
