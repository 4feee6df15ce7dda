"""A released run to ask about, and a way to have everything twice."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.db.models import Model

from stellwerk.models import Dispatch, Grant, Notice, Run, RunLine

M = TypeVar("M", bound=Model)


@pytest.fixture
def released(released_for_all: Run, db: None) -> Run:
    released_for_all.refresh_from_db()
    return released_for_all


@pytest.fixture
def double(released: Run) -> Callable[[], None]:
    """Give every grant a twin with post, holders, notices, amounts, line, letter and dispatch."""

    def doubled() -> None:
        for grant in list(Grant.objects.select_related("post").order_by("pk")):
            _twin(grant)

    return doubled


def _twin(grant: Grant) -> None:
    post = _copied(grant.post, number=f"{grant.post.number}-2")
    for occupancy in list(grant.post.occupancies.order_by("pk")):
        _copied(occupancy, post=post)
    twin = _copied(grant, post=post, file_number=f"{grant.file_number}-2")
    for line in RunLine.objects.filter(grant=grant):
        _copied(line, grant=twin)
    for notice in Notice.objects.filter(grant=grant).select_related("letter"):
        _copied_notice(notice, twin)


def _copied_notice(notice: Notice, grant: Grant) -> None:
    letter = _copied(notice.letter, grant=grant) if notice.letter else None
    tranches = list(notice.tranches.order_by("pk"))
    for dispatch in Dispatch.objects.filter(letter=notice.letter_id):
        _copied(dispatch, letter=letter, message_id=f"<twin-{dispatch.pk}@stellwerk.invalid>")
    copy = _copied(notice, grant=grant, letter=letter)
    for tranche in tranches:
        _copied(tranche, notice=copy)


def _copied(row: M, **changes: Any) -> M:
    copy = type(row)._default_manager.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy
