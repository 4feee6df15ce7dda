"""Asking for a publication: one order at a time, and one that was interrupted makes room."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from stellwerk.access import Rights
from stellwerk.actions._publications import FOR_A_SESSION, NO_MORE, PUBLISH, is_ours
from stellwerk.actions.publication_orders import ask_for_publication
from stellwerk.models import Publication, PublicationOrder
from tests.actions.test_second_click import at_once
from tests.house.cases import person
from tests.house.publications import AT, DAY, asked, say, shelf  # noqa: F401

UNDER_WAY = "Eine Fassung wird gerade veröffentlicht. Bitte warten Sie kurz, und laden Sie die Seite neu."


@pytest.fixture
def known(preparer: Rights) -> None:
    say(preparer)


def rings() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [PUBLISH])
        return int(cursor.fetchone()[0])


def test_an_order_waits_for_a_worker_who_is_rung_for(
    known: None, preparer: Rights, verbs: Callable[[], list[str]]
) -> None:
    order = asked(preparer)

    assert (order.day, order.by, order.started_at, order.finished_at) == (DAY, preparer.person, None, None)
    assert (rings(), verbs().count("ask_for_publication")) == (1, 1)
    assert not Publication.objects.exists()


def test_while_one_is_open_no_other_is_taken(known: None, preparer: Rights, refuses: Callable) -> None:
    asked(preparer)

    with refuses("gerade veröffentlicht"):
        asked(preparer)

    assert (PublicationOrder.objects.count(), rings()) == (1, 1)


def test_one_that_is_being_made_stays_open(known: None, preparer: Rights, refuses: Callable) -> None:
    asked(preparer)
    PublicationOrder.objects.update(started_at=AT)
    assert is_ours(FOR_A_SESSION)

    with refuses("gerade veröffentlicht"):
        asked(preparer)

    assert is_ours(NO_MORE)


def test_one_whose_worker_died_makes_room_and_says_so(known: None, preparer: Rights) -> None:
    dead = asked(preparer)
    PublicationOrder.objects.update(started_at=AT)

    new = asked(preparer)

    dead.refresh_from_db()
    assert (dead.finished_at, dead.publication) == (AT, None)
    assert "unterbrochen" in dead.failure["text"]
    assert (new.pk > dead.pk, rings()) == (True, 2)


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2024, 3, 9), "in der Zukunft"), (date(1999, 12, 31), "noch keine Angabe")]
)
def test_a_day_that_cannot_be_published_is_refused_at_once(
    known: None, preparer: Rights, refuses: Callable, day: date, sentence: str
) -> None:
    with refuses(sentence):
        ask_for_publication(day=day, rights=preparer, at=AT)

    assert rings() == 0


@pytest.mark.parametrize("who", ["freigabe", "landkreis", "verband", "pruefung", "betrieb"])
def test_only_who_may_publish_asks_for_it(
    known: None, who: str, everybody: dict[str, Rights], forbids: Callable
) -> None:
    with forbids():
        asked(everybody[who])

    assert not PublicationOrder.objects.exists()


def test_asking_eight_times_at_once_makes_one_order(own_database: str) -> None:
    rights = person("vorbereitung")
    with transaction.atomic():
        say(rights)

    outcomes = at_once(*[lambda: asked(rights)] * 8)

    assert outcomes == {"done": 1, UNDER_WAY: 7}
    assert (PublicationOrder.objects.count(), rings()) == (1, 1)
