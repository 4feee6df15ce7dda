"""Programmes, their budget, and where their posts stand on the map."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.law.money import ZERO, exact
from stellwerk.models import BudgetYear, District, Grant, Occupancy, Post, Programme, Run, RunYear, Terms
from stellwerk.queries.states import committed_by_year


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Euro of one budget year; ``added`` is what an open run would add."""

    year: int
    appropriation: Decimal
    commitment_authority: Decimal
    committed: Decimal
    added: Decimal
    is_example: bool

    @property
    def left(self) -> Decimal:
        return self.appropriation - self.committed - self.added


@dataclass(frozen=True, slots=True)
class Tile:
    """One district on the tile map. status: filled, vacant, returned or absent."""

    district: District
    status: str
    grant_id: int | None


def programmes(rights: Rights) -> QuerySet[Programme]:
    counted = visible(Programme.objects.all(), rights).annotate(grant_count=Count("grants"))
    return counted.select_related("authority").order_by("name", "pk")


def programme(rights: Rights, slug: str) -> Programme:
    """Return a programme with its terms, newest first.

    Http404: there is none, or it is none of the person's business.
    """
    terms = Prefetch("terms", Terms.objects.order_by("-number"))
    found = visible(Programme.objects.all(), rights).select_related("authority", "letterhead")
    return get_object_or_404(found.prefetch_related(terms), slug=slug)


def goals_of(programme: Programme) -> str:
    """Return the goals of a programme and its indicators with their targets, one a line, as letters do."""
    rows = programme.indicators.order_by("key").values_list("label", "target", "unit")
    lines = [f"{label}: {exact(target, 0)} {unit}" for label, target, unit in rows]
    return "\n".join([line for line in programme.goals.splitlines() if line.strip()] + lines)


def budget(programme: Programme, *, run: Run | None = None) -> list[BudgetRow]:
    committed = committed_by_year(programme)
    added = dict(RunYear.objects.filter(run=run).values_list("year", "added")) if run else {}
    return [
        BudgetRow(
            year=row.year,
            appropriation=row.appropriation,
            commitment_authority=row.commitment_authority,
            committed=committed.get(row.year, ZERO),
            added=added.get(row.year, ZERO),
            is_example=row.is_example,
        )
        for row in BudgetYear.objects.filter(programme=programme).order_by("year")
    ]


def filled(on: date) -> Exists:
    """Say, for a query of posts, whether somebody holds the post on that day."""
    current = Q(ends_on=None) | Q(ends_on__gt=on)
    return Exists(Occupancy.objects.filter(current, post=OuterRef("pk"), starts_on__lte=on))


def tiles(programme: Programme, *, on: date) -> list[Tile]:
    """Return every district once, with the status of its post on that day."""
    posts = Post.objects.filter(programme=programme, employer__district__isnull=False)
    rows = posts.annotate(is_filled=filled(on)).values_list(
        "employer__district_id", "returned_on", "is_filled", "pk"
    )
    status = {
        district: (_status(returned, is_filled, on), post) for district, returned, is_filled, post in rows
    }
    grants = dict(Grant.objects.filter(programme=programme).order_by("pk").values_list("post_id", "pk"))
    return [
        Tile(district, *_tile(status.get(district.ags), grants))
        for district in District.objects.order_by("tile_row", "tile_col")
    ]


def _status(returned_on: date | None, is_filled: bool, on: date) -> str:
    if returned_on is not None and returned_on <= on:
        return "returned"
    return "filled" if is_filled else "vacant"


def _tile(found: tuple[str, int] | None, grants: dict[int, int]) -> tuple[str, int | None]:
    return (found[0], grants.get(found[1])) if found else ("absent", None)
