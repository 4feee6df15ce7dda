"""What holds for every request of another system: no session, so many a minute, and problems as JSON."""

from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from stellwerk.api.problems import problem
from stellwerk.gateways import clock

View = Callable[..., HttpResponse]
WINDOW_SECONDS = 60


def entrance(view: View, *, parameters: Callable[[], Collection[str]] = tuple) -> View:
    """Let a request through to an operation, which asks for a token itself where one is needed.

    parameters  returns the names it knows; a misspelt filter would otherwise answer with everything
    """

    @wraps(view, assigned=("__name__", "__doc__"))
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := _seconds_to_wait(request):
            detail = gettext("Bitte warten Sie %(seconds)s Sekunden und versuchen Sie es dann noch einmal.")
            return problem(429, detail % {"seconds": wait}, headers={"Retry-After": str(wait)})
        if int(request.headers.get("Content-Length") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return problem(413, gettext("Bitte teilen Sie die Zeilen auf mehrere Anfragen auf."))
        if unknown := sorted(request.GET.keys() - set(parameters())):
            return _unknown(unknown)
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            allowed = answer.headers["Allow"]
            detail = gettext("Möglich ist: %(allowed)s.") % {"allowed": allowed}
            return problem(405, detail, headers={"Allow": allowed})
        answer["Cache-Control"] = "no-store"
        return answer

    return login_not_required(csrf_exempt(entered))


def _unknown(names: Sequence[str]) -> HttpResponse:
    faults = [{"field": name, "message": gettext("Diese Angabe gibt es nicht.")} for name in names]
    return problem(422, gettext("Einige Angaben fehlen oder passen nicht."), faults=faults)


def _seconds_to_wait(request: HttpRequest) -> int:
    """Count the request for its address; return how long to wait once there were too many in this minute."""
    seconds = int(clock.now().timestamp())
    key = f"api:{seconds // WINDOW_SECONDS}:{address_of(request)}"
    return (
        0 if _counted(key) <= settings.API_REQUESTS_PER_MINUTE else WINDOW_SECONDS - seconds % WINDOW_SECONDS
    )


def _counted(key: str) -> int:
    """Count for all processes together: one statement, or two for the first request of a minute."""
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, timeout=2 * WINDOW_SECONDS) else cache.incr(key)


def address_of(request: HttpRequest) -> str:
    """Return who asks: behind our own proxy the last address it was told, which nobody else can forge."""
    told = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_TLS else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
