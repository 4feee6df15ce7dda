"""Orders to publish: each state as people hear of it; whoever died is noticed by the lock alone."""

import time

import psycopg
import pytest
from django.db import connection, transaction

from stellwerk.actions._publications import FOR_A_SESSION
from stellwerk.actions.publications import publish_asked
from stellwerk.models import PublicationOrder
from stellwerk.queries.publication_orders import OrderState, is_asked_for, is_being_made, newest_order
from tests.house.cases import person
from tests.house.databases import address_of
from tests.house.publications import AT, asked, say, shelf  # noqa: F401


@pytest.fixture
def order(own_database: str) -> PublicationOrder:
    rights = person("vorbereitung")
    with transaction.atomic():
        say(rights)
    return asked(rights)


def state() -> OrderState:
    found = newest_order()
    assert found is not None
    return found.state


def test_where_nobody_asked_there_is_none(db: None) -> None:
    assert newest_order() is None
    assert not is_asked_for()


def test_an_order_waits_is_published_and_then_nothing_has_changed(order: PublicationOrder) -> None:
    assert (state(), is_asked_for()) == (OrderState.WAITING, True)

    publish_asked(now=lambda: AT)
    assert (state(), is_asked_for()) == (OrderState.PUBLISHED, False)

    asked(person("vorbereitung"))
    PublicationOrder.objects.filter(finished_at=None).update(asked_at="2024-03-09T00:00:00+01:00")
    publish_asked(now=lambda: AT)
    assert state() == OrderState.UNCHANGED


def test_an_order_is_under_way_as_long_as_somebody_holds_the_lock(order: PublicationOrder) -> None:
    PublicationOrder.objects.update(started_at=AT)

    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as worker:
        worker.execute(FOR_A_SESSION)
        assert (is_being_made(), state()) == (True, OrderState.UNDER_WAY)

    until = time.monotonic() + 10  # the server needs a moment to notice that a line is closed
    while is_being_made() and time.monotonic() < until:
        time.sleep(0.05)
    assert (is_being_made(), state()) == (False, OrderState.FAILED)
    found = newest_order()
    assert found is not None
    assert "unterbrochen" in found.order.failure["text"]
