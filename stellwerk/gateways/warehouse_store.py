"""Where snapshots lie: a folder of this machine, or object storage by its address (s3://…, gs://…).

Files are written once and never changed; only the small file ``current.json`` is replaced, as a whole. What
Arrow takes may follow the address: s3://bucket/folder?endpoint_override=objects.example:9000&region=…
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from pyarrow import fs

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


def store_at(location: str) -> Store:
    return _remote(location) if is_remote(location) else LocalStore(Path(location))


def is_remote(location: str) -> bool:
    return "://" in location


def system_of(location: str) -> tuple[fs.FileSystem, str]:
    """Return object storage as Arrow knows it, and the path in it."""
    system, path = fs.FileSystem.from_uri(location)
    return system, path.rstrip("/")


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


class RemoteStore:
    """Object storage: putting one object is atomic there, so that the same order of steps is safe."""

    def __init__(self, location: str) -> None:
        self.root = location.partition("?")[0].rstrip("/")
        self._system, self._path = system_of(location)

    def read(self, name: str) -> str | None:
        try:
            with self._system.open_input_stream(f"{self._path}/{name}") as file:
                return bytes(file.read()).decode()
        except FileNotFoundError:
            return None

    def replace(self, name: str, text: str) -> None:
        self._parent(name)
        with self._system.open_output_stream(f"{self._path}/{name}") as file:
            file.write(text.encode())

    def put(self, local: Path, name: str) -> None:
        self._parent(name)
        here = fs.LocalFileSystem()
        fs.copy_files(
            str(local), f"{self._path}/{name}", source_filesystem=here, destination_filesystem=self._system
        )

    def address(self, name: str) -> str:
        return f"{self.root}/{name}"

    def remove_all_but(self, folder: str, kept: set[str]) -> None:
        everything = fs.FileSelector(f"{self._path}/{folder}", recursive=True, allow_not_found=True)
        for found in self._system.get_file_info(everything):
            name = found.path.removeprefix(f"{self._path}/")
            if found.type == fs.FileType.File and name not in kept:
                self._system.delete_file(found.path)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="stellwerk-") as folder:
            yield Path(folder)

    def _parent(self, name: str) -> None:
        self._system.create_dir(f"{self._path}/{name}".rpartition("/")[0], recursive=True)


@lru_cache(maxsize=4)
def _remote(location: str) -> RemoteStore:
    """Return the same store again: its connections are kept open."""
    return RemoteStore(location)
