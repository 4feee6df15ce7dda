"""The cells of a row as values: a state becomes its word, everything else stays what it is."""

from collections.abc import Sequence
from typing import Any

from stellwerk.queries.lists.declared import Column, Kind


def cells(columns: Sequence[Column], row: Any) -> list[Any]:
    return [value(column, row) for column in columns]


def value(column: Column, row: Any) -> Any:
    found = column.value(row)
    return str(column.words[found]) if column.kind is Kind.STATE and found in column.words else found
