"""Anchors of the journal: the end of its chain, written down once a day."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from stellwerk.actions._steps import journal
from stellwerk.models import JournalAnchor, JournalLink


@transaction.atomic(durable=True)
def anchor_journal(*, at: datetime) -> JournalAnchor | None:
    """Write down where the chain ended yesterday; the anchor that is there already counts.

    None: nothing has been written down yet.
    """
    today = timezone.localdate(at)
    midnight = timezone.make_aware(datetime.combine(today, time()))
    last = JournalLink.objects.filter(entry__at__lt=midnight).order_by("-position").first()
    if last is None:
        return None
    anchor, is_new = JournalAnchor.objects.get_or_create(
        day=today - timedelta(days=1),
        defaults={"position": last.position, "sha256": last.sha256, "made_at": at},
    )
    if is_new:
        text = f"Anker des Journals für den {anchor.day:%d.%m.%Y}: Stelle {anchor.position}"
        journal(None, at, "anchor_journal", anchor, text, {"sha256": anchor.sha256})
    return anchor
