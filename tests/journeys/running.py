"""The application as it runs: web server, worker and mail server, on a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from stellwerk.management.processes import web
from tests.house.environment import FONTS, REPOSITORY
from tests.journeys.post_office import PostOffice

PATIENCE_SECONDS = 60  # for the web server to answer, on a machine that is busy with other things
WORKER = [sys.executable, "-m", "stellwerk", "worker"]


@dataclass(frozen=True, slots=True)
class House:
    """Where the application answers, and the mail server that takes its letters."""

    address: str
    post: PostOffice


@contextmanager
def running(database_url: str, folder: Path) -> Iterator[House]:
    """Run everything; afterwards complain if a process wrote down an error."""
    with ExitStack() as opened:
        post = opened.enter_context(PostOffice(folder / "mail", _free_port()).open())
        port = _free_port()
        environment = _environment(database_url, folder, port, post.port)
        opened.enter_context(_process("worker", WORKER, environment, folder))
        opened.enter_context(_process("web", web("127.0.0.1", port).command, environment, folder))
        wait_until(lambda: _answers(port), f"The web server does not answer; see {folder}/web.log")
        yield House(f"http://127.0.0.1:{port}", post)
    for log in folder.glob("*.log"):
        said = log.read_text(encoding="utf-8")
        assert " ERROR " not in said, said


def wait_until(is_so: Callable[[], bool], else_say: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, else_say
        time.sleep(0.05)


def _environment(database_url: str, folder: Path, port: int, smtp_port: int) -> dict[str, str]:
    (folder / "static").mkdir(parents=True)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url,
        "STELLWERK_VAR": str(folder),
        "STELLWERK_FONTS": str(FONTS),
        "STELLWERK_PUBLICATIONS": str(settings.PUBLICATIONS),
        "STELLWERK_URL": f"http://127.0.0.1:{port}",
        "STELLWERK_SECRET_KEY": settings.SECRET_KEY,  # our sessions are the application's
        "STELLWERK_DEMO": "1",
        "STELLWERK_DEMO_BEHIND": str(int(settings.DEMO_BEHIND.total_seconds())),
        "STELLWERK_DEMO_PASSWORD": settings.DEMO_PASSWORD,
        "STELLWERK_WORKERS": "1",
        "SAFE_MODE": "1",
        "MAIL_ALLOWED": ".invalid",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "MAIL_CATCHER_DIR": str(folder / "mail"),
    }


@contextmanager
def _process(name: str, command: list[str], environment: dict[str, str], folder: Path) -> Iterator[None]:
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
