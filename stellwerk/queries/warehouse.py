"""The warehouse of this installation, opened once for each snapshot and process."""

import time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from stellwerk.gateways.warehouse import COVERAGE, Manifest, Warehouse, current
from stellwerk.gateways.warehouse_engines import DuckDB, Engine, Limits
from stellwerk.gateways.warehouse_store import LocalStore, Store, is_remote
from stellwerk.gateways.warehouse_tables import SCHEMAS
from stellwerk.law.working import N_, Refused

ASKED_AGAIN_SECONDS = 2  # a page asks a dozen times; object storage answers over the network
_OPENED: dict[str, Warehouse] = {}
_SEEN: dict[str, tuple[float, Manifest]] = {}
_LOCK = Lock()


def store() -> Store:
    place = str(settings.WAREHOUSE)
    return _remote(place) if is_remote(place) else LocalStore(Path(place))


def limits() -> Limits:
    place = str(settings.WAREHOUSE)
    remote = _lent(place) if is_remote(place) else None
    return Limits(settings.WAREHOUSE_THREADS, settings.WAREHOUSE_MEMORY_MB, remote=remote)


def warehouse() -> Warehouse:
    """Return the snapshot in force, opened by the engine that the settings name.

    Refused: there is no snapshot yet.
    """
    place = store()
    manifest = snapshot()
    if manifest is None:
        raise Refused(
            N_(
                "Es gibt noch keine Auswertung. Sie entsteht, sobald Angaben zum Angebot eingetragen sind; "
                "am Terminal mit „stellwerk snapshot“."
            )
        )
    with _LOCK:
        opened = _OPENED.get(place.root)
        if opened is None or opened.manifest.at != manifest.at:
            opened = Warehouse(place, manifest, _engine())
            _OPENED[place.root] = opened
        return opened


def snapshot() -> Manifest | None:
    """Return what the snapshot in force consists of; None where there is none yet.

    One that an older version wrote without the tables of today is none: the next one has them.
    A new one in object storage is noticed within two seconds, one in a folder at once.
    """
    place = store()
    if not is_remote(place.root):
        return _of_today(current(place))
    asked_at, manifest = _SEEN.get(place.root, (0.0, None))
    if manifest is None or time.monotonic() - asked_at > ASKED_AGAIN_SECONDS:
        manifest = _of_today(current(place))
        if manifest:
            _SEEN[place.root] = time.monotonic(), manifest
    return manifest


def _of_today(manifest: Manifest | None) -> Manifest | None:
    return manifest if manifest and manifest.tables.keys() >= SCHEMAS.keys() - {COVERAGE} else None


def _engine() -> Engine:
    """Return a new DuckDB for each snapshot; a Spark session serves them all."""
    if settings.WAREHOUSE_ENGINE == "spark":
        return _spark(settings.SPARK_MASTER)
    return DuckDB(limits())


def _remote(place: str) -> Store:
    """Load what only object storage needs, as with the next: it would cost each start a third of a second."""
    found: Store = import_string("stellwerk.gateways.warehouse_remote.remote_store")(place)
    return found


def _lent(place: str) -> Any:
    return import_string("stellwerk.gateways.warehouse_lent.lent")(place)


@lru_cache(maxsize=1)
def _spark(master: str) -> Engine:
    """Load what only an installation with a cluster has."""
    engine: Engine = import_string("stellwerk.gateways.warehouse_spark.Spark")(master)
    return engine
