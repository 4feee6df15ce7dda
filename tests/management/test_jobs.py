"""The jobs of the workers ring; what is to be done stands in the rows."""

from pathlib import Path

from django.db import connection, transaction
from procrastinate.contrib.django import app

from stellwerk.actions._steps import DELIVER, ring
from stellwerk.management import jobs
from stellwerk.models import PublicationOrder
from tests.house.cases import person
from tests.house.publications import asked, say, shelf  # noqa: F401


def test_each_ring_is_part_of_the_transaction_that_rings(own_database: str) -> None:
    with transaction.atomic():
        ring()
        transaction.set_rollback(True)
    assert waiting() == 0

    ring()

    assert waiting() == 2  # one for each worker


def test_the_bell_and_the_clock_do_the_same(own_database: str) -> None:
    """Nothing is due in an untouched example, so that both come back at once."""
    assert jobs.deliver() is None
    assert jobs.deliver_what_is_due(0) is None
    assert DELIVER in app.tasks


def test_the_bell_and_the_clock_publish_what_was_asked_for(
    own_database: str,
    shelf: Path,  # noqa: F811
) -> None:
    rights = person("vorbereitung")
    with transaction.atomic():
        say(rights)
    for number, ring_for in enumerate((jobs.publish, lambda: jobs.publish_what_waits(0)), start=1):
        asked(rights)

        ring_for()

        assert PublicationOrder.objects.exclude(publication=None).count() == number
    assert [it.name for it in shelf.iterdir()] == ["v1"]


def test_where_nobody_asked_nothing_is_published(
    own_database: str,
    shelf: Path,  # noqa: F811
) -> None:
    jobs.publish_what_waits(0)

    assert not shelf.exists()


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return int(cursor.fetchone()[0])
