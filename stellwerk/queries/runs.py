"""Runs: their lines, their progress, and who would be forgotten."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.models import (
    Consultation,
    Dispatch,
    DispatchRole,
    DispatchState,
    Grant,
    LetterKind,
    Notice,
    Run,
    RunLine,
    RunState,
    RunYear,
)

DECIDED = (RunState.RELEASED, RunState.SENT, RunState.CLOSED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the letters of a run have come, in dispatches."""

    total: int
    sent: int
    waiting: int
    failed: int
    held_back: int
    stopped: int

    @property
    def percent(self) -> int:
        return 100 * self.sent // self.total if self.total else 0

    @property
    def is_under_way(self) -> bool:
        return self.waiting > 0


def runs(rights: Rights) -> QuerySet[Run]:
    found = visible(Run.objects.all(), rights).select_related("programme", "prepared_by", "released_by")
    return found.order_by("-prepared_at", "-pk")


def run(rights: Rights, pk: int) -> Run:
    related = "programme__authority", "terms", "prepared_by", "computed_by", "released_by", "stopped_by"
    return get_object_or_404(visible(Run.objects.all(), rights).select_related(*related), pk=pk)


def lines(run: Run, *, changes: bool | None = None, q: str = "") -> QuerySet[RunLine]:
    found = RunLine.objects.filter(run=run).select_related("grant__recipient")
    if changes is not None:
        found = found.filter(changes=changes)
    if q:
        found = found.filter(Q(grant__recipient__name__icontains=q) | Q(grant__file_number__icontains=q))
    return found.order_by("grant__file_number", "pk")


def line_counts(run: Run) -> dict[bool, int]:
    """Return how many grants change (True) and how many do not (False)."""
    rows = RunLine.objects.filter(run=run).values("changes").order_by("changes")
    counted = {row["changes"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return {True: counted.get(True, 0), False: counted.get(False, 0)}


def years(run: Run) -> QuerySet[RunYear]:
    return RunYear.objects.filter(run=run).order_by("year")


def progress(run: Run) -> Progress:
    """Count the notices and circulars of a run by state (not the letters that asked for an opinion)."""
    found = Dispatch.objects.filter(letter__run=run).exclude(letter__kind=LetterKind.CONSULTATION)
    rows = found.values("state").order_by("state").annotate(n=Count("pk"))
    count = {row["state"]: row["n"] for row in rows}
    return Progress(
        total=sum(count.values()),
        sent=count.get(DispatchState.SENT, 0),
        waiting=count.get(DispatchState.WAITING, 0) + count.get(DispatchState.SENDING, 0),
        failed=count.get(DispatchState.FAILED, 0),
        held_back=count.get(DispatchState.HELD_BACK, 0),
        stopped=count.get(DispatchState.STOPPED, 0),
    )


def forgotten(rights: Rights) -> QuerySet[Grant]:
    """Return the active grants without the current amendment (F: „Wer fehlt?“).

    That is a grant that ends before the latest released run of its programme continues everybody to,
    or one whose notice of that run has not reached its recipient's mail server.
    """
    current = Run.objects.filter(state__in=DECIDED).order_by("programme", "-released_at", "-pk")
    lacking = Q(pk__in=[])
    for run in current.distinct("programme"):
        lacking |= _lacking(run)
    ends = _in_force().filter(grant=OuterRef("pk")).order_by("-number").values("period_end")[:1]
    found = visible(Grant.objects.all(), rights).filter(lacking, post__returned_on=None)
    return (
        found.annotate(period_end=ends)
        .select_related("recipient", "programme")
        .order_by("recipient__name", "pk")
    )


def _lacking(run: Run) -> Q:
    """Say which grants lack what a run decided; sub-selects that are read once, not once a grant."""
    later = _in_force().filter(grant=OuterRef("grant"), number__gt=OuterRef("number"))
    of_programme = _in_force().filter(grant__programme=run.programme_id, period_end__gte=run.new_end)
    lasting = of_programme.filter(~Exists(later)).values("grant")
    issued = Notice.objects.filter(run=run)
    sent = issued.filter(
        letter__dispatches__role=DispatchRole.TO, letter__dispatches__state=DispatchState.SENT
    )
    unsent = Q(pk__in=issued.values("grant")) & ~Q(pk__in=sent.values("grant"))
    # What was approved after the run was not among what it continued.
    newer = Notice.objects.filter(
        grant__programme=run.programme_id, decision__round__released_at__gte=run.released_at
    )
    of_run = Q(programme=run.programme_id) & ~Q(pk__in=newer.values("grant"))
    return of_run & (~Q(pk__in=lasting) | unsent)


def _in_force() -> QuerySet[Notice]:
    return Notice.objects.filter(stopped_on=None)


def next_number(programme_id: int) -> int:
    last = Run.objects.filter(programme=programme_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def is_overdue(on: date) -> Exists:
    """Say, for a query of runs, whether somebody who was asked let the due date pass."""
    late = Consultation.objects.filter(run=OuterRef("pk"), answer="", due_on__lt=on)
    return Exists(late.filter(run__state=RunState.COMPUTED))


def hands(run: Run) -> set[int]:
    """Return the keys of those who prepared and computed a run, and of those for whom they did."""
    known = (run.prepared_by_id, run.prepared_for_id, run.computed_by_id, run.computed_for_id)
    return {one for one in known if one is not None}
