"""Reads: who looked at personal data, filtered by person, kind and day."""

from datetime import date

from django.db.models import Q, QuerySet

from stellwerk.access import Rights, visible
from stellwerk.models import ReadEntry


def reads(
    rights: Rights, *, words: str = "", kind: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[ReadEntry]:
    """Return the entries, the newest first.

    words  part of a name, of a mail address or of the page's address
    until  last day
    """
    found = visible(ReadEntry.objects.all(), rights).select_related("by", "acting_for")
    for word in words.split():
        found = found.filter(
            Q(by__name__icontains=word) | Q(by__email__icontains=word) | Q(address__icontains=word)
        )
    if kind:
        found = found.filter(kind=kind)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found.order_by("-pk")
