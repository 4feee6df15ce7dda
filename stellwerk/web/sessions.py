"""Sessions: how long one lasts, and who sat in front of a browser last, once it is over."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponseBase

from stellwerk.models import Person
from stellwerk.queries.people import by_number

GetResponse = Callable[[HttpRequest], HttpResponseBase]
BEGUN, SEEN = "begun", "seen"  # in the session, in seconds
NOTED_EVERY = 60  # seconds; a session is not written with each page
_SIGNER = TimestampSigner(salt="who was here")


def lifetime(get_response: GetResponse) -> GetResponse:
    """End a session some hours after signing in, and some minutes after its last page.

    The moment is noted where signing in writes the session anyway. One without it was begun by no page of
    ours (tests, benchmarks); it ends with its row, after settings.SESSION_COOKIE_AGE.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        session, now = request.session, int(time.time())
        if BEGUN in session and SESSION_KEY in session:
            is_old = now - session[BEGUN] > settings.SESSION_HOURS * 3600
            if is_old or now - session[SEEN] > settings.SESSION_IDLE_MINUTES * 60:
                session.flush()
            elif now - session[SEEN] >= NOTED_EVERY:
                session[SEEN] = now
        answer = get_response(request)
        if session.modified and SESSION_KEY in session and BEGUN not in session:
            session[BEGUN] = session[SEEN] = now
        return answer

    return middleware


def remembered(get_response: GetResponse) -> GetResponse:
    """Let the browser keep, signed, who was signed in; a form that arrives too late is kept for them."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        user = request.user
        if user.is_authenticated and _said(request, settings.WHO_COOKIE_SECONDS // 2) != str(user.pk):
            answer.set_cookie(
                settings.WHO_COOKIE_NAME,
                _SIGNER.sign(str(user.pk)),
                max_age=settings.WHO_COOKIE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        return answer

    return middleware


def known_person(request: HttpRequest) -> Person | None:
    """Return who was signed in here last; it proves nothing, and opens nothing."""
    said = _said(request, settings.WHO_COOKIE_SECONDS)
    return by_number(int(said)) if said else None


def _said(request: HttpRequest, seconds: int) -> str:
    try:
        return _SIGNER.unsign(request.COOKIES.get(settings.WHO_COOKIE_NAME, ""), max_age=seconds)
    except BadSignature:
        return ""
