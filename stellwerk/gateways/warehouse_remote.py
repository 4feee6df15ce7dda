"""Snapshots in object storage, by its address (s3://…, gs://…).

What Arrow takes may follow the address: s3://bucket/folder?endpoint_override=objects.example:9000&region=…
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from pyarrow import fs


@lru_cache(maxsize=4)
def remote_store(location: str) -> "RemoteStore":
    """Return the same store again: its connections are kept open."""
    return RemoteStore(location)


def system_of(location: str) -> tuple[fs.FileSystem, str]:
    """Return object storage as Arrow knows it, and the path in it."""
    system, path = fs.FileSystem.from_uri(location)
    return system, path.rstrip("/")


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
