"""Where snapshots lie: a folder of this machine, or what else keeps files.

Files are written once and never changed; only the small file ``current.json`` is replaced, as a whole.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

CURRENT = "current.json"


class Store(Protocol):
    root: str

    def read(self, name: str) -> str | None:
        """Return a small text file; None where there is none."""

    def replace(self, name: str, text: str) -> None:
        """Write a small text file so that readers see the old one or the new one."""

    def put(self, local: Path, name: str) -> None:
        """Take over a finished file under a name that no other file has."""

    def address(self, name: str) -> str:
        """Return what an engine opens."""

    def remove_all_but(self, folder: str, kept: set[str]) -> None:
        """Remove files below a folder that no snapshot names any more."""

    def staging(self) -> Any:
        """Lend a folder of this machine, removed afterwards."""


def is_remote(location: str) -> bool:
    return "://" in location


class LocalStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.root = str(folder)

    def read(self, name: str) -> str | None:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def replace(self, name: str, text: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def put(self, local: Path, name: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        local.replace(path)

    def address(self, name: str) -> str:
        return str(self._folder / name)

    def remove_all_but(self, folder: str, kept: set[str]) -> None:
        for path in (self._folder / folder).rglob("*.parquet"):
            if path.relative_to(self._folder).as_posix() not in kept:
                path.unlink(missing_ok=True)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
