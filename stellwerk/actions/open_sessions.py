"""Open sessions: end all others of a person; forget what is over."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from stellwerk.actions._steps import counted, journal
from stellwerk.models import Person


@transaction.atomic(durable=True)
def end_other_sessions(person: Person, *, but: str, at: datetime) -> int:
    """End every session of this person but the one with this key; return how many that were."""
    others = UserSession.objects.filter(user_id=person.pk).exclude(session_key=but)
    keys = list(others.order_by("pk").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    text = f"{person.name}: {counted(len(keys), 'andere Sitzung', 'andere Sitzungen')} beendet"
    journal(person, at, "end_sessions", person, text)
    return len(keys)


@transaction.atomic(durable=True)
def forget_sessions(*, at: datetime) -> None:
    """Remove sessions whose time is over, and what is known of their browsers.

    at  the true moment, in a demonstration as well: sessions know no other

    Law: Art. 5 Abs. 1 Buchst. e DSGVO (storage limitation): address and browser are known while they matter.
    """
    Session.objects.filter(expire_date__lte=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
