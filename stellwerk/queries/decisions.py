"""Decisions: rounds, what each application gets, how far the letters are, who had a hand in it."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.gateways.prepared import first
from stellwerk.law.money import ZERO
from stellwerk.models import (
    Application,
    ApplicationState,
    Call,
    Decision,
    DecisionRound,
    Dispatch,
    DispatchRole,
    DispatchState,
    Grant,
    JournalEntry,
    Notice,
    Outcome,
    RoundYear,
    Variant,
)
from stellwerk.queries.runs import Progress

PREPARING = (
    "draft_round",
    "change_round",
    "propose_decisions",
    "take_variant",
    "remove_applications",
    "compute_round",
)
SUM_BY_YEAR = """
SELECT part.key::int, sum(part.value::numeric)
FROM stellwerk_decision one, jsonb_each_text(one.by_year) part
WHERE one.round_id = %s GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many applications of a round have which outcome, and what they ask for and get."""

    open: int
    approve: int
    refuse: int
    asked: Decimal
    decided: Decimal

    @property
    def total(self) -> int:
        return self.open + self.approve + self.refuse


def rounds(rights: Rights) -> QuerySet[DecisionRound]:
    found = visible(DecisionRound.objects.all(), rights).select_related("call__programme", "prepared_by")
    return found.annotate(size=Count("decisions")).order_by("-prepared_at", "-pk")


def round_of(rights: Rights, pk: int) -> DecisionRound:
    """Return a round with its call and its people. Http404: there is none, or it is somebody else's."""
    related = (
        "call__programme__authority",
        "terms",
        "prepared_by",
        "computed_by",
        "third_by",
        "released_by",
        "stopped_by",
    )
    return get_object_or_404(visible(DecisionRound.objects.all(), rights).select_related(*related), pk=pk)


def decisions(
    round_: DecisionRound, *, outcome: str = "", q: str = "", ids: Collection[int] | None = None
) -> QuerySet[Decision]:
    """Return the decisions of a round in the order in which the applications arrived.

    ids  of applications
    """
    found = Decision.objects.filter(round=round_).select_related("application__applicant", "follows")
    if outcome:
        found = found.filter(outcome=outcome)
    if q:
        found = found.filter(
            Q(application__applicant__name__icontains=q) | Q(application__file_number__icontains=q)
        )
    if ids is not None:
        found = found.filter(application__in=list(ids))
    return found.order_by("application__submitted_at", "application_id", "pk")


def decision(round_: DecisionRound, application_id: int) -> Decision:
    return get_object_or_404(decisions(round_), application=application_id)


def earlier_grants(rights: Rights, offices: Collection[int]) -> QuerySet[Grant]:
    """Return the grants that a new one to these offices may follow, newest first.

    Of every programme the person may see: a programme that is set up anew for the next years funds what
    the one before it began. What was stopped before it was announced never was a grant (§ 43 LVwVfG).
    """
    never = Notice.objects.filter(grant=OuterRef("pk"), number=0, stopped_on__isnull=False)
    found = visible(Grant.objects.all(), rights).filter(~Exists(never), recipient__in=list(offices))
    return found.select_related("programme").order_by("-starts_on", "-pk")


def counts(round_: DecisionRound) -> Counts:
    rows = Decision.objects.filter(round=round_).values("outcome").order_by("outcome")
    found = {row["outcome"]: row for row in rows.annotate(n=Count("pk"), a=Sum("asked"), d=Sum("decided"))}
    numbers = {one: found[one]["n"] if one in found else 0 for one in Outcome.values}
    return Counts(
        open=numbers[Outcome.OPEN],
        approve=numbers[Outcome.APPROVE],
        refuse=numbers[Outcome.REFUSE],
        asked=sum((row["a"] or ZERO for row in found.values()), ZERO),
        decided=sum((row["d"] or ZERO for row in found.values()), ZERO),
    )


def decided_by_year(round_: DecisionRound) -> dict[int, Decimal]:
    """Return what is proposed so far, by budget year, summed up in the database."""
    with connection.cursor() as cursor:
        cursor.execute(SUM_BY_YEAR, [round_.pk])
        return dict(cursor.fetchall())


