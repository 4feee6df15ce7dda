"""Links to accounts: which are still good, and what became of the newest invitation."""

from collections.abc import Iterable
from datetime import datetime

from stellwerk.models import AccountLink, LinkKind


def in_force(key: int | None, *, at: datetime) -> AccountLink | None:
    """Return the link, unless it is unknown, used, too old or of somebody who may not sign in any more."""
    if key is None:
        return None
    found = AccountLink.objects.select_related("person", "by").filter(
        pk=key, used_at=None, expires_at__gt=at, person__is_active=True
    )
    return found.first()


def newest_invitations(people: Iterable[int]) -> dict[int, AccountLink]:
    """Return the newest invitation of each person, by the person's key."""
    found = AccountLink.objects.filter(person__in=list(people), kind=LinkKind.INVITATION)
    return {link.person_id: link for link in found.order_by("person_id", "pk")}
