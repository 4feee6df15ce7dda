"""Imports killed half way, and two people at one cell in the same moment: all or nothing."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from stellwerk.access import Rights
from stellwerk.actions.geometry import import_geometry
from stellwerk.actions.intakes import apply_intake, bring
from stellwerk.actions.online_services import import_online_services
from stellwerk.actions.reforms import Successor, reform
from stellwerk.actions.services import import_catalogue
from stellwerk.actions.snapshots import import_coverage
from stellwerk.actions.town_halls import import_town_halls
from stellwerk.gateways.warehouse import current
from stellwerk.law.reforms import ReformKind
from stellwerk.law.working import Refused
from stellwerk.models import (
    ChangeSet,
    CoverageFact,
    Intake,
    IntakeKind,
    IntakeRow,
    LayerKind,
    Municipality,
)
from stellwerk.queries.sheets import Typed
from stellwerk.queries.warehouse import store
from tests.faults.conftest import eventually, settings_of
from tests.house.cases import ASKED_AT, everything, person
from tests.house.databases import address_of, server
from tests.house.environment import REPOSITORY
from tests.house.intakes import DISTRICT, WOHNGELD
from tests.house.warehouse import warehouse_folder  # noqa: F401

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


def catalogue(folder: Path) -> None:
    file = folder / "leika.csv"
    file.write_text("leika_key,name\n99123456789012,Bienenhaltung Anzeige\n", encoding="utf-8")
    import_catalogue([file], rights=None, at=ASKED_AT, is_complete=False)


def online_services(folder: Path) -> None:
    rows = f"Onlinedienst;Art;LeiKa-Schlüssel\nWohngeld digital;EfA;{WOHNGELD}\n"
    import_online_services(rows.encode(), name="liste.csv", rights=None, at=ASKED_AT)


def outlines(folder: Path) -> None:
    ring = [[9.0, 48.0], [9.1, 48.0], [9.1, 48.1], [9.0, 48.1], [9.0, 48.0]]
    about = {"type": "Feature", "properties": {"AGS": "08115"}}
    one = about | {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    file = folder / "umrisse.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}), encoding="utf-8")
    how: dict[str, Any] = {"source": "Test", "licence": "", "as_of": None, "by": None, "at": ASKED_AT}
    import_geometry(file, kind=LayerKind.DISTRICTS, **how)


def merger(folder: Path) -> None:
    new = [Successor("08115999", "Neustadt")]
    reform(ReformKind.MERGE, ["08115028", "08115045"], new, day=date(2024, 4, 1), by=None, at=ASKED_AT)


def addresses(folder: Path) -> None:
    rows = [["Leonberg", "amt@leonberg.invalid"], ["Sindelfingen", "amt@sindelfingen.invalid"]]
    import_town_halls(rows, rights=person("koordination"), at=ASKED_AT, district=DISTRICT)


@pytest.mark.parametrize("work", [catalogue, online_services, outlines, merger, addresses])
def test_whatever_else_is_imported_and_killed_leaves_nothing_and_is_done_again(
    own_database: str, tmp_path: Path, work: Callable[[Path], None]
) -> None:
    before = everything()
    with the_journal_is_held(own_database) as line:
        doing = in_the_background(lambda: work(tmp_path))
        kill_whoever_waits(own_database, line)
        with pytest.raises(OperationalError):
            doing.result(timeout=60)

    assert everything() == before

    work(tmp_path)
    assert everything() != before


# All files are written by then; what is left is to say that they count.
HALTED = """
import sys, time
from datetime import date, datetime, UTC
from pathlib import Path
import django
django.setup()
from stellwerk.actions import snapshots
def halt(*_what, **_more):
    print("ready", flush=True)
    time.sleep(600)
snapshots.switch = halt
snapshots.import_coverage(Path(sys.argv[1]), day=date(2026, 1, 1), at=datetime.now(UTC))
"""


def test_a_file_of_the_country_killed_before_it_counts_leaves_the_snapshot_before(
    own_database: str,
    tmp_path: Path,
    warehouse_folder: Path,  # noqa: F811
) -> None:
    file, head = tmp_path / "land.csv", "ags,service_key,state\n"
    file.write_text(f"{head}08115001,{WOHNGELD},none\n", encoding="utf-8")
    import_coverage(file, day=date(2026, 1, 1), at=ASKED_AT)
    before = current(store())
    file.write_text(f"{head}08115001,{WOHNGELD},live\n08115003,{WOHNGELD},live\n", encoding="utf-8")

    environment = settings_of(own_database, smtp_port=9) | {"WAREHOUSE": str(warehouse_folder)}
    command = [sys.executable, "-c", HALTED, str(file)]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == b"ready\n"
        importing.kill()

    assert current(store()) == before
    import_coverage(file, day=date(2026, 1, 1), at=ASKED_AT)
    now = current(store())
    assert now is not None
    assert now.rows == 2
