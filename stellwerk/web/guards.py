"""Who may open a page: every view names the verbs that let a person in."""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from stellwerk.access import Rights, Verb
from stellwerk.actions.read_entries import note_read
from stellwerk.gateways import clock
from stellwerk.models import ReadKind
from stellwerk.queries.second_factors import has_second_factor, lacks_second_factor, way_to_confirm
from stellwerk.verbs import SECOND_FACTOR
from stellwerk.web.kept_forms import address, keep

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class SignedIn(HttpRequest):
    """A request of somebody who is signed in, as the middleware hands it on."""

    rights: Rights
    htmx: HtmxDetails


def needs(*verbs: Verb) -> Callable[[V], V]:
    """Let in whoever may do one of the verbs; the rule stays readable on the view.

    Where each of them asks for a second factor, the page asks for it, too.
    """
    is_strong = bool(verbs) and SECOND_FACTOR.issuperset(verbs)

    def decorate(plain: V) -> V:
        view = second_factor(plain) if is_strong else plain

        @wraps(plain)
        def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.rights.may(verb) for verb in verbs):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs = frozenset(verbs)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def second_factor(view: V) -> V:
    """Ask for a code or a passkey of the last quarter of an hour; lead whoever has none to set one up."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.rights.person
        if lacks_second_factor(person):
            messages.warning(
                request, _("Wer freigibt, braucht einen zweiten Faktor. Bitte richten Sie ihn ein.")
            )
            return redirect(f"{reverse('mfa_index')}?{urlencode({'next': _back(request)})}")
        if has_second_factor(person) and not _used_lately(request):
            way = reverse(way_to_confirm(person))
            return redirect(f"{way}?{urlencode({'next': _back(request)})}")
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def reads_personal(view: V) -> V:
    """Write down who read this page: it shows data about people."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if answer.status_code == HTTPStatus.OK:
            note(request, ReadKind.READ)
        return answer

    guarded.reads_personal = True  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def note(request: HttpRequest, kind: ReadKind) -> None:
    """Write a look at personal data, or a knock at a wrong door, into the log."""
    match, rights = request.resolver_match, cast(SignedIn, request).rights
    note_read(
        rights.person, kind, page=(match.url_name or "") if match else "",
        address=request.get_full_path(), at=clock.now(),
    )  # fmt: skip


def _back(request: SignedIn) -> str:
    """Return where to go on afterwards; what was typed meanwhile is kept."""
    kept = keep(request, request.rights.person) if request.method == "POST" else None
    return address(kept) if kept else request.get_full_path()


def _used_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    lately = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record.get("method") == "mfa" and record["at"] > lately for record in records)


def signed_in(view: V) -> V:
    """Let in everybody who is signed in, whatever the role."""
    view.needs = frozenset()  # type: ignore[attr-defined]
    return view
