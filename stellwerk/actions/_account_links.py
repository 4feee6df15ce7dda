"""What inviting and asking for a link share: the row whose mail a worker sends."""

from datetime import datetime, timedelta

from stellwerk.actions._steps import ring
from stellwerk.models import AccountLink, LinkKind, LinkState, Person


def add_link(
    person: Person, kind: LinkKind, *, by: Person | None, at: datetime, lasts: timedelta
) -> AccountLink:
    """Store a link; earlier ones of its kind open nothing any more, and the workers are told."""
    earlier = AccountLink.objects.filter(person=person, kind=kind, used_at=None, expires_at__gt=at)
    earlier = earlier.filter(created_at__lt=at)
    unsent = earlier.filter(state=LinkState.WAITING)
    unsent.update(state=LinkState.FAILED, next_attempt_at=None, expires_at=at)
    earlier.update(expires_at=at)
    link = AccountLink.objects.create(
        person=person, kind=kind, by=by, created_at=at, expires_at=at + lasts, next_attempt_at=at
    )
    ring()
    return link
