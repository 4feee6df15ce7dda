"""Measuring processes: each is a module of its own that says one line of JSON when it is done."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from config.env import ROOT

READY = "ready"


class Child:
    """A module running as a process; it waits for ``go`` before it does what is measured."""

    def __init__(self, module: str, env: Mapping[str, str], *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"bench.{module}", *arguments],
            cwd=ROOT, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.module = module

    def wait_until_ready(self) -> str:
        """Return what the process said beside being ready."""
        word, _, rest = self._line().partition(" ")
        if word != READY:
            raise RuntimeError(f"bench.{self.module} said {word!r} instead of being ready")
        return rest

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def result(self) -> dict[str, Any]:
        """Wait for the end and return what was measured.

        RuntimeError: the process failed; what it said stands above.
        """
        said = self._line()
        if self._process.wait():
            raise RuntimeError(f"bench.{self.module} failed with code {self._process.returncode}")
        found: dict[str, Any] = json.loads(said)
        return found

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def measured(module: str, env: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """Run one measuring process from beginning to end."""
    child = Child(module, env, *arguments)
    child.wait_until_ready()
    child.go()
    return child.result()


@contextmanager
def mail_catcher(env: Mapping[str, str], folder: str) -> Iterator[str]:
    """Catch mails in a process of its own while the block runs; yields the port."""
    child = Child("catcher", env, folder)
    try:
        yield child.wait_until_ready()
    finally:
        child.end()
