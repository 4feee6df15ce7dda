"""Questions to the database: written by Django's ORM once a process, afterwards only filled in.

The ORM needs longer to write most questions than PostgreSQL to answer them. Two questions have the same
shape when they differ in keys and days only. A shape is written with marks in their place. A mark stands for
nothing that is stored: one that stayed in by mistake finds no row, never somebody else's.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.postgresql.psycopg_any import Jsonb
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

M = TypeVar("M", bound=Model)
R = TypeVar("R")
Question = Callable[..., "QuerySet[M, R]"]
LONGEST = 20  # keys in a tuple; with more of them, a question is hardly asked twice
PLACE, PLACES = "%s", re.compile("%[s%]")
COUNTED = "SELECT count(*) FROM ({}) counted"
KEPT = 1000  # questions; those that nobody asks any more make room
FIRST_KEY, FIRST_DAY = 8_765_432_100_000_000_000, date(8765, 1, 1)
DISGUISED = re.compile("87654321|8765|«")  # a mark that the ORM has made something else of
_MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda place: FIRST_KEY + place,
    str: lambda place: f"«{place}»",
    date: lambda place: FIRST_DAY + timedelta(days=place),
    datetime: lambda place: datetime.combine(FIRST_DAY, time(), UTC) + timedelta(days=place),
    Decimal: lambda place: Decimal(FIRST_KEY + place),
}
KEYS = tuple(_MARKS)
_Cursor: Any = ServerBindingCursor  # its types are those of an older driver


class Shaped(ABC):
    """Something with many keys that a question depends on, as the rights of a person are."""

    __slots__ = ()

    @abstractmethod
    def taken_apart(self) -> tuple[Hashable, tuple[Any, ...]]:
        """Return what the words of a question depend on, and the keys that are filled in."""

    @classmethod
    @abstractmethod
    def put_together(cls, shape: Any, keys: Sequence[Any]) -> Any:
        """Return the thing of this shape with these keys."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Something that a question is written for, not filled in: with another value it is another question."""

    value: Hashable


@dataclass(frozen=True, slots=True)
class _Written:
    """A question with places to fill in; one without words finds nothing, whatever is filled in.

    params  what belongs there: marks, and what holds some
    """

    rows: "QuerySet[Any, Any]"
    compiler: SQLCompiler
    converters: Any
    sql: str
    params: tuple[Any, ...]
    marks: tuple[Any, ...]

    def filled(self, keys: Sequence[Any]) -> tuple[Any, ...]:
        known = dict(zip(self.marks, keys, strict=True))
        return tuple([_filled(one, known) for one in self.params])


def answers(question: "Question[M, R]", *values: Any) -> list[R]:
    """Return what ``question(*values)`` finds.

    question  a function of a module; the query it returns depends on nothing but the values
    values    keys, words, days, moments, amounts, tuples of them, and what is ``Shaped``: they are filled
              in; besides what is ``Fixed``, True, False and None, with which it may have other words
    """
    if any(isinstance(it, tuple) and len(it) > LONGEST for it in values):
        return list(question(*values))
    written, keys = _asked(question, values)
    if not written.sql:
        return []
    rows = _rows(written.rows.db, written.sql, written.filled(keys))
    compiler: Any = copy(written.compiler)
    compiler.connection = connections[written.rows.db]  # each thread has its own
    if compiler.has_extra_select:  # what distinct rows are put in order by comes along, and is no answer
        rows = [row[: compiler.col_count] for row in rows]
    compiler.execute_sql = lambda *_args, **_options: [rows]
    compiler.get_converters = lambda _columns: written.converters
    found = written.rows.all()
    found.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
    return list(found)


def first(question: "Question[M, R]", *values: Any) -> R | None:
    return next(iter(answers(question, *values)), None)


def count(question: "Question[M, R]", *values: Any) -> int:
    """Return how many rows ``question(*values)`` finds; its limit holds."""
    written, keys = _asked(question, values)
    if not written.sql:
        return 0
    (row,) = _rows(written.rows.db, COUNTED.format(written.sql), written.filled(keys))
    return int(row[0])


