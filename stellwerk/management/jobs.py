"""The jobs of the workers. A job only rings; what is to be done stands in the rows."""

from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from stellwerk.actions._publications import PUBLISH
from stellwerk.actions._snapshots import REFRESH
from stellwerk.actions._steps import DELIVER
from stellwerk.actions.anchors import anchor_journal
from stellwerk.actions.kept_forms import forget_kept
from stellwerk.actions.lists import EXPORT
from stellwerk.actions.open_sessions import forget_sessions
from stellwerk.actions.read_entries import forget_reads
from stellwerk.actions.tallies import forget_expired
from stellwerk.gateways import clock
from stellwerk.management import delivery
from stellwerk.queries.publication_orders import is_asked_for


@app.task(name=DELIVER)
def deliver() -> None:
    delivery.drain()


@app.periodic(cron="* * * * *")
@app.task(name="deliver_what_is_due", queueing_lock="deliver_what_is_due")
def deliver_what_is_due(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Look once a minute for retries, for leases that ran out, and for rings that were lost."""
    delivery.drain()


@app.task(name=REFRESH, queueing_lock=REFRESH)
def refresh() -> None:
    """Take a snapshot after a change of the coverage."""
    _refresh()


@app.periodic(cron="5 0 * * *")
@app.task(name="refresh_snapshot_daily", queueing_lock="refresh_snapshot_daily")
def refresh_daily(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Take a snapshot each night: what was to begin today has begun."""
    _refresh()


@app.task(name=PUBLISH)
def publish() -> None:
    """Publish what somebody asked for on the page."""
    _publish()


@app.periodic(cron="* * * * *")
@app.task(name="publish_what_waits", queueing_lock="publish_what_waits")
def publish_what_waits(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Look once a minute for an order whose ring was lost, or that came while somebody else published."""
    _publish()


@app.periodic(cron="35 * * * *")
@app.task(name="forget_expired_tallies", queueing_lock="forget_expired_tallies")
def forget_tallies(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Remove the counts of limits that are over."""
    forget_expired()


@app.periodic(cron="10 0 * * *")
@app.task(name="anchor_journal", queueing_lock="anchor_journal")
def anchor(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Write down each night where the journal ended the day before."""
    anchor_journal(at=clock.now())


@app.task(name=EXPORT)
def write_export(export_id: int) -> None:
    """Write a list that somebody takes along."""
    import_string("stellwerk.management.exports.write_export")(export_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="clear_exports", queueing_lock="clear_exports")
def clear_exports(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Remove files that nobody may fetch any more."""
    import_string("stellwerk.management.exports.clear_exports")()


@app.periodic(cron="25 * * * *")
@app.task(name="work_due_opinions", queueing_lock="work_due_opinions")
def work_due_opinions(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Remind who was asked for an opinion, and note silence; hourly, because a day ends in Germany."""
    import_string("stellwerk.management.opinions.work_due_opinions")()


@app.periodic(cron="50 * * * *")
@app.task(name="forget_kept_forms", queueing_lock="forget_kept_forms")
def forget_kept_forms(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Remove what was typed too late and nobody came back for."""
    forget_kept(at=clock.now())


@app.periodic(cron="30 0 * * *")
@app.task(name="forget_sessions", queueing_lock="forget_sessions")
def forget_old_sessions(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Remove each night the sessions that are over, and what is known of their browsers."""
    forget_sessions(at=timezone.now())


@app.periodic(cron="20 0 * * *")
@app.task(name="forget_reads", queueing_lock="forget_reads")
def forget_old_reads(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Remove each night what the log of reads has kept long enough."""
    forget_reads(at=clock.now())


def _refresh() -> None:
    """Load what counts only when it counts: every process reads this module at its start."""
    import_string("stellwerk.actions.snapshots.refresh_snapshot")(at=clock.now())


def _publish() -> None:
    if is_asked_for():
        import_string("stellwerk.actions.publications.publish_asked")(now=clock.now)
