"""One page of a list. Rows are counted up to a limit only: a count never costs more than the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from stellwerk.access import Rights
from stellwerk.queries.lists.declared import Rows
from stellwerk.queries.lists.values import Row, paths
from stellwerk.queries.lists.wanted import Wanted, narrowed

COUNTED = 1000  # beyond this a page says "more than"
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
    rows, total, is_similar = _counted(it, rights, on)
    size, read = it.listing.size, paths(it.columns)
    number = max(1, min(number, FARTHEST))
    if total <= COUNTED:
        number = min(number, max(1, -(-total // size)))
    shown = _page(rows, read, number, size) if total else []
    if not shown and number > 1:
        number = COUNTED // size
        shown = _page(rows, read, number, size)
    has_later = len(shown) > size and number < FARTHEST
    return Found(it, read, shown[:size], number, total, has_later, is_similar)


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


def _counted(it: Wanted, rights: Rights, on: date) -> tuple[Rows, int, bool]:
    """Return the rows that fit, how many, and whether they only resemble what was searched for.

    Similar rows are looked for without an order, and then put in order: asked for both at once, PostgreSQL
    goes through the order and compares a million texts by the way. Of very many the page shows some.
    """
    rows = narrowed(it, rights, on=on)
    total = count(rows)
    if total or not it.q:
        return rows, total, False
    similar = narrowed(it, rights, on=on, is_similar=True).order_by()
    ids = list(similar.values_list("pk", flat=True)[: COUNTED + 1])
    return narrowed(replace(it, q=""), rights, on=on).filter(pk__in=ids), len(ids), bool(ids)


def _page(rows: Rows, read: Sequence[str], number: int, size: int) -> list[Row]:
    """Read one row more than a page has: it says whether there is another page."""
    start = (number - 1) * size
    return list(rows.values_list(*read)[start : start + size + 1])
