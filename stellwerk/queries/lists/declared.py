"""What a list consists of: columns, filters and a search. The web shows it, a worker writes it to a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from stellwerk.access import Rights, Verb
from stellwerk.queries.search import Searched

Label = str | Promise
Rows = QuerySet[Any, Any]
Choices = Sequence[tuple[str, Label]]


class Kind(StrEnum):
    """How a value looks; a file keeps numbers and days as such."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    EURO = "euro"
    NUMBER = "number"
    STATE = "state"  # a key with a word and a badge
    CODE = "code"  # what programs say to each other
    HASH = "hash"  # a page shows its beginning


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    value    what a row says here; of a state its key
    sort     paths to order by; none where people cannot sort by it
    related  paths that are read along with the row when this column is shown
    words    of a state: the word for each key
    link     name and number of the page that the cell leads to
    is_german  the cell's text is German in every language of the page
    """

    key: str
    label: Label
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    sort: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    words: Mapping[str, Label] = field(default_factory=dict)
    link: Callable[[Any], tuple[str, int] | None] | None = None
    is_german: bool = False
    is_shown: bool = True  # as long as nobody chooses

    @property
    def is_numeric(self) -> bool:
        return self.kind in (Kind.EURO, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list.

    choices  what may be chosen, for a person's rights; None where a day is typed
    narrow   rows, value and today → rows; the value is a key of a choice or a day
    """

    key: str
    label: Label
    narrow: Callable[[Rows, Any, date], Rows]
    choices: Callable[[Rights], Choices] | None = None

    @property
    def is_day(self) -> bool:
        return self.choices is None


@dataclass(frozen=True, slots=True)
class Listing:
    """One list.

    key      names it in addresses and in what is stored
    route    name of its page
    verb     what a person must be allowed to do to see it
    rows     what a person may see of it, on a day
    order    of the rows as long as nobody sorts; ends with a unique path
    counted  a sentence that says how many were found
    """

    key: str
    title: Label
    route: str
    verb: Verb
    model: type[Model]
    rows: Callable[[Rights, date], Rows]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    search_label: Label
    search: Searched
    order: tuple[str, ...]
    counted: Callable[[int], str]
    nothing: Label

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)
