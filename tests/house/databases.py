"""The databases of the tests: one with the example that is always rolled back, and copies that are not."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql

from config import embedded
from config.database import NAME, is_embedded
from stellwerk.actions.example import load_example
from stellwerk.actions.facts import install_facts
from tests.house.environment import VAR

PREFIX = f"test_{NAME}"
FOLDER = VAR / "postgres"
NUMBERS = count(1)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Point Django at the tests' own server; two runs of the tests at once have a database each."""
    place = settings.DATABASES["default"]
    place.setdefault("TEST", {})["NAME"] = f"{PREFIX}_{os.getpid()}"
    if not is_embedded():
        yield
        return
    place["HOST"] = str(embedded.socket_folder(FOLDER))
    with _shared_server():
        _drop_what_dead_runs_left()
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Make the database with facts and example, or copy the one that another process of this run has made.

    Each test works on top of it and is rolled back.
    """
    own, pristine = settings.DATABASES["default"]["TEST"]["NAME"], _pristine()
    with django_db_blocker.unblock(), _one_after_the_other():
        is_there = _exists(pristine)
        if is_there:
            create_database(own)
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=is_there)
        if not is_there:
            install_facts()
            load_example(password=settings.DEMO_PASSWORD)
            connection.close()
            create_database(pristine, template=own)
    yield
    with django_db_blocker.unblock():
        if _owner() == os.getpid():
            drop_database(pristine)
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def kept_for_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what fixtures of a module store until its tests are done; each test still undoes its own."""
    whole = transaction.atomic()
    whole._from_testcase = True  # as in Django's TestCase: the actions' durable transactions fit inside
    with django_db_blocker.unblock(), whole:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Work in a copy of the database that really commits, for threads and processes; return its name."""
    name = create_database()
    with django_db_blocker.unblock(), connected_to(name):
        yield name
    drop_database(name)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let Django work in another database for a while."""
    place = connection.settings_dict
    before = place["NAME"]
    connection.close()
    place["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        place["NAME"] = before


def create_database(name: str = "", *, template: str = "") -> str:
    """Copy a database nobody is connected to, by default the untouched example; return the copy's name."""
    name = name or f"{PREFIX}_{os.getpid()}_{next(NUMBERS)}"
    query = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with server() as line:
        line.execute(query.format(sql.Identifier(name), sql.Identifier(template or _pristine())))
    return name


def _pristine() -> str:
    return f"{PREFIX}_{_owner()}_example"


def _owner() -> int:
    """Return whose the untouched example is: of a run of several processes, where the next run tidies up."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ and is_embedded() else os.getpid()


def _exists(name: str) -> bool:
    with server() as line:
        return line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


@contextmanager
def _one_after_the_other() -> Iterator[None]:
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "making").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield


def drop_database(name: str) -> None:
    with server() as line, suppress(psycopg.errors.InvalidCatalogName):
        line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def server() -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(address_of("postgres"), autocommit=True)


def address_of(name: str) -> str:
    """Return the DATABASE_URL of a database on the tests' server."""
    place = settings.DATABASES["default"]
    who = ":".join(quote(place[key]) for key in ("USER", "PASSWORD") if place.get(key))
    where = {key.lower(): str(place[key]) for key in ("HOST", "PORT") if place.get(key)}
    of_driver = ("prepare_threshold",)  # an address says what the server is told
    said = {key: value for key, value in place.get("OPTIONS", {}).items() if key not in of_driver}
    return f"postgresql://{who}@/{name}?{urlencode(where | said)}"


@contextmanager
def _shared_server() -> Iterator[None]:
    """Run the embedded server; the last run of the tests that uses it stops it."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "in_use").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_SH)
        embedded.start(FOLDER, embedded.SUPERUSER)
        _forget_durability()
        yield
        with suppress(BlockingIOError):
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            embedded.stop(FOLDER)


def _forget_durability() -> None:
    """Let the tests' server wait for no disk: what it holds is made anew; tests of crashes have their own."""
    with server() as line:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            line.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        line.execute("SELECT pg_reload_conf()")


def _drop_what_dead_runs_left() -> None:
    with server() as line:
        names = line.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}\\_%"])
        dead = [str(name) for (name,) in names if not _is_alive(int(str(name).split("_")[2]))]
    for name in dead:
        drop_database(name)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
