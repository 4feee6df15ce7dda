"""Where sessions are kept: rows of Django's table; every page asks for one, by a question written once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from stellwerk.gateways.prepared import first


def _running(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    """Django's, as settings.SESSION_ENGINE wants it called; only how a row is read differs."""

    def _get_session_from_db(self) -> Session | None:
        found = first(_running, str(self.session_key), timezone.now())
        if found is None:
            self._session_key = None
        return found
