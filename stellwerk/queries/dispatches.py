"""The dispatch ledger: what went to whom, when, and what the mail server said."""

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.models import Dispatch, DispatchState

PROBLEMS = (DispatchState.FAILED, DispatchState.HELD_BACK)


def ledger(rights: Rights, *, state: str = "", run_id: int | None = None, q: str = "") -> QuerySet[Dispatch]:
    """Return dispatches, newest first, with letter, file (without content), office and who released."""
    found = visible(Dispatch.objects.all(), rights)
    if state:
        found = found.filter(state=state)
    if run_id is not None:
        found = found.filter(letter__run=run_id)
    if q:
        found = found.filter(
            Q(office__name__icontains=q) | Q(letter__subject__icontains=q) | Q(address__icontains=q)
        )
    related = "letter__released_by", "letter__file", "office"
    return found.select_related(*related).defer("letter__document", "letter__file__content").order_by("-pk")


def dispatch(rights: Rights, pk: int) -> Dispatch:
    return get_object_or_404(ledger(rights), pk=pk)


def problems(rights: Rights) -> QuerySet[Dispatch]:
    return ledger(rights).filter(state__in=PROBLEMS)


def counts(rights: Rights, *, run_id: int | None = None) -> dict[str, int]:
    """Return how many dispatches are in each state."""
    found = visible(Dispatch.objects.all(), rights)
    if run_id is not None:
        found = found.filter(letter__run=run_id)
    return {row["state"]: row["n"] for row in found.values("state").order_by("state").annotate(n=Count("pk"))}
