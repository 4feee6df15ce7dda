"""Ask for a publication: a worker makes it, and whoever asked sees how far it is."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as jobs

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._publications import PUBLISH, UNDER_WAY, refuse_nothing
from stellwerk.actions._steps import journal
from stellwerk.law.working import Refused
from stellwerk.models import PublicationOrder
from stellwerk.queries.publication_orders import INTERRUPTED, is_being_made
from stellwerk.queries.publications import DATASET


@transaction.atomic(durable=True)
def ask_for_publication(*, day: date, rights: Rights, at: datetime) -> PublicationOrder:
    """Have what is known of a day published as the next version; the job is part of the transaction.

    PermissionDenied: no right to publish. Refused: nothing is known yet, the day is yet to come, or a version
    is asked for or being made already.
    """
    require(rights, Verb.PUBLISH)
    refuse_nothing(day, at)
    _close_what_was_interrupted(at)
    try:
        with transaction.atomic():
            order = PublicationOrder.objects.create(dataset=DATASET, day=day, by=rights.person, asked_at=at)
    except IntegrityError as twice:  # one is open: publication_order_one_is_open
        raise Refused(UNDER_WAY) from twice
    text = f"Offene Daten zum {day:%d.%m.%Y}: Veröffentlichung in Auftrag gegeben"
    journal(rights.person, at, "ask_for_publication", order, text)
    jobs.configure_task(PUBLISH).defer()
    return order


def _close_what_was_interrupted(at: datetime) -> None:
    """Let an order whose worker died make room; first look at it, then at the lock, then act."""
    begun = PublicationOrder.objects.filter(finished_at=None).exclude(started_at=None)
    begun_ids = list(begun.order_by("pk").values_list("pk", flat=True))
    if begun_ids and not is_being_made():
        begun.filter(pk__in=begun_ids).update(finished_at=at, failure=INTERRUPTED)
