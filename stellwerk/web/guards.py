"""Who may open a page: every view names the verbs that let a person in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from stellwerk.access import Rights, Verb

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class SignedIn(HttpRequest):
    """A request of somebody who is signed in, as the middleware hands it on."""

    rights: Rights
    htmx: HtmxDetails


def needs(*verbs: Verb) -> Callable[[V], V]:
    """Let in whoever may do one of the verbs; the rule stays readable on the view."""

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.rights.may(verb) for verb in verbs):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs = frozenset(verbs)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def signed_in(view: V) -> V:
    """Let in everybody who is signed in, whatever the role."""
    view.needs = frozenset()  # type: ignore[attr-defined]
    return view
