"""What holds for every request: GET never writes, rights are read once, refusals become a page."""

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from stellwerk.access import rights_of
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import ReadKind
from stellwerk.web.guards import note

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("stellwerk.security")
KNOCKS = {403: ReadKind.FORBIDDEN, 404: ReadKind.NOT_FOUND}
WRITES = ("INSERT", "UPDATE", "DELETE")
# Sign-in keeps a session, counts failures and requests, and notes when a token or a code was used; who reads
# personal data is written down. Nothing of a case is here.
SESSION_TABLES = (
    '"django_session"',
    '"axes_',
    '"stellwerk_person"',
    '"stellwerk_apitoken"',
    '"stellwerk_tally"',
    '"stellwerk_readentry"',
    '"usersessions_usersession"',
    '"mfa_authenticator"',
)


class WroteInGetError(RuntimeError):
    """A page that only shows something tried to change something."""


def readonly_get(get_response: GetResponse) -> GetResponse:
    def refuse_writes(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.lstrip().upper().startswith(WRITES) and not any(table in sql for table in SESSION_TABLES):
            raise WroteInGetError(sql)
        return execute(sql, params, many, context)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return get_response(request)

    return middleware


def rights(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            person = request.user
            request.rights = SimpleLazyObject(  # type: ignore[attr-defined]
                lambda: rights_of(person, on=clock.today(), substitution=request.session.get("substitution"))
            )
        return get_response(request)

    return middleware


def knocks(get_response: GetResponse) -> GetResponse:
    """Write down who asked for what is not theirs: a forged number, a page without the right to it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        match = request.resolver_match
        if answer.status_code in KNOCKS and match and hasattr(request, "rights"):
            things, where = dict(match.kwargs), request.get_full_path()  # as it was sent: no line breaks
            said = (answer.status_code, request.user.pk, request.method, match.url_name, things, where)
            log.warning("%s for person %s: %s %s %s %s", *said)
            note(request, KNOCKS[answer.status_code])
        return answer

    return middleware


def refusals(get_response: GetResponse) -> GetResponse:
    """Show a refusal that no form caught as a page with the sentence, status 422."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
            if not isinstance(exception, Refused):
                return None
            return render(request, "refused.html", {"sentence": exception.sentence(gettext)}, status=422)

    return Middleware()
