"""One page of a list. Rows are counted up to a limit only: a count never costs more than the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from stellwerk.access import Rights
from stellwerk.gateways import prepared
from stellwerk.gateways.prepared import Fixed
from stellwerk.queries.lists.declared import Rows
from stellwerk.queries.lists.values import Row, paths
from stellwerk.queries.lists.wanted import Wanted, narrowed

COUNTED = 1000  # beyond this a page says "more than"
Counted = tuple[int, bool, Callable[[int], Sequence[Row]]]
Kept = tuple[Any, ...]  # what the words of a list's questions depend on
FARTHEST = 400  # pages; whoever looks for more narrows the list or takes it along


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list.

    read        what was read of each row, in this order
    total       how many rows there are, at most COUNTED + 1
    is_similar  nothing holds what was searched for; these rows resemble it
    """

    wanted: Wanted
    read: Sequence[str]
    rows: Sequence[Row]
    number: int
    total: int
    has_later: bool
    is_similar: bool

    @property
    def is_more(self) -> bool:
        return self.total > COUNTED

    @property
    def pages(self) -> int | None:
        """Return how many pages there are, as far as that is known."""
        return None if self.is_more else -(-self.total // self.wanted.listing.size)


def found(it: Wanted, rights: Rights, *, on: date, number: int = 1) -> Found:
    """Return a page; a number that does not exist leads to the nearest one that does."""
    total, is_similar, page = (_searched if it.q else _listed)(it, rights, on)
    size = it.listing.size
    number = max(1, min(number, FARTHEST))
    if total <= COUNTED:
        number = min(number, max(1, -(-total // size)))
    shown = page(number) if total else []
    if not shown and number > 1:
        number = COUNTED // size
        shown = page(number)
    has_later = len(shown) > size and number < FARTHEST
    return Found(it, paths(it.columns), shown[:size], number, total, has_later, is_similar)


def count(rows: Rows) -> int:
    """Return how many rows there are, at most COUNTED + 1."""
    return rows.order_by()[: COUNTED + 1].count()


def all_rows(it: Wanted, rights: Rights, *, on: date) -> tuple[Rows, int]:
    """Return every row of a list, as its pages show them, and how many they are."""
    rows = narrowed(it, rights, on=on)
    total = rows.order_by().count()
    if not total and it.q:
        rows = narrowed(it, rights, on=on, is_similar=True)
        total = rows.order_by().count()
    return rows, total


def _listed(it: Wanted, rights: Rights, on: date) -> Counted:
    """Return how many rows there are, whether they only resemble what was searched for, and any page."""
    kind = Fixed((it.listing, it.columns, tuple(it.values.items()), it.sort, on))
    total = prepared.count(_numbers, kind, rights)
    return total, False, lambda number: prepared.answers(_rows, kind, rights, Fixed(number))


def _narrowed(kind: Kept, rights: Rights) -> Rows:
    listing, columns, values, sort, on = kind
    return narrowed(Wanted(listing, columns, {}, dict(values), "", sort), rights, on=on)


def _numbers(kind: Kept, rights: Rights) -> Rows:
    return _narrowed(kind, rights).order_by().values("pk")[: COUNTED + 1]


def _rows(kind: Kept, rights: Rights, number: int) -> Rows:
    listing, columns, *_rest = kind
    return _page(_narrowed(kind, rights), paths(columns), number, listing.size)


def _searched(it: Wanted, rights: Rights, on: date) -> Counted:
    """Return the same of rows that hold what somebody typed; else of those that resemble it.

    Similar rows are looked for without an order, and then put in order: asked for both at once, PostgreSQL
    goes through the order and compares a million texts by the way. Of very many the page shows some.
    """
    rows = narrowed(it, rights, on=on)
    total, is_similar = count(rows), False
    if not total:
        similar = narrowed(it, rights, on=on, is_similar=True).order_by()
        ids = list(similar.values_list("pk", flat=True)[: COUNTED + 1])
        rows, total = narrowed(replace(it, q=""), rights, on=on).filter(pk__in=ids), len(ids)
        is_similar = bool(ids)
    read, size = paths(it.columns), it.listing.size
    return total, is_similar, lambda number: list(_page(rows, read, number, size))


def _page(rows: Rows, read: Sequence[str], number: int, size: int) -> Rows:
    """Return one row more than a page has: it says whether there is another page."""
    start = (number - 1) * size
    return rows.values_list(*read)[start : start + size + 1]
