"""Entering coverage: from a day on, as one change, undone as a whole; refusals leave everything as it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from stellwerk.access import Rights
from stellwerk.actions._coverage import record
from stellwerk.actions.coverage import enter, expand, undo
from stellwerk.law.coverage import Entry
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageFact,
    CoverageSource,
    Municipality,
    Service,
)
from stellwerk.queries.coverage import cells, known
from tests.house.cases import BERLIN

AT = datetime(2026, 3, 2, 9, 41, tzinfo=BERLIN)
MARCH = date(2026, 3, 2)
BIRTH, BUILDING = "99027002012000", "99012008001000"
SINDELFINGEN, LEONBERG, AALEN = "08115045", "08115028", "08136088"
Refuses = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    for key, name in ((BIRTH, "Geburtsurkunde Ausstellung"), (BUILDING, "Baugenehmigung Erteilung")):
        Service.objects.get_or_create(key=key, defaults={"name": name, "source": "Test"})


def said(ags: str = SINDELFINGEN, key: str = BIRTH, state: str = "live", **more: Any) -> Entry:
    return Entry(**({"ags": ags, "service_key": key, "state": state, "valid_from": MARCH} | more))


def entered(rights: Rights, *entries: Entry, **more: Any) -> ChangeSet:
    values: dict[str, Any] = {
        "rights": rights,
        "at": AT,
        "district": "08115",
        "kind": ChangeSetKind.GRID,
        "title": "Raster",
        "source": CoverageSource.COORDINATOR,
        "confidence": Confidence.HIGH,
        "checked_on": MARCH,
    }
    return enter(entries, **(values | more))


def now(ags: str = SINDELFINGEN, key: str = BIRTH) -> list[tuple[str, str, str]]:
    """Return what is known of a cell now, in order: state, first day, first day after."""
    found = CoverageFact.objects.filter(municipality=ags, service__key=key, replaced_by=None)
    rows = found.order_by("channel", "valid_from").values_list("state", "valid_from", "valid_to")
    return [(state, str(start), str(end or "")) for state, start, end in rows]


def test_what_is_entered_holds_from_its_day_on(coordinator: Rights, verbs: Callable[[], list[str]]) -> None:
    change_set = entered(coordinator, said(), said(LEONBERG, state="planned", planned_on=date(2026, 7, 1)))

    assert now() == [("live", "2026-03-02", "")]
    assert now(LEONBERG) == [("planned", "2026-03-02", "")]
    assert (change_set.added, change_set.by, change_set.by_text) == (
        2,
        coordinator.person,
        coordinator.person.name,
    )
    assert verbs()[-1] == "enter_coverage"
    assert not known(date(2026, 3, 1)).filter(municipality=SINDELFINGEN, service__key=BIRTH).exists()


def test_what_held_before_is_cut_at_the_day(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2024, 1, 1)))

    entered(coordinator, said())

    assert now() == [("none", "2024-01-01", "2026-03-02"), ("live", "2026-03-02", "")]


def test_undo_brings_back_what_was_known(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2024, 1, 1)))
    before = now()
    change_set = entered(coordinator, said(), said(LEONBERG))

    undo(change_set.pk, rights=coordinator, at=AT)

    assert now() == before
    assert now(LEONBERG) == []
