"""A released run to break rules on, and a way to try it."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from stellwerk.models import Run

M = TypeVar("M", bound=Model)


@pytest.fixture
def released(released_for_all: Run, db: None) -> Run:
    released_for_all.refresh_from_db()
    return released_for_all


@pytest.fixture
def stored(released: Run) -> Callable[..., Model]:
    """Return the oldest row of a model that fits."""
    return lambda model, **fits: model._default_manager.filter(**fits).order_by("pk")[0]


@pytest.fixture
def breaks() -> Callable[..., None]:
    """Expect that the database refuses a statement with these words; a trigger says them or a constraint."""

    def refused(words: str, statement: str, *values: Any) -> None:
        with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    return refused


@pytest.fixture
def copy_breaks() -> Callable[..., None]:
    """Expect that the database refuses a copy of a row with some values changed."""

    def refused(words: str, row: Model, **changes: Any) -> None:
        row.pk, row._state.adding = None, True
        for name, value in changes.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            row.save(force_insert=True)

    return refused
