"""Search that forgives typing errors: first what holds the words, else what resembles them.

PostgreSQL's own pg_trgm is not part of the embedded server, so a function of ours cuts texts into groups of
three letters; an ordinary index over such arrays finds them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import ceil
from operator import and_, or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, TextField, Value

WORDS = re.compile(r"[^a-z0-9]+")
SPELLING = str.maketrans("äöüßé", "aouse")
LIKE_ENOUGH = 0.4  # share of a word's trigrams that a text must have
SHORTEST = 4  # letters of a word in which a typing error is looked for
PARTS = 4  # at least, into which a word is cut
MOST = 1000  # related rows that a search follows
LONGEST = 100  # letters of what is searched for


class Trigrams(Func):
    """The trigrams of a text, as the index has them."""

    function = "stellwerk_trigrams"
    output_field = ArrayField(TextField())


class _Has(Func):
    """Does the index's array hold all of these?"""

    arg_joiner, template, output_field = " @> ", "%(expressions)s::text[]", BooleanField()


class _Shares(Func):
    """Does a text have at least so many of these trigrams?"""

    function, output_field = "stellwerk_shared_trigrams", BooleanField()
    template = "%(function)s(%(expressions)s::text[]) >= %(least)s"


@dataclass(frozen=True, slots=True)
class Related:
    """A field of another model: the rows that point to what is found there count as found."""

    path: str
    model: type[Model]
    field: str


@dataclass(frozen=True, slots=True)
class Searched:
    """Where a search looks.

    fields   of the model itself that have an index over their trigrams
    plain    paths without one; they must hold a word as it is, and every row is looked at
    related  fields of other models, with such an index
    """

    fields: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()


def holding(rows: QuerySet[Any, Any], q: str, where: Searched) -> QuerySet[Any, Any]:
    """Return the rows in which each word stands somewhere, just as it was typed."""
    words = q[:LONGEST].split()
    return rows.filter(reduce(and_, (_holds(word, where) for word in words))) if words else rows


def resembling(rows: QuerySet[Any, Any], q: str, where: Searched) -> QuerySet[Any, Any]:
    """Return the rows in which each word stands somewhere or one that resembles it."""
    words = WORDS.sub(" ", q[:LONGEST].lower().translate(SPELLING)).split()
    if not words:
        return rows.none()
    return rows.filter(reduce(and_, (_resembles(word, where) for word in words)))


def trigrams(text: str) -> list[str]:
    """Return the trigrams of a text, sorted; the database's function says the same."""
    words = WORDS.sub(" ", text.lower().translate(SPELLING)).split()
    return sorted({f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1)})


def _holds(word: str, where: Searched) -> Q:
    own = [_field_holds(field, word) for field in where.fields]
    plain = [Q(**{f"{path}__icontains": word}) for path in where.plain]
    related = [_points_to(it, _field_holds(it.field, word)) for it in where.related]
    return reduce(or_, [*own, *plain, *related])


def _resembles(word: str, where: Searched) -> Q:
    own = [_field_resembles(field, word) for field in where.fields]
    plain = [Q(**{f"{path}__icontains": word}) for path in where.plain]
    related = [_points_to(it, _field_resembles(it.field, word)) for it in where.related]
    return reduce(or_, [*own, *plain, *related])


def _points_to(related: Related, condition: Q) -> Q:
    """Ask the other model first: what points to a handful of keys is found by an index."""
    found = related.model._default_manager.filter(condition).order_by("pk")
    return Q(**{f"{related.path}__in": list(found.values_list("pk", flat=True)[:MOST])})


def _field_holds(field: str, word: str) -> Q:
    inner = [it for it in trigrams(word) if " " not in it]
    condition = Q(**{f"{field}__icontains": word})
    return _has_all(field, inner) & condition if inner else condition


def _field_resembles(field: str, word: str) -> Q:
    """One wrong letter spoils neighbouring trigrams only: two parts of the word are still whole.

    The index is asked for two parts at once, so that few rows are left to be compared letter by letter.
    The end of the word is left open: people type the beginning of a name.
    """
    own = [f"  {word}"[at : at + 3] for at in range(len(word))]
    if len(word) < SHORTEST:
        return _has_all(field, own)
    size = max(2, len(own) // PARTS)
    parts = [own[at : at + size] for at in range(0, len(own), size)]
    whole = (_has_all(field, [*one, *other]) for one, other in combinations(parts, 2))
    return reduce(or_, whole) & _is_like(field, sorted(set(own)))


def _has_all(field: str, wanted: Sequence[str]) -> Q:
    return Q(_Has(Trigrams(F(field)), Value(list(wanted))))


def _is_like(field: str, wanted: list[str]) -> Q:
    return Q(_Shares(Trigrams(F(field)), Value(wanted), least=ceil(len(wanted) * LIKE_ENOUGH)))
