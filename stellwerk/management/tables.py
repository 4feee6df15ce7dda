"""Whether the tables in the database are those of this version."""

import time

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

PATIENCE_SECONDS = 60


def pending_changes() -> int:
    """Return how many migrations have not been applied yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def wait_for_tables() -> None:
    """Wait until the database answers and has been brought to this version, by somebody else.

    TimeoutError: nobody did so within a minute.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while not _are_there():
        if time.monotonic() > until:
            raise TimeoutError("The database is not of this version; `stellwerk migrate` brings it there.")
        time.sleep(0.1)
    connection.close()


def _are_there() -> bool:
    try:
        return not pending_changes()
    except OperationalError:
        connection.close()
        return False
