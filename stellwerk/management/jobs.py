"""The jobs of the workers. A job only rings; what is to be done stands in the rows."""

from procrastinate.contrib.django import app

from stellwerk.actions._steps import DELIVER
from stellwerk.management import delivery


@app.task(name=DELIVER)
def deliver() -> None:
    delivery.drain()


@app.periodic(cron="* * * * *")
@app.task(name="deliver_what_is_due", queueing_lock="deliver_what_is_due")
def deliver_what_is_due(timestamp: int) -> None:  # noqa: ARG001  (the queue says when it was due)
    """Look once a minute for retries, for leases that ran out, and for rings that were lost."""
    delivery.drain()
