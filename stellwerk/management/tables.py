"""Whether the tables in the database are those of this version."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_changes() -> int:
    """Return how many migrations have not been applied yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
