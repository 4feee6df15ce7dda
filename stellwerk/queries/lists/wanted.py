"""What a person wants to see of a list, read from its address; what makes no sense there is left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from stellwerk.access import Rights
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing, Rows
from stellwerk.queries.search import LONGEST, holding, resembling

SEARCH, SORT, COLUMN, PAGE = "q", "sort", "spalte", "seite"
DAYS = ("%Y-%m-%d", "%d.%m.%Y")
AMOUNT = re.compile(r"(?P<whole>\d{1,3}([.,]\d{3})+|\d+)([.,](?P<decimals>\d{1,2}))?", re.ASCII)
DIGITS = 10  # before the comma; more than any amount of ours has


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown of a list.

    choices  of each filter that offers some, for this person
    values   of the filters that narrow it: a key of a choice, a day or an amount
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
    """Return the rows that fit, in their order.

    is_similar  where a word is found in no row, rows in which one resembles it
    """
    rows = it.listing.rows(rights, on)
    for one in it.listing.filters:
        if one.key in it.values:
            rows = one.narrow(rows, it.values[one.key], on)
    if it.q:
        rows = (resembling if is_similar else holding)(rows, it.q, it.listing.search)
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
    if one.choices is None:
        return _amount(text) if one.typed is Kind.EURO else _day(text)
    return text if text and any(text == key for key, _label in choices[one.key]) else None


def _amount(text: str) -> Decimal | None:
    """Read an amount as people write it, in German or English: one or two digits at the end are cents."""
    found = AMOUNT.fullmatch("".join(text.replace("€", "").split()))
    if found is None:
        return None
    whole, decimals = found["whole"].replace(".", "").replace(",", ""), found["decimals"] or "0"
    return Decimal(f"{whole}.{decimals}") if len(whole) <= DIGITS else None


def _day(text: str) -> date | None:
    for spelling in DAYS:
        try:
            return datetime.strptime(text.strip(), spelling).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None
