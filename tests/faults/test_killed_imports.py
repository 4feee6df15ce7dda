"""Imports killed half way, and two people at one cell in the same moment: all or nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from stellwerk.access import Rights
from stellwerk.actions.intakes import apply_intake, bring
from stellwerk.law.working import Refused
from stellwerk.models import ChangeSet, CoverageFact, Intake, IntakeKind, IntakeRow, Municipality
from stellwerk.queries.sheets import Typed
from tests.faults.conftest import eventually
from tests.house.cases import ASKED_AT, person
from tests.house.databases import address_of, server
from tests.house.intakes import DISTRICT, WOHNGELD

WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"


@pytest.fixture
def by(own_database: str) -> Rights:
    return person("koordination")


@contextmanager
def the_journal_is_held(name: str) -> Iterator["psycopg.Connection[Any]"]:
    """Let everybody wait at the last step, when all else is written but not committed; watch who does."""
    with psycopg.connect(address_of(name)) as line, server() as watch:
        line.execute("LOCK TABLE stellwerk_journalentry IN EXCLUSIVE MODE")
        yield watch
        line.rollback()


def in_the_background(work: Callable[[], Any]) -> Future[Any]:
    def once() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return ThreadPoolExecutor(1).submit(once)


def kill_whoever_waits(name: str, line: "psycopg.Connection[Any]") -> None:
    eventually(lambda: bool(line.execute(WAITING, [name]).fetchall()), "somebody who waits")
    for (pid,) in line.execute(WAITING, [name]).fetchall():
        line.execute("SELECT pg_terminate_backend(%s)", [pid])


def brought(by: Rights, state: str = "l") -> Intake:
    places = Municipality.objects.filter(district=DISTRICT).order_by("ags")
    rows = [
        Typed(number, {"place": place.ags, "service": WOHNGELD, "state": state})
        for number, place in enumerate(places, start=2)
    ]
    return bring(rows, rights=by, at=ASKED_AT, district=DISTRICT, kind=IntakeKind.FILE, title="Rückmeldungen")


def counts() -> tuple[int, int, int, int]:
    return tuple(it.objects.count() for it in (Intake, IntakeRow, ChangeSet, CoverageFact))  # type: ignore[return-value]


def test_an_import_killed_while_it_reads_leaves_nothing(own_database: str, by: Rights) -> None:
    with the_journal_is_held(own_database) as line:
        reading = in_the_background(lambda: brought(by))
        kill_whoever_waits(own_database, line)
        with pytest.raises(OperationalError):
            reading.result(timeout=60)

    assert counts() == (0, 0, 0, 0)


def test_an_import_killed_while_it_is_applied_can_be_applied_again(own_database: str, by: Rights) -> None:
    intake = brought(by)
    before = counts()
    with the_journal_is_held(own_database) as line:
        applying = in_the_background(lambda: apply_intake(intake.pk, rights=by, at=ASKED_AT))
        kill_whoever_waits(own_database, line)
        with pytest.raises(OperationalError):
            applying.result(timeout=60)

    assert counts() == before

    assert apply_intake(intake.pk, rights=by, at=ASKED_AT).added == intake.rows.count()


def test_of_two_at_one_cell_in_the_same_moment_one_is_told(own_database: str, by: Rights) -> None:
    intakes = [brought(by, state) for state in ("l", "k")]
    with the_journal_is_held(own_database) as line:
        both = [
            in_the_background(lambda pk=intake.pk: apply_intake(pk, rights=by, at=ASKED_AT))
            for intake in intakes
        ]
        eventually(lambda: len(line.execute(WAITING, [own_database]).fetchall()) == 2, "two who wait")

    outcomes = [type(one.exception(timeout=60)) for one in both]

    assert sorted(outcomes, key=str) == sorted([type(None), Refused], key=str)
    assert ChangeSet.objects.count() == 1
    assert len(set(CoverageFact.objects.values_list("state", flat=True))) == 1
