"""Views that are loaded with their first request: passkeys and other houses bring much that few use."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from stellwerk.web.guards import signed_in


def door(name: str) -> Any:
    """Return a view for everybody, by its name below this package."""
    return login_not_required(_view(name))


def own(name: str) -> Any:
    """Return a view for whoever is signed in, by its name below this package."""
    return signed_in(_view(name))


def _view(name: str) -> Any:
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(f"stellwerk.web.account.{name}")(request, *args, **kwargs)
        return answer

    return view