def _rows(database: str, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Ask; PostgreSQL, too, plans a question once a connection, if settings.DATABASES lets it."""
    connection: Any = connections[database]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection._prepare_cursor(_Cursor(connection.connection)) as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _asked(question: "Question[M, R]", values: Sequence[Any]) -> tuple[_Written, list[Any]]:
    parts = [_parts(value) for value in values]
    written = _written(question, tuple([(kind, shape, kinds) for kind, shape, kinds, _keys in parts]))
    return written, [key for *_rest, keys in parts for key in keys]


@lru_cache(KEPT)
def _written(
    question: "Question[Any, Any]", shapes: tuple[tuple[Any, Any, tuple[type, ...]], ...]
) -> _Written:
    marks: list[Any] = []
    connections[DEFAULT_DB_ALIAS].ensure_connection()
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse):
        rows = question(*[_marked(kind, shape, kinds, marks) for kind, shape, kinds in shapes])
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, params = _with_constants(compiler.as_sql(), marks)
    except EmptyResultSet:
        sql, params = "", ()
    shown = [one for one, *_rest in (compiler.select or [])]
    written = _Written(rows, compiler, compiler.get_converters(shown), sql, params, tuple(marks))
    if DISGUISED.search(f"{sql} {written.filled([None] * len(marks))}"):
        raise ValueError(f"not everything can be filled in: {sql}")
    return written


def _with_constants(question: tuple[str, Sequence[Any]], marks: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """Write into a question what never changes: PostgreSQL plans by it, an index of some rows for example."""
    (sql, params), known = question, dict.fromkeys(marks)
    changing = [_filled(one, known) is not one for one in params]
    words = iter([PLACE if it else _constant(one) for it, one in zip(changing, params, strict=True)])
    text = PLACES.sub(lambda found: next(words) if found.group() == PLACE else found.group(), sql)
    return text, tuple([one for it, one in zip(changing, params, strict=True) if it])


def _refuse(_execute: Any, sql: str, *_more: Any) -> None:
    raise ValueError(f"a question that asks while it is written would keep the answer: {sql}")


def _constant(value: Any) -> str:
    return Literal(value).as_string(connections[DEFAULT_DB_ALIAS].connection).replace("%", "%%")


def _parts(value: Any) -> tuple[Any, Any, tuple[type, ...], tuple[Any, ...]]:
    """Return the kind of a value, its shape, and kinds and values of its keys."""
    if value is None or value is True or value is False:
        return None, value, (), ()
    if isinstance(value, Fixed):
        return None, value.value, (), ()
    if isinstance(value, Shaped):
        shape, keys = value.taken_apart()
        return value.__class__, shape, tuple([type(it) for it in keys]), keys
    if isinstance(value, tuple):
        return tuple, None, tuple([type(it) for it in value]), value
    return value.__class__, None, (value.__class__,), (value,)


def _marked(kind: Any, shape: Any, kinds: Sequence[type], marks: list[Any]) -> Any:
    """Return a value of this kind with marks, which are added to those there are.

    KeyError: something is neither a key nor a word, a day or an amount.
    """
    if kind is None:
        return shape
    own = [_MARKS[one](len(marks) + place) for place, one in enumerate(kinds)]
    marks.extend(own)
    if kind is tuple:
        return tuple(own)
    return kind.put_together(shape, own) if issubclass(kind, Shaped) else own[0]


def _filled(param: Any, known: Mapping[Any, Any]) -> Any:
    """Return what is asked for in the place of a mark; whatever holds none, itself."""
    if isinstance(param, Jsonb):
        inner = _filled(param.obj, known)
        return param if inner is param.obj else Jsonb(inner, dumps=param.dumps)
    if isinstance(param, list):
        each = [_filled(one, known) for one in param]
        return param if all(one is before for one, before in zip(each, param, strict=True)) else each
    return known.get(param, param) if isinstance(param, KEYS) else param
