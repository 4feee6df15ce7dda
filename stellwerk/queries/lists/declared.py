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
Narrow = Callable[[Rows, Any, date], Rows]
ROWS = 50  # on a page, unless a list says otherwise


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


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a list. Rows are read as plain values, no objects: long lists cost little.

    paths    what is read of a row for it
    made     makes the value of what was read; None: it is the only thing read; of a state its key
    sort     paths to order by; none where people cannot sort by it
    words    of a state: the word for each key
    link     name of the page that the cell leads to, and the path to its number
    is_german  the cell's text is German in every language of the page
    example  path to what says that the row holds example values
    """

    key: str
    label: Label
    paths: tuple[str, ...]
    kind: Kind = Kind.TEXT
    made: Callable[..., Any] | None = None
    sort: tuple[str, ...] = ()
    words: Mapping[str, Label] = field(default_factory=dict)
    link: tuple[str, str] | None = None
    is_german: bool = False
    is_shown: bool = True  # as long as nobody chooses
    example: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in (Kind.EURO, Kind.NUMBER)

    @property
    def read(self) -> tuple[str, ...]:
        """Return everything that is read for its cell on a page."""
        beside = [self.link[1]] if self.link else []
        return (*self.paths, *beside, *([self.example] if self.example else []))


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """One filter of a list.

    choices  what may be chosen, for a person's rights; None where something is typed
    typed    what is typed: a day or an amount in euro
    narrow   rows, value and today → rows; the value is a key of a choice, a day or an amount
    is_more  is offered among further filters, not at once
    """

    key: str
    label: Label
    narrow: Narrow
    choices: Callable[[Rights], Choices] | None = None
    typed: Kind = Kind.DAY
    is_more: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """One list.

    key      names it in addresses and in what is stored
    route    name of its page
    verb     what a person must be allowed to do to see it
    rows     what a person may see of it, on a day
    order    of the rows as long as nobody sorts; ends with a unique path
    counted  a sentence that says how many were found
    size     rows on a page
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
    size: int = ROWS

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)
