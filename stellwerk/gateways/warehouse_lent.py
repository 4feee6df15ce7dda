"""Object storage lent to DuckDB: it reads through Arrow, so that no extension has to be fetched for it."""

from functools import lru_cache
from typing import Any

from fsspec.implementations.arrow import ArrowFSWrapper

from stellwerk.gateways.warehouse_remote import system_of


@lru_cache(maxsize=4)
def lent(location: str) -> ArrowFSWrapper:
    """Return the storage at an address as DuckDB takes it, for every address that begins in the same way."""
    scheme = location.partition("://")[0]
    system, _path = system_of(location)
    return type("Lent", (Lent,), {"protocol": scheme})(system)


class Lent(ArrowFSWrapper):  # type: ignore[misc]
    """Files of a snapshot never change: what was found out about one of them is asked for once."""

    cachable = False  # fsspec would take two storages of one scheme for the same

    def __init__(self, system: Any) -> None:
        super().__init__(system)
        self._known: dict[str, Any] = {}

    def info(self, path: str, **options: Any) -> Any:
        if path not in self._known:
            self._known[path] = super().info(path, **options)
        return self._known[path]
