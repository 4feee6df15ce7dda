"""Orders to publish: how far the newest one is, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from stellwerk.law.working import N_
from stellwerk.models import PublicationOrder

# Whoever publishes holds this lock; the database frees it when the process dies.
HELD = """
SELECT EXISTS (
    SELECT 1 FROM pg_locks CROSS JOIN (SELECT hashtext('stellwerk_publication')::bigint AS key) lock
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid::bigint = (key >> 32) & 4294967295 AND objid::bigint = key & 4294967295
)
"""
INTERRUPTED = {
    "text": N_("Die Veröffentlichung wurde unterbrochen. Bitte versuchen Sie es noch einmal."),
    "values": {},
}


class OrderState(StrEnum):
    WAITING = "waiting"
    UNDER_WAY = "under_way"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """An order and where it stands."""

    order: PublicationOrder
    state: OrderState

    @property
    def is_open(self) -> bool:
        return self.state in (OrderState.WAITING, OrderState.UNDER_WAY)


def newest_order() -> Standing | None:
    """Return the order that was given last, and where it stands; None where there is none."""
    order = _newest()
    if order is None:
        return None
    state = _state(order)
    if state == OrderState.UNDER_WAY and not is_being_made():
        order = _newest() or order  # it may have ended since we looked
        state = OrderState.FAILED if order.finished_at is None else _state(order)
        order.failure = order.failure or (INTERRUPTED if state == OrderState.FAILED else {})
    return Standing(order, state)


def is_asked_for() -> bool:
    """Say whether an order waits for a worker."""
    return PublicationOrder.objects.filter(started_at=None, finished_at=None).exists()


def is_being_made() -> bool:
    """Say whether somebody publishes right now."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        return bool(cursor.fetchone()[0])


def _newest() -> PublicationOrder | None:
    return PublicationOrder.objects.select_related("publication").order_by("-pk").first()


def _state(order: PublicationOrder) -> OrderState:
    if order.finished_at is None:
        return OrderState.UNDER_WAY if order.started_at else OrderState.WAITING
    if order.publication is None:
        return OrderState.FAILED
    is_new = order.publication.published_at >= order.asked_at
    return OrderState.PUBLISHED if is_new else OrderState.UNCHANGED
