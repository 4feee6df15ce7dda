"""Where the value of each column stands in a row of what was read; found out once for all rows."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from stellwerk.queries.lists.declared import Column, Kind

Row = Sequence[Any]
Value = Callable[[Row], Any]
NUMBER = "pk"  # is read of every row, first


def paths(columns: Iterable[Column]) -> tuple[str, ...]:
    """Return what is read of a row, each path once; the row's number comes first."""
    return tuple(dict.fromkeys([NUMBER, *(path for column in columns for path in column.read)]))


def value(column: Column, read: Sequence[str]) -> Value:
    """Return what finds the value of a column in a row.

    read  the paths in the order in which a row has them
    """
    places = [read.index(path) for path in column.paths]
    found, made = itemgetter(*places), column.made
    if made is None:
        return found
    if len(places) == 1:
        return lambda row: made(found(row))
    return lambda row: made(*found(row))


def said(column: Column, read: Sequence[str]) -> Value:
    """Return what finds the value of a column, a state as its word in the language of now."""
    found = value(column, read)
    if column.kind is not Kind.STATE:
        return found
    words = {key: str(word) for key, word in column.words.items()}

    def word(row: Row) -> Any:
        key = found(row)
        return words.get(key, key)

    return word


def cells(columns: Sequence[Column], read: Sequence[str]) -> Callable[[Row], list[Any]]:
    """Return what turns a row into the values of its columns."""
    each = [said(column, read) for column in columns]
    return lambda row: [one(row) for one in each]
