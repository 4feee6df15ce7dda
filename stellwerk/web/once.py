"""A form is carried out once: who clicks twice is led to where the first click led."""

import hashlib
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from stellwerk.web.refill import TOKEN

GetResponse = Callable[[HttpRequest], HttpResponseBase]
REMEMBERED = 15 * 60  # seconds
WORKING = ""  # the first click has no answer yet
PATIENCE = 10  # seconds that the second click waits for it
DONE = (302, 303)
REPEATABLE = ("/konto/", "/sprache/")  # signing in and out, the language: the same words again mean it again


class Once:
    """Answers the same form of the same page, sent again word for word, as the first time.

    Each page carries a token of its own (Django masks it anew with each page), so that the same words from a
    page that was opened again count as new. Only what was done, and so led elsewhere, is remembered.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._get_response(request)
        key = getattr(request, "first_click", "")
        if key and answer.status_code in DONE:
            cache.set(key, answer.headers["Location"], REMEMBERED)
        elif key:
            cache.set(key, None, 1)  # it came to nothing
        return answer

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Let the first click through, once its token was found good; let the second one wait for it."""
        if request.method != "POST" or request.path.startswith(REPEATABLE) or TOKEN not in request.POST:
            return None
        key = _key(request)
        if cache.add(key, WORKING, REMEMBERED):
            request.first_click = key  # type: ignore[attr-defined]
            return None
        led_to = _awaited(key)
        if led_to is None:
            return None  # the first came to nothing; whoever sends it again means it
        return HttpResponseRedirect(led_to) if led_to else render(request, "twice.html", status=409)


def _key(request: HttpRequest) -> str:
    who = request.user.pk if request.user.is_authenticated else ""
    files = [(name, getattr(it, "name", ""), getattr(it, "size", 0)) for name, it in request.FILES.items()]
    said = repr((who, request.get_full_path(), sorted(request.POST.lists()), files))
    return f"once:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def _awaited(key: str) -> str | None:
    """Return where the first click led; None where it came to nothing, WORKING where it is not done yet."""
    end = time.monotonic() + PATIENCE
    led_to: str | None = cache.get(key, None)
    while led_to == WORKING and time.monotonic() < end:
        time.sleep(0.1)
        led_to = cache.get(key, None)
    return led_to
