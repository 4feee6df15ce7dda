"""Intakes: what was brought in, how its rows compare, and what of it waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.models import District, Intake, IntakeRow, OnlineService, RowDecision, Verdict
from stellwerk.queries.comparison import PROPOSALS

ORDER = (Verdict.ERROR, Verdict.CHANGED, Verdict.NEW, Verdict.SAME)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one verdict, counted.

    left_out  declined rows
    open      rows nobody has decided; of a table that somebody brought they are taken over
    """

    verdict: Verdict
    rows: int
    left_out: int
    open: int


def own_districts(rights: Rights) -> list[District]:
    """Return the districts for which the person may enter something, by name."""
    own = District.objects.filter(ags__in=rights.districts(Verb.ENTER_COVERAGE))
    return list(own.order_by("name", "ags"))


def intakes(rights: Rights) -> QuerySet[Intake]:
    """Return what was brought in, the latest first, with the number of its rows."""
    found = visible(Intake.objects.all(), rights).select_related("district", "by")
    return found.annotate(row_count=Count("rows")).order_by("-at", "-pk")


def intake(rights: Rights, pk: int) -> Intake:
    """Return an intake. Http404: there is none, or it belongs to another district."""
    found = visible(Intake.objects.all(), rights).select_related("district", "by", "change_set")
    return get_object_or_404(found, pk=pk)


def rows(intake: Intake, verdict: str) -> QuerySet[IntakeRow]:
    found = IntakeRow.objects.filter(intake=intake, verdict=verdict)
    return found.select_related("municipality", "service", "seen").order_by("number", "pk")


def online_service_names(rows: Iterable[IntakeRow]) -> dict[int, str]:
    """Return the names of the online services that rows name or that they would replace; one query."""
    shown = list(rows)
    wanted = {row.wanted.get("online_service") for row in shown}
    known = {row.seen.online_service_id for row in shown if row.seen}
    keys = {pk for pk in wanted | known if pk}
    return dict(OnlineService.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name"))


def groups(intake: Intake) -> list[Group]:
    """Return the rows of each verdict, counted; errors first, and only verdicts that occur."""
    counted = (
        IntakeRow.objects.filter(intake=intake)
        .values("verdict")
        .order_by("verdict")
        .annotate(
            n=Count("pk"),
            declined=Count("pk", filter=Q(decision=RowDecision.DECLINED)),
            pending=Count("pk", filter=Q(decision=RowDecision.PENDING)),
        )
    )
    by_verdict = {row["verdict"]: row for row in counted}
    return [
        Group(verdict, row["n"], row["declined"], row["pending"])
        for verdict in ORDER
        if (row := by_verdict.get(verdict))
    ]


def to_apply(intake: Intake, *, with_same: bool) -> QuerySet[IntakeRow]:
    """Return the rows that are taken over: accepted proposals; of a table, what was not left out."""
    verdicts = [Verdict.NEW, Verdict.CHANGED]
    if with_same and intake.kind not in PROPOSALS:
        verdicts.append(Verdict.SAME)
    found = IntakeRow.objects.filter(intake=intake, verdict__in=verdicts)
    if intake.kind in PROPOSALS:
        found = found.filter(decision=RowDecision.ACCEPTED)
    return found.exclude(decision=RowDecision.DECLINED).select_related("service").order_by("number", "pk")


def open_errors(intake: Intake) -> int:
    """Return how many faulty rows are neither corrected nor left out."""
    faulty = IntakeRow.objects.filter(intake=intake, verdict=Verdict.ERROR)
    return faulty.exclude(decision=RowDecision.DECLINED).count()
