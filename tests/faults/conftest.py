"""A released run in a database of its own, workers that can be killed, and what must come of it all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from stellwerk.actions.deliveries import attachments
from stellwerk.management.delivery import setter
from stellwerk.models import Attempt, Dispatch, DispatchState, LetterFile, Run, RunState
from tests.faults.postbox import Postbox
from tests.house.cases import released_run
from tests.house.databases import address_of, connected_to, create_database, drop_database
from tests.house.environment import FONTS, OWN, REPOSITORY

LETTERS, MAILS = 36, 73  # what the run sends: 32 notices, a circular to 38 offices, three questions
PATIENCE_SECONDS = 60  # only a failure takes so long


@pytest.fixture(scope="session")
def released_database(django_db_setup: None, django_db_blocker: Any, fonts: Path) -> Iterator[str]:
    """Return a database with a released run of which nothing is sent, to make copies of."""
    with django_db_blocker.unblock():
        name = create_database()
        with connected_to(name):
            released_run()
    yield name
    drop_database(name)


@pytest.fixture(scope="session")
def typeset_database(released_database: str, django_db_blocker: Any) -> Iterator[str]:
    """Return the same with all letters typeset, for tests that are not about that."""
    name = create_database(template=released_database)
    with django_db_blocker.unblock(), connected_to(name):
        waiting = Dispatch.objects.select_related("letter__addressee").order_by("pk")
        attachments(list(waiting), typesetter=setter(), at=timezone.now())
    yield name
    drop_database(name)


@pytest.fixture
def typeset_outbox(typeset_database: str, django_db_blocker: Any) -> Iterator[str]:
    """Work in a copy of the database with typeset letters; return its name."""
    name = create_database(template=typeset_database)
    with django_db_blocker.unblock(), connected_to(name):
        yield name
    drop_database(name)


@pytest.fixture
def outbox(released_database: str, django_db_blocker: Any) -> Iterator[str]:
    """Work in a copy of it; return its name."""
    name = create_database(template=released_database)
    with django_db_blocker.unblock(), connected_to(name):
        yield name
    drop_database(name)


class Worker:
    """A process that stands ready, then delivers until it is ended or killed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "worker.py")],
            cwd=REPOSITORY, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def go(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"
        self.process.stdin.write(b"go\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def workers() -> Iterator[Callable[..., list[Worker]]]:
    """Return a way to have some workers stand ready; all are ended with the test."""
    made: list[Worker] = []

    def ready(count: int, *, database: str, smtp_port: int, **environment: str) -> list[Worker]:
        given = settings_of(database, smtp_port) | environment
        new = [Worker(given) for _ in range(count)]
        made.extend(new)
        return new

    yield ready
    for worker in made:
        worker.end()


def settings_of(database: str, smtp_port: int) -> dict[str, str]:
    """Return the environment of a process of its own that works in a database of the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database if "://" in database else address_of(database),
        "STELLWERK_VAR": str(OWN),
        "STELLWERK_FONTS": str(FONTS),
        "MAIL_ALLOWED": ".invalid",
        "SMTP_PORT": str(smtp_port),
        "SMTP_TIMEOUT_SECONDS": "5",
        "PYTHONPATH": str(REPOSITORY),
    }


def time_passes() -> None:
    """Let every pause and every lease be over."""
    Dispatch.objects.exclude(state=DispatchState.SENT).update(next_attempt_at=timezone.now())


def is_done() -> bool:
    """Say whether a worker has noted that every letter is out."""
    return Run.objects.get().state == RunState.SENT


def eventually(happens: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happens():
        assert time.monotonic() < deadline, f"{what} did not happen in {PATIENCE_SECONDS} seconds"
        time.sleep(0.02)


def everything_is_sent_once(postbox: Postbox, *, repeats: int = 0) -> None:
    """Check the server against the rows: nothing lost, nothing foreign, no more repeats than allowed."""
    rows = dict(Dispatch.objects.values_list("message_id", "address"))
    assert Dispatch.objects.filter(state=DispatchState.SENT, sent_at__isnull=False).count() == MAILS
    assert dict(postbox.mails) == rows
    assert len(rows) == MAILS
    assert postbox.repeats <= repeats
    assert LetterFile.objects.count() == LETTERS
    assert Attempt.objects.filter(outcome="Accepted").count() == MAILS
    assert Run.objects.get().state == RunState.SENT
