"""Publish open data: one version per change, written once, never changed afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._publication_files import LAST_STAGE, Tell, write_files
from stellwerk.actions._publications import (
    FOR_A_SESSION,
    FOR_A_TRANSACTION,
    NO_MORE,
    UNDER_WAY,
    is_ours,
    refuse_nothing,
)
from stellwerk.actions._steps import journal
from stellwerk.gateways.publications import fingerprints, folder_of, new_version, place
from stellwerk.gateways.publications_copied import CannotCopy
from stellwerk.law.working import N_, Refused
from stellwerk.models import ChangeSet, Publication, PublicationOrder
from stellwerk.queries.publications import DATASET, Counts, latest, written_down

PUBLISHED = "Offene Daten: Fassung {} veröffentlicht"
TELL = "UPDATE stellwerk_publicationorder SET stage = %s, percent = %s WHERE id = %s"
BROKEN = N_(
    "Beim Veröffentlichen ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal; "
    "bleibt es dabei, wenden Sie sich an den Betrieb."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The newest version; ``is_new`` is False where the data had not changed since."""

    publication: Publication
    is_new: bool


def _say_nothing(_stage: str, _percent: int) -> None:
    """Whoever waits at the terminal sees that it goes on."""


@transaction.atomic(durable=True)
def publish(*, day: date, rights: Rights, at: datetime, tell: Tell = _say_nothing) -> Outcome:
    """Publish what is known of a day as the next version; the same data again gives no new version.

    The folder takes its place right before the commit: a version without its files cannot be.

    tell  hears how far it is: the stage in German, and a percentage

    PermissionDenied: no right to publish. Refused: nothing is known yet, the day is yet to come, or another
    publication is being made.
    """
    require(rights, Verb.PUBLISH)
    with _next_version(day=day, at=at, tell=tell) as outcome:
        if outcome.is_new:
            made = outcome.publication
            journal(rights.person, at, "publish", made, PUBLISHED.format(made.version))
    return outcome


def publish_asked(*, now: Callable[[], datetime]) -> None:
    """Publish what somebody asked for; nothing where nobody did, or where a version is being made already.

    That they may was found out when they asked.

    Nobody tries again by himself: what went wrong stands with the order, and who asked decides. Of a process
    that was killed nothing remains but an open order whose lock is free.
    """
    if not is_ours(FOR_A_SESSION):
        return
    try:
        if order := _claimed(now()):
            _make(order, now)
    finally:
        is_ours(NO_MORE)


def _claimed(at: datetime) -> PublicationOrder | None:
    order = (
        PublicationOrder.objects.select_related("by").filter(started_at=None, finished_at=None).order_by("pk")
    ).first()
    if order:
        order.started_at = at
        order.save(update_fields=["started_at"])
    return order


def _make(order: PublicationOrder, now: Callable[[], datetime]) -> None:
    at = now()
    try:
        with (
            _telling(order) as tell,
            transaction.atomic(durable=True),
            _next_version(day=order.day, at=at, tell=tell) as outcome,
        ):
            _finish(order, at=now(), publication=outcome.publication)
            if outcome.is_new:
                made = outcome.publication
                journal(order.by, at, "publish", made, PUBLISHED.format(made.version))
    except Refused as no:
        _fail(order, no, at=now())
    except (OSError, DatabaseError, CannotCopy):  # of any other fault the open order tells
        _fail(order, Refused(BROKEN), at=now())
        raise


@contextmanager
def _telling(order: PublicationOrder) -> Iterator[Tell]:
    """Yield a way to say how far it is; on a line of its own, so that others see it before the commit."""
    line = connection.copy()

    def tell(stage: str, percent: int) -> None:
        with line.cursor() as cursor:
            cursor.execute(TELL, [stage, percent, order.pk])

    try:
        yield tell
    finally:
        line.close()


def _finish(order: PublicationOrder, *, at: datetime, publication: Publication) -> None:
    PublicationOrder.objects.filter(pk=order.pk).update(finished_at=at, percent=100, publication=publication)


def _fail(order: PublicationOrder, no: Refused, *, at: datetime) -> None:
    failure = {"text": no.text, "values": {name: str(value) for name, value in no.values.items()}}
    with transaction.atomic():
        PublicationOrder.objects.filter(pk=order.pk).update(finished_at=at, failure=failure)
        journal(order.by, at, "publish_failed", order, f"Offene Daten nicht veröffentlicht: {no.sentence()}")


@contextmanager
def _next_version(*, day: date, at: datetime, tell: Tell) -> Iterator[Outcome]:
    """Yield the next version, or the newest one where nothing has changed; its files are placed last.

    Refused: nothing is known yet, the day is yet to come, or another publication is being made.
    """
    refuse_nothing(day, at)
    if not is_ours(FOR_A_TRANSACTION):
        raise Refused(UNDER_WAY)
    last = latest()
    target = folder_of(settings.PUBLICATIONS, DATASET, last.version + 1 if last else 1)
    with new_version(target) as draft:
        rows, changes = write_files(draft, day=day, at=at, last=last, tell=tell)
        if last and not any(counts.any for counts in changes.values()):
            yield Outcome(last, is_new=False)
            return
        tell(*LAST_STAGE)
        yield Outcome(_recorded(draft, day=day, at=at, last=last, rows=rows, changes=changes), is_new=True)
        place(draft, target)


def _recorded(
    draft: Path,
    *,
    day: date,
    at: datetime,
    last: Publication | None,
    rows: int,
    changes: dict[str, Counts],
) -> Publication:
    return Publication.objects.create(
        dataset=DATASET,
        version=last.version + 1 if last else 1,
        day=day,
        published_at=at,
        rows=rows,
        files=fingerprints(draft),
        changes=written_down(changes),
        is_example=ChangeSet.objects.filter(is_example=True).exists(),
    )
