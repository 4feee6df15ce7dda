"""Grants: lists, one grant as amended on any day, its notices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access import Rights, visible
from stellwerk.models import Dispatch, Grant, Notice, Occupancy, Programme, Tranche
from stellwerk.queries.states import in_force

STAFFING: dict[str, str | Promise] = {
    "filled": gettext_lazy("Stelle besetzt"),
    "vacant": gettext_lazy("Stelle unbesetzt"),
    "returned": gettext_lazy("Stelle zurückgegeben"),
}


@dataclass(frozen=True, slots=True)
class AmendedValue:
    """One value in force on a day, and the notice it comes from. kind: period_end, amount or terms."""

    label: str
    kind: str
    value: date | Decimal | str
    notice: Notice
    year: int | None = None


def grants(
    rights: Rights,
    *,
    programme: Programme | None = None,
    q: str = "",
    status: str = "",
    ends_by: date | None = None,
    on: date,
) -> QuerySet[Grant]:
    """Return the grants a person may see, with period_end, granted_total and staffing_status.

    status   "", filled, vacant or returned
    ends_by  only grants that still run and whose last day is this one or earlier
    """
    found = visible(Grant.objects.all(), rights).select_related("recipient", "post", "programme")
    found = found.annotate(
        period_end=Subquery(_notices().order_by("-number").values("period_end")[:1]),
        granted_total=Subquery(_granted()),
        staffing_status=_staffing_status(on),
    )
    if programme is not None:
        found = found.filter(programme=programme)
    if q:
        found = found.filter(Q(recipient__name__icontains=q) | Q(file_number__icontains=q))
    if status:
        found = found.filter(staffing_status=status)
    if ends_by is not None:
        found = found.filter(period_end__gt=on, period_end__lte=ends_by + timedelta(days=1))
    return found.order_by("recipient__name", "pk")


def grant(rights: Rights, pk: int) -> Grant:
    related = "recipient__district", "post", "programme__authority", "predecessor"
    return get_object_or_404(visible(Grant.objects.all(), rights).select_related(*related), pk=pk)


def notices(grant: Grant) -> list[Notice]:
    """Return the notices of a grant, oldest first, each with tranches, letter and its dispatches."""
    tranches = Prefetch("tranches", Tranche.objects.order_by("year"))
    sent = Prefetch("letter__dispatches", Dispatch.objects.select_related("office").order_by("pk"))
    found = Notice.objects.filter(grant=grant).select_related("letter", "terms", "run", "released_by")
    return list(found.prefetch_related(tranches, sent).order_by("number"))


def as_amended(grant: Grant, *, on: date) -> list[AmendedValue]:
    """Return what is in force on a day, each value with the notice it comes from; empty before the first."""
    issued = [notice for notice in notices(grant) if notice.issued_on <= on and notice.stopped_on is None]
    if not issued:
        return []
    end = _last_change(issued, lambda notice: notice.period_end)
    terms = _last_change(issued, lambda notice: notice.terms_id)
    return [
        AmendedValue(_("Beginn der Förderung"), "day", grant.starts_on, issued[0]),
        AmendedValue(_("Ende des Bewilligungszeitraums"), "period_end", end.period_end, end),
        AmendedValue(_("Förderbedingungen"), "terms", terms.terms.label, terms),
        *_amounts(issued),
    ]


def _amounts(issued: Iterable[Notice]) -> list[AmendedValue]:
    """Return the sum of each year, with the last notice that touched it."""
    sums: dict[int, tuple[Decimal, Notice]] = {}
    for notice in issued:
        for tranche in notice.tranches.all():
            before = sums[tranche.year][0] if tranche.year in sums else Decimal(0)
            sums[tranche.year] = (before + tranche.amount, notice)
    return [
        AmendedValue(_("Jahresrate"), "amount", amount, notice, year)
        for year, (amount, notice) in sorted(sums.items())
    ]


def _last_change(issued: list[Notice], value: Callable[[Notice], object]) -> Notice:
    """Return the notice since which the value has been what it is."""
    found = issued[0]
    for notice in issued[1:]:
        if value(notice) != value(found):
            found = notice
    return found


def _notices() -> QuerySet[Notice]:
    return Notice.objects.filter(grant=OuterRef("pk"), stopped_on=None)


def _granted() -> QuerySet[Tranche]:
    tranches = in_force(Tranche.objects.filter(notice__grant=OuterRef("pk"))).order_by()
    return tranches.values("notice__grant").annotate(total=Sum("amount")).values("total")  # type: ignore[return-value]


def _staffing_status(on: date) -> Case:
    current = Q(ends_on=None) | Q(ends_on__gt=on)
    held = Occupancy.objects.filter(current, post=OuterRef("post"), starts_on__lte=on)
    return Case(
        When(post__returned_on__lte=on, then=Value("returned")),
        When(Exists(held), then=Value("filled")),
        default=Value("vacant"),
    )
