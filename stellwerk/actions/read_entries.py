"""Reads: write down who looked at personal data; forget it once its retention is over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from stellwerk.models import Person, ReadEntry, ReadKind


@transaction.atomic(durable=True)
def note_read(by: Person, kind: ReadKind, *, page: str, address: str, at: datetime) -> None:
    """Write down one look; the entry is itself the record, the journal keeps what was changed."""
    ReadEntry.objects.create(
        at=at, by=by, acting_for=by.acting_for, kind=kind, page=page[:80], address=address[:300]
    )


@transaction.atomic(durable=True)
def forget_reads(*, at: datetime) -> int:
    """Remove what is older than settings.READ_LOG_DAYS; return how many entries that were.

    Law: Art. 5 Abs. 1 Buchst. e DSGVO (storage limitation); the number of days is for the operator to decide.
    """
    old = ReadEntry.objects.filter(at__lt=at - timedelta(days=settings.READ_LOG_DAYS))
    removed, _by_model = old.delete()
    return removed
