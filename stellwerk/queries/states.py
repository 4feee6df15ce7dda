"""Grants as amended so far, as plain values for the law: a fixed number of queries for any number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum

from stellwerk.law.continuation import GrantedState
from stellwerk.law.terms import CostPlan, Staffing
from stellwerk.law.working import N_, Refused
from stellwerk.models import Grant, Notice, Occupancy, Programme, Tranche


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant with what it needs to be calculated."""

    pk: int
    file_number: str
    state: GrantedState


def running_grants(programme: Programme) -> QuerySet[Grant]:
    """Return the grants whose post was not handed back, and whose approval was not stopped."""
    never = Notice.objects.filter(grant__programme=programme, number=0, stopped_on__isnull=False)
    found = Grant.objects.filter(programme=programme, post__returned_on=None)
    return found.exclude(pk__in=never.values("grant"))


def granted_states(grants: QuerySet[Grant]) -> Iterator[GrantRow]:
    """Return each grant as amended so far, in order of its file number.

    Refused: a grant has no notice yet.
    """
    ids = grants.values("pk")
    ends = Notice.objects.filter(grant__in=ids, stopped_on=None).values("grant").order_by("grant")
    latest = {row["grant"]: row["end"] for row in ends.annotate(end=Max("period_end"))}
    years = _by_year(in_force(Tranche.objects.filter(notice__grant__in=ids)))
    staffing = _staffing(Occupancy.objects.filter(post__grants__in=ids))
    rows = grants.order_by("file_number", "pk").values_list(
        "pk",
        "file_number",
        "starts_on",
        "post_id",
        "post__approved_share",
        "eligible_monthly",
        "own_monthly",
        "third_party_monthly",
    )
    for pk, file_number, starts_on, post, share, eligible, own, third in rows.iterator(chunk_size=2000):
        if pk not in latest:
            raise _without_notice(file_number)
        state = GrantedState(
            start=starts_on,
            end=latest[pk],
            approved_share=share,
            staffing=tuple(staffing[post]),
            costs=_costs(eligible, own, third),
            by_year=years[pk],
        )
        yield GrantRow(pk, file_number, state)


def in_force(tranches: QuerySet[Tranche]) -> QuerySet[Tranche]:
    """Leave out what a stopped notice would have granted."""
    return tranches.filter(notice__stopped_on=None)


def committed_by_year(programme: Programme) -> dict[int, Decimal]:
    """Return what all notices of a programme have granted, by budget year."""
    rows = (
        in_force(Tranche.objects.filter(notice__grant__programme=programme)).values("year").order_by("year")
    )
    return {row["year"]: row["total"] for row in rows.annotate(total=Sum("amount"))}


def _without_notice(file_number: str) -> Refused:
    return Refused(
        N_("Zur Zuwendung %(file_number)s gibt es noch keinen Bescheid. Bitte erfassen Sie ihn zuerst."),
        file_number=file_number,
    )


def _by_year(tranches: QuerySet[Tranche]) -> dict[int, dict[int, Decimal]]:
    years: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = tranches.values("notice__grant", "year").order_by("notice__grant", "year")
    for row in rows.annotate(total=Sum("amount")):
        years[row["notice__grant"]][row["year"]] = row["total"]
    return years


def _staffing(occupancies: QuerySet[Occupancy]) -> dict[int, list[Staffing]]:
    staffing: dict[int, list[Staffing]] = defaultdict(list)
    rows: Iterable[tuple[int, date, date | None, Decimal]] = occupancies.order_by(
        "post_id", "starts_on", "seat"
    ).values_list("post_id", "starts_on", "ends_on", "share")
    for post, start, end, share in rows:
        staffing[post].append(Staffing(start, end, share))
    return staffing


def _costs(eligible: Decimal | None, own: Decimal | None, third: Decimal | None) -> CostPlan | None:
    if eligible is None:
        return None
    return CostPlan(eligible, own or Decimal(0), third or Decimal(0))
