"""Guards: a query without an order comes in a random one, and a template that asks for the unknown fails."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from django.db.models import QuerySet
from django.template import Origin, engines


@pytest.fixture(autouse=True, scope="session")
def _unordered_queries_come_in_random_order() -> Iterator[None]:
    fetch_all = QuerySet._fetch_all

    def shuffled(queryset: "QuerySet") -> None:  # type: ignore[type-arg]
        query = queryset.query
        if queryset._result_cache is None and not (queryset.ordered or query.combinator or query.distinct):
            query.add_ordering("?")
        fetch_all(queryset)

    QuerySet._fetch_all = shuffled
    yield
    QuerySet._fetch_all = fetch_all


class Unknown(str):
    """What a template shows for a name it does not know (Django puts it in): in our own, a failure."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        template = _template_in_work(sys._getframe(1))
        if "site-packages" not in Path(template).parts:
            raise AssertionError(f"{template} does not know {name}")
        return ""


@pytest.fixture(autouse=True, scope="session")
def _unknown_names_in_templates_fail() -> None:
    engines["django"].engine.string_if_invalid = Unknown("%s")


def _template_in_work(frame: FrameType | None) -> str:
    """Look up the call stack for the innermost template that is being rendered."""
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if isinstance(origin, Origin):
            return str(origin.name)
        frame = frame.f_back
    return "a template"
