"""The warehouse of this installation, opened once for each snapshot and process."""

from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.utils.module_loading import import_string

from stellwerk.gateways.warehouse import Manifest, Warehouse, current
from stellwerk.gateways.warehouse_engines import DuckDB, Engine, Limits
from stellwerk.gateways.warehouse_store import Store, store_at
from stellwerk.law.working import N_, Refused

_OPENED: dict[str, Warehouse] = {}
_LOCK = Lock()


def store() -> Store:
    return store_at(str(settings.WAREHOUSE))


def limits() -> Limits:
    return Limits(settings.WAREHOUSE_THREADS, settings.WAREHOUSE_MEMORY_MB)


def warehouse() -> Warehouse:
    """Return the snapshot in force, opened by the engine that the settings name.

    Refused: there is no snapshot yet.
    """
    place = store()
    manifest = current(place)
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
    """Return what the snapshot in force consists of; None where there is none yet."""
    return current(store())


def _engine() -> Engine:
    """Return a new DuckDB for each snapshot; a Spark session serves them all."""
    if settings.WAREHOUSE_ENGINE == "spark":
        return _spark(settings.SPARK_MASTER)
    return DuckDB(limits())


@lru_cache(maxsize=1)
def _spark(master: str) -> Engine:
    """Load what only an installation with a cluster has."""
    engine: Engine = import_string("stellwerk.gateways.warehouse_spark.Spark")(master)
    return engine
