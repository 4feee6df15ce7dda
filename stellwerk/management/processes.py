"""Keep a few processes running until somebody ends them, and end them all together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException
from types import FrameType

from stellwerk.law.working import N_, Refused

LOCALHOST, PORT = "127.0.0.1", 8000
PATIENCE_SECONDS = 10  # for a process to end by itself
RESTART_SECONDS = 2
FIRST_ANSWER_SECONDS = 30


@dataclass(slots=True)
class Process:
    name: str
    command: list[str]
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs already."""
        if not self.has_ended():
            return
        # A group of its own: Ctrl-C reaches us alone, and we end the others in order.
        self.running = subprocess.Popen(self.command, process_group=0)  # noqa: S603  (our own commands)

    def has_ended(self) -> bool:
        return self.running is None or self.running.poll() is not None

    def end(self) -> None:
        if self.running is None or self.running.poll() is not None:
            return
        self.running.terminate()
        try:
            self.running.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)


def keep_running(processes: Sequence[Process], *, ready: tuple[str, int], say: Callable[[str], None]) -> None:
    """Start all, start again what ends by itself, and end all on Ctrl-C or SIGTERM.

    processes  the first one serves; the others begin when it has answered, so that nobody waits for them
    ready      host and port where it answers
    """
    first, *others = processes
    first.start()
    try:
        with _asked_to_end() as asked:
            say("Bereit." if _answers(ready, asked) else "Die Webanwendung antwortet noch nicht.")
            for process in others:
                process.start()
            while not asked():
                time.sleep(0.2)
                for process in processes:
                    if process.has_ended() and not asked():
                        say(f"{process.name} hat sich beendet und wird neu gestartet.")
                        time.sleep(RESTART_SECONDS)
                        process.start()
    finally:
        for process in processes:
            if process.running is not None:
                process.running.terminate()
        for process in processes:
            process.end()


@lru_cache
def web(host: str, port: int) -> Process:
    """Return the web application, which may run already: one for each place where it listens."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "4", "--log-level", "warning"]
    return Process("web", [sys.executable, "-m", "granian", *options, "config.wsgi:application"])


def free_port(host: str, port: int) -> None:
    """Refuse a port that something else holds."""
    if not web(host, port).has_ended():
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise Refused(
                N_(
                    "Port %(port)s ist belegt. Läuft Stellwerk schon? "
                    "Bitte beenden Sie das andere Programm oder wählen Sie einen anderen Port."
                ),
                port=str(port),
            ) from taken


def _answers(place: tuple[str, int], asked: Callable[[], bool]) -> bool:
    """Wait for an answer, not for a connection: the port is open long before the application is loaded."""
    until = time.monotonic() + FIRST_ANSWER_SECONDS
    while time.monotonic() < until and not asked():
        connection = HTTPConnection(*place, timeout=1)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return True
        finally:
            connection.close()
    return False


@contextmanager
def _asked_to_end() -> Iterator[Callable[[], bool]]:
    """Turn the two signals that end a program into a question."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = {name: signal.signal(name, note) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(received)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
