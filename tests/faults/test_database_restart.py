"""The database is restarted, or crashes, in the middle of a run: nothing is lost, and nothing sent twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from config import embedded
from tests.faults.conftest import MAILS, Worker, eventually
from tests.faults.postbox import Postbox, serving
from tests.house.databases import address_of

Ready = Callable[..., list[Worker]]
NAME = "stellwerk"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a server of one's own."""
    place = tmp_path / "postgres"
    embedded.start(place, NAME)
    yield place
    embedded.stop(place)


@pytest.fixture
def database(released_database: str, folder: Path) -> str:
    """Return the address of a copy of the released run on that server."""
    address = f"postgresql://{embedded.SUPERUSER}@/{NAME}?host={embedded.socket_folder(folder)}"
    tools = embedded.binaries()
    dump = subprocess.Popen([tools / "pg_dump", address_of(released_database)], stdout=subprocess.PIPE)
    load = [tools / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", address]
    subprocess.run(load, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
    dump.communicate()
    assert dump.returncode == 0
    return address


def restart(folder: Path) -> None:
    embedded.stop(folder)  # open connections are cut
    embedded.start(folder, NAME)


def crash(folder: Path) -> None:
    os.kill(int((folder / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)
    time.sleep(0.3)
    embedded.start(folder, NAME)


@pytest.mark.parametrize("end", [restart, crash])
def test_a_worker_outlives_its_database(
    folder: Path, database: str, workers: Ready, end: Callable[[Path], None]
) -> None:
    postbox, restarts = Postbox(), []

    def as_a_mail_arrives(count: int) -> None:
        if count == 20:
            restarts.append(Thread(target=end, args=[folder]))
            restarts[0].start()

    postbox.as_the_content_arrives = as_a_mail_arrives
    with serving(postbox) as port:
        (worker,) = workers(1, database=database, smtp_port=port, STELLWERK_LEASE_SECONDS="4")
        worker.go()
        eventually(lambda: len(postbox.mails) >= MAILS, "the last mail")
        restarts[0].join()
        eventually(lambda: rows(database) == {"sent": MAILS}, "the last answer")

    assert worker.lives
    assert len(set(postbox.mails)) == MAILS
    assert postbox.repeats == 0


def rows(database: str) -> dict[str, int]:
    with psycopg.connect(database) as line:
        return dict(
            line.execute("SELECT state, count(*)::int FROM stellwerk_dispatch GROUP BY state").fetchall()
        )
