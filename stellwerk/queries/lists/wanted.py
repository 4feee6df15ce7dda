"""What a person wants to see of a list, read from its address; what makes no sense there is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from stellwerk.access import Rights
from stellwerk.queries.lists.declared import Choices, Column, Filter, Listing, Rows
from stellwerk.queries.search import LONGEST, holding, resembling

SEARCH, SORT, COLUMN, PAGE = "q", "sort", "spalte", "seite"
DAYS = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown of a list.

    choices  of each filter that offers some, for this person
    values   of the filters that narrow it: a key of a choice, or a day
    sort     a column and whether from the end
    """

    listing: Listing
    columns: tuple[Column, ...]
    choices: Mapping[str, Choices]
    values: Mapping[str, Any]
    q: str
    sort: tuple[Column, bool] | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.values)


def wanted(listing: Listing, address: QueryDict, rights: Rights) -> Wanted:
    choices = {it.key: tuple(it.choices(rights)) for it in listing.filters if it.choices}
    values = {it.key: value for it in listing.filters if (value := _value(it, address, choices)) is not None}
    return Wanted(
        listing,
        columns=_columns(listing, address.getlist(COLUMN)),
        choices=choices,
        values=values,
        q=address.get(SEARCH, "").replace("\0", "").strip()[:LONGEST],
        sort=_sort(listing, address.get(SORT, "")),
    )


def kept(address: QueryDict) -> str:
    """Return the address without its page: what a saved view and an export remember."""
    copy = address.copy()
    for key in (PAGE, "csrfmiddlewaretoken"):
        copy.pop(key, None)
    for key in [key for key in copy if not any(copy.getlist(key))]:
        del copy[key]
    return copy.urlencode()


def narrowed(it: Wanted, rights: Rights, *, on: date, is_similar: bool = False) -> Rows:
    """Return the rows that fit, in their order, with what the chosen columns need.

    is_similar  where a word is found in no row, rows in which one resembles it
    """
    rows = it.listing.rows(rights, on)
    for one in it.listing.filters:
        if one.key in it.values:
            rows = one.narrow(rows, it.values[one.key], on)
    if it.q:
        rows = (resembling if is_similar else holding)(rows, it.q, it.listing.search)
    related = {path for column in it.columns for path in column.related}
    if related:
        rows = rows.select_related(*sorted(related))
    return rows.order_by(*_order(it))


def _order(it: Wanted) -> Sequence[str]:
    if it.sort is None:
        return it.listing.order
    column, is_backwards = it.sort
    mark = "-" if is_backwards else ""
    return [*(f"{mark}{path}" for path in column.sort), f"{mark}pk"]


def _columns(listing: Listing, keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns that were chosen, in the order of the list; the first one is always there."""
    chosen = set(keys) & {column.key for column in listing.columns}
    first, *others = listing.columns
    return (first, *(it for it in others if (it.key in chosen if chosen else it.is_shown)))


def _sort(listing: Listing, text: str) -> tuple[Column, bool] | None:
    column = listing.column(text.removeprefix("-"))
    return (column, text.startswith("-")) if column and column.sort else None


def _value(one: Filter, address: QueryDict, choices: Mapping[str, Choices]) -> Any:
    text = address.get(one.key, "")
    if one.is_day:
        return _day(text)
    return text if text and any(text == key for key, _label in choices[one.key]) else None


def _day(text: str) -> date | None:
    for spelling in DAYS:
        try:
            return datetime.strptime(text.strip(), spelling).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None
