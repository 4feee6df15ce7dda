"""Mismatches: live here but not in a list from outside, and in the list but not live here."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from stellwerk.access import Rights, Verb, visible
from stellwerk.law.coverage import LIVE
from stellwerk.models import (
    CoverageFact,
    District,
    Intake,
    IntakeKind,
    IntakeRow,
    IntakeState,
    Municipality,
    Service,
)
from stellwerk.queries.comparison import PROPOSALS
from stellwerk.queries.coverage import Cell, cells, known

ORDER = ("municipality__name", "municipality_id", "service__name", "service_id")


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one kind that count for a district: of each service the newest that speaks of it.

    newest  service → list
    """

    district: str
    newest: Mapping[int, int]
    intakes: Sequence[Intake]

    @property
    def sources(self) -> list[tuple[Intake, int]]:
        """Return each list with the number of services it counts for, the latest first."""
        counted = Counter(self.newest.values())
        return [(intake, counted[intake.pk]) for intake in self.intakes]

    @property
    def rows(self) -> QuerySet[IntakeRow]:
        """Return the rows that say a service is online."""
        of: dict[int, list[int]] = defaultdict(list)
        for service, intake in self.newest.items():
            of[intake].append(service)
        groups = [Q(intake=intake, service__in=services) for intake, services in of.items()]
        return IntakeRow.objects.filter(reduce(or_, groups, Q(pk=None)), wanted__state=LIVE)


@dataclass(frozen=True, slots=True)
class Line:
    """A cell on which we and a list disagree.

    cell  what is known here; None: not collected
    link  where the list says it is to be found
    """

    municipality: Municipality
    service: Service
    cell: Cell | None
    link: str
    intake: Intake


def districts(rights: Rights) -> QuerySet[District]:
    """Return the person's own districts; for the authority those that have compared with a list."""
    if not rights.may(Verb.READ_OFFICE):
        own = rights.districts(Verb.ENTER_COVERAGE)
        return District.objects.filter(pk__in=own).order_by("name", "pk")
    compared = visible(Intake.objects.filter(kind__in=PROPOSALS), rights)
    return District.objects.filter(pk__in=compared.values("district")).order_by("name", "pk")


def lists(rights: Rights, *, district: str, kind: IntakeKind) -> Lists:
    """Return what counts for a district; lists that were discarded do not. Two queries."""
    found = visible(Intake.objects.filter(kind=kind, district=district), rights)
    rows = found.exclude(state=IntakeState.DISCARDED).filter(listed__isnull=False)
    pairs = rows.order_by("listed", "-at", "-pk").distinct("listed").values_list("listed", "pk")
    newest = {int(service): intake for service, intake in pairs}
    used = Intake.objects.filter(pk__in=set(newest.values())).select_related("by")
    return Lists(district, newest, list(used.order_by("-at", "-pk")))


def missing(found: Lists, *, day: date, q: str = "") -> QuerySet[CoverageFact]:
    """Return a fact for each cell that is live here on the day while the list does not say so.

    q  part of a service's name, or the beginning of its key

    Only services count that the list speaks of anywhere: of others it says nothing.
    """
    there = Q(municipality__gone_on=None) | Q(municipality__gone_on__gt=day)
    live = known(day).filter(
        there, state=LIVE, municipality__district=found.district, service__in=list(found.newest)
    )
    listed = found.rows.filter(municipality=OuterRef("municipality"), service=OuterRef("service"))
    rows = live.filter(~Exists(listed)).filter(_named(q)).select_related("municipality", "service")
    return rows.order_by(*ORDER, "pk").distinct(*ORDER)


def unknown(found: Lists, *, day: date, q: str = "") -> QuerySet[IntakeRow]:
    """Return a row for each cell that the list calls online while it is not live here on the day."""
    live = known(day).filter(state=LIVE, municipality=OuterRef("municipality"), service=OuterRef("service"))
    rows = found.rows.filter(~Exists(live), municipality__isnull=False).filter(_named(q))
    return rows.select_related("municipality", "service").order_by(*ORDER, "pk").distinct(*ORDER)


def lines(found: Lists, rows: Sequence[CoverageFact | IntakeRow], *, day: date) -> list[Line]:
    """Return rows of either direction with what is known of their cells; one query."""
    places = {str(row.municipality_id) for row in rows}
    there = cells(sorted(places), sorted({row.service_id or 0 for row in rows}), day=day)
    by_key = {intake.pk: intake for intake in found.intakes}
    return [_line(row, there, by_key[found.newest[row.service_id or 0]]) for row in rows]


def _line(row: CoverageFact | IntakeRow, there: Mapping[tuple[str, int], Cell], intake: Intake) -> Line:
    assert row.municipality
    assert row.service
    cell = there.get((row.municipality.pk, row.service.pk))
    link = row.wanted.get("url", "") if isinstance(row, IntakeRow) else ""
    return Line(row.municipality, row.service, cell if cell and cell.state else None, link, intake)


def _named(q: str) -> Q:
    return Q(service__name__icontains=q) | Q(service__key__startswith="".join(q.split())) if q else Q()
