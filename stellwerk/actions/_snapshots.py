"""Asking for a new snapshot: a job that rings once, however many changes came before it."""

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

REFRESH = "refresh_snapshot"


def ask_for_snapshot() -> None:
    """Let a worker take a snapshot once this is committed; one that waits already is enough."""
    try:
        with transaction.atomic():
            jobs.configure_task(REFRESH, queueing_lock=REFRESH).defer()
    except AlreadyEnqueued:
        return
