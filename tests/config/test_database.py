"""Where the data lives: a server of one's own by its address, else one in a folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.database import databases
from config.env import SettingError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of a running server that nobody else uses."""
    place = tmp_path_factory.mktemp("server") / "postgres"
    embedded.start(place, "stellwerk")
    yield place
    embedded.stop(place)


def test_the_address_of_a_server_becomes_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgres://eva:p%40ss@db.amt.invalid:5433/stellwerk?sslmode=verify-full"
    )

    settings = databases()["default"]

    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"]) == ("eva", "p@ss")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.amt.invalid", "5433", "stellwerk")
    assert settings["OPTIONS"] == {"sslmode": "verify-full", "prepare_threshold": 0}


def test_a_pool_that_knows_no_prepared_statements_is_spared_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STELLWERK_PREPARED_STATEMENTS", "no")

    assert databases()["default"]["OPTIONS"] == {"prepare_threshold": None}


def test_a_socket_can_be_named_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///stellwerk?host=/run/postgresql")

    settings = databases()["default"]

    assert (settings["HOST"], settings["NAME"]) == ("/run/postgresql", "stellwerk")


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("mysql://host/stellwerk", "must begin with postgres://"),
        ("postgres://host", "must end with the name of a database"),
        ("postgres://host:many/stellwerk", "has a port that is not a number"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, complaint: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(SettingError, match=complaint):
        databases()


def test_without_an_address_the_server_in_the_folder_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL_FILE", raising=False)

    settings = databases()["default"]

    assert (settings["NAME"], settings["USER"]) == ("stellwerk", "postgres")
    assert Path(settings["HOST"]).is_absolute()


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    long = tmp_path / ("Landratsamt " * 9)

    assert len(os.fsencode(embedded.socket_folder(long))) <= embedded.LONGEST_SOCKET
    assert embedded.socket_folder(long) != embedded.socket_folder(tmp_path / ("Ministerium " * 9))
    assert embedded.socket_folder(Path("/srv/var/postgres")) == Path("/srv/var/postgres")


def test_the_database_is_there_and_only_its_owner_gets_in(folder: Path) -> None:
    embedded.start(folder, "stellwerk")  # a second time changes nothing

    assert names(folder) >= {"stellwerk"}
    assert folder.stat().st_mode & 0o077 == 0


def test_two_processes_may_start_it_at_once(folder: Path) -> None:
    embedded.stop(folder)

    call = "import sys; from pathlib import Path; from config import embedded; "
    call += "embedded.start(Path(sys.argv[1]), sys.argv[2])"
    started = [subprocess.Popen([sys.executable, "-c", call, str(folder), name]) for name in ("calw", "ulm")]

    assert [process.wait(timeout=60) for process in started] == [0, 0]
    assert names(folder) >= {"calw", "ulm", "stellwerk"}


def test_it_starts_again_after_it_was_killed(folder: Path) -> None:
    os.kill(server(folder), signal.SIGKILL)

    embedded.start(folder, "stellwerk")

    assert embedded.is_running(folder)


def test_it_starts_although_its_old_number_belongs_to_another_process(folder: Path) -> None:
    os.kill(server(folder), signal.SIGKILL)
    time.sleep(0.3)
    mark = folder / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n" + mark.read_text().split("\n", 1)[1])

    embedded.start(folder, "stellwerk")

    assert embedded.is_running(folder)
    assert server(folder) != os.getpid()


def test_stopping_twice_is_stopping_once(folder: Path) -> None:
    embedded.stop(folder)
    embedded.stop(folder)

    assert not embedded.is_running(folder)
    embedded.start(folder, "stellwerk")


def server(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split("\n", 1)[0])


def names(folder: Path) -> set[str]:
    with psycopg.connect(
        host=str(embedded.socket_folder(folder)), user=embedded.SUPERUSER, dbname="stellwerk"
    ) as line:
        return {str(row[0]) for row in line.execute("SELECT datname FROM pg_database")}
