"""A worker's round: deliver what is due until nothing is, and survive a database that goes away."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache, partial
from typing import TypeVar, cast

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from stellwerk.actions import account_links, deliveries
from stellwerk.gateways import clock, smtp
from stellwerk.gateways.pdf import Typesetter
from stellwerk.letters.typeset import typesetter
from stellwerk.models import Dispatch

T = TypeVar("T")
LEASE = timedelta(seconds=settings.LEASE_SECONDS)
CLAIM = max(
    1, min(64, settings.LEASE_SECONDS // 4)
)  # dispatches; each has seconds where it needs a hundredth
# What a claim has not sent by then goes back: its lease must not run out, and a stop must not wait for us.
CLAIM_SECONDS = min(5, settings.LEASE_SECONDS / 2)
PATIENCE_SECONDS = 60  # how long a worker keeps an answer for a database that is being restarted


@cache
def setter() -> Typesetter:
    """Return this process's typesetter; it keeps fonts and layout in memory."""
    return typesetter(settings.FONTS_DIR)


def mailer() -> smtp.Mailer:
    return smtp.Mailer(
        settings.SMTP_HOST,
        settings.SMTP_PORT,
        sender=settings.MAIL_FROM,
        user=settings.SMTP_USER,
        password=settings.SMTP_PASSWORD,
        security=cast(smtp.Security, settings.SMTP_SECURITY),
        timeout_seconds=settings.SMTP_TIMEOUT_SECONDS,
        allowed=smtp.AllowList.of(settings.MAIL_ALLOWED),
        safe_mode=settings.SAFE_MODE,
    )


def drain() -> int:
    """Deliver until nothing is due or the mail server is out of reach; return how many answers came."""
    done = 0
    with mailer() as post:
        is_reachable = _deliver_links(post)
        while is_reachable and (batch := deliveries.claim(at=clock.now(), limit=CLAIM, lease=LEASE)):
            answered, is_reachable = _deliver(batch, post)
            done += answered
    deliveries.settle(at=clock.now())
    return done


def _deliver_links(post: smtp.Mailer) -> bool:
    """Hand over what people wait for at the door; say whether the server is within reach."""
    while answer := account_links.deliver_next(mailer=post, sender=settings.MAIL_FROM, at=clock.now()):
        if answer.code == 0 and isinstance(answer, smtp.TryAgain):
            return False
    return True


def _deliver(batch: Sequence[Dispatch], post: smtp.Mailer) -> tuple[int, bool]:
    """Work off one claim; return how many were answered, and whether the server is within reach.

    When the server is gone or the time is up, the rest goes back.
    """
    until = time.monotonic() + CLAIM_SECONDS
    files = deliveries.attachments(batch, typesetter=setter(), at=clock.now())
    for number, dispatch in enumerate(batch):
        if time.monotonic() > until:
            deliveries.give_back(batch[number:], at=clock.now())
            return number, True
        file = files.get(dispatch.letter_id)
        answer = deliveries.deliver(dispatch, file, mailer=post, sender=settings.MAIL_FROM, at=clock.now())
        _patiently(partial(deliveries.record, dispatch, answer, at=clock.now()))
        if answer.code == 0 and isinstance(answer, smtp.TryAgain):
            deliveries.give_back(batch[number + 1 :], at=clock.now())
            return number, False
    return len(batch), True


def _patiently(write: Callable[[], T]) -> T:
    """Write down an answer even while the database restarts: the mail is out, and we must not forget it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(0.5)
