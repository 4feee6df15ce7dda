"""The journal of one thing: who did what, when."""

from django.db.models import Q, QuerySet

from stellwerk.access import Rights, visible
from stellwerk.models import Consultation, Dispatch, JournalEntry, Run


def history(rights: Rights, run: Run) -> QuerySet[JournalEntry]:
    """Return what happened to a run, its consultations and its dispatches, oldest first."""
    asked = Consultation.objects.filter(run=run).values("pk")
    sent = Dispatch.objects.filter(letter__run=run).values("pk")
    found = visible(JournalEntry.objects.all(), rights).filter(
        Q(thing="run", thing_id=run.pk)
        | Q(thing="consultation", thing_id__in=asked)
        | Q(thing="dispatch", thing_id__in=sent)
    )
    return found.select_related("by").order_by("at", "pk")