def years(round_: DecisionRound) -> QuerySet[RoundYear]:
    return RoundYear.objects.filter(round=round_).order_by("year")


def variants(round_: DecisionRound) -> QuerySet[Variant]:
    return Variant.objects.filter(round=round_).select_related("by").order_by("at", "pk")


def ready_applications(rights: Rights, call: Call) -> QuerySet[Application]:
    """Return what can be decided on: ready, and in no other round that goes on."""
    taken = Decision.objects.filter(application=OuterRef("pk"), is_live=True)
    found = visible(Application.objects.filter(call=call, state=ApplicationState.READY), rights)
    return found.filter(~Exists(taken)).select_related("applicant").order_by("submitted_at", "pk")


def calls_to_decide(rights: Rights) -> QuerySet[Call]:
    """Return the calls with applications that wait for a decision; ``waiting`` says how many."""
    taken = Decision.objects.filter(application=OuterRef("pk"), is_live=True)
    ready = Application.objects.filter(~Exists(taken), state=ApplicationState.READY)
    waiting = Count("applications", filter=Q(applications__in=ready))
    found = visible(Call.objects.all(), rights).select_related("programme").annotate(waiting=waiting)
    return found.filter(waiting__gt=0).order_by("-closes_at", "-pk")


def progress(round_: DecisionRound) -> Progress:
    """Count the letters of a round by state."""
    rows = Dispatch.objects.filter(letter__decision__round=round_).values("state").order_by("state")
    count = {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return Progress(
        total=sum(count.values()),
        sent=count.get(DispatchState.SENT, 0),
        waiting=count.get(DispatchState.WAITING, 0) + count.get(DispatchState.SENDING, 0),
        failed=count.get(DispatchState.FAILED, 0),
        held_back=count.get(DispatchState.HELD_BACK, 0),
        stopped=count.get(DispatchState.STOPPED, 0),
    )


def hands(round_: DecisionRound) -> set[int]:
    """Return everybody who ever prepared a round, and for whom they did."""
    did = JournalEntry.objects.filter(
        thing="decisionround", thing_id=round_.pk, verb__in=PREPARING, by__isnull=False
    )
    known = {
        round_.prepared_by_id,
        round_.prepared_for_id,
        round_.computed_by_id,
        round_.computed_for_id,
    } - {None}
    for by, details in did.values_list("by", "details"):
        known |= {by, details.get("acting_for", by)}
    return {one for one in known if one is not None}


def signers(round_: DecisionRound) -> set[int]:
    """Return who may not release any more: who prepared, and who countersigned."""
    third = {round_.third_by_id, round_.third_for_id} - {None}
    return hands(round_) | {one for one in third if one is not None}


def history(rights: Rights, round_: DecisionRound) -> QuerySet[JournalEntry]:
    found = visible(JournalEntry.objects.all(), rights)
    return found.filter(thing="decisionround", thing_id=round_.pk).select_related("by").order_by("at", "pk")


def decision_on(application: Application) -> Decision | None:
    """Return the decision that counts on an application, released or not."""
    return first(_decision_on, application.pk)


def _decision_on(application: int) -> QuerySet[Decision]:
    found = Decision.objects.filter(application=application, is_live=True).order_by("pk")
    return found.select_related("round", "letter", "notice").defer("letter__document")


def announced_decision(rights: Rights, application: Application) -> Decision | None:
    """Return the decision on one's own application once its letter was sent."""
    return first(_announced_decision, rights, application.pk)


def _announced_decision(rights: Rights, application: int) -> QuerySet[Decision]:
    own = Decision.objects.filter(application__applicant__in=list(rights.offices(Verb.APPLY)))
    sent = Dispatch.objects.filter(
        letter__decision=OuterRef("pk"), role=DispatchRole.TO, state=DispatchState.SENT
    )
    found = own.filter(Exists(sent), application=application, is_live=True).order_by("pk")
    return found.select_related("round", "letter", "notice").defer("letter__document")


def next_number(call_id: int) -> int:
    last = DecisionRound.objects.filter(call=call_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
