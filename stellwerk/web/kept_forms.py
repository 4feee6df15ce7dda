"""A form that arrives too late is not carried out, and what was typed is not lost: it waits for its person.

Too late: the session has ended, signing in elsewhere has made its token worthless, or a code is asked for
first. Once the person is back, the page is shown as always, with the fields filled in; nothing happens
without a click.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from stellwerk.actions.kept_forms import drop_form, keep_form
from stellwerk.gateways import clock
from stellwerk.models import KeptForm, Person
from stellwerk.queries.kept_forms import fields_of, in_force
from stellwerk.web.refill import TOKEN, refilled
from stellwerk.web.sessions import known_person

KEY = "eingaben"  # in an address: fill this page in with what was kept
SECRET = ("password", "passwort", "credential", "secret")  # in the name of a field
NOT_KEPT = ("account_", "mfa_", "set_language")  # beginnings of routes: one's own account, the language
LONGEST = 2000  # characters of an address
DONE = (302, 303)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SignInFirst(LoginRequiredMiddleware):
    """Leads to the page for signing in; a form that was sent is kept on the way."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        kept = keep(request, known_person(request)) if request.method == "POST" else None
        if request.headers.get("HX-Request"):
            return _said_in_place(request, kept)
        if kept is None:
            return super().handle_no_permission(request, view_func)
        return _asks_to_sign_in(request)


def expired(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token is not worth anything any more (settings.CSRF_FAILURE_VIEW)."""
    is_ours = _is_from_here(request)
    person = request.user if request.user.is_authenticated else known_person(request)
    kept = keep(request, person) if is_ours and isinstance(person, Person) else None
    if kept is None:
        return csrf_failure(request, reason)
    return redirect(address(kept)) if request.user.is_authenticated else _asks_to_sign_in(request)


def keep(request: HttpRequest, person: Person | None) -> KeptForm | None:
    """Keep the fields of a form for a person; nothing of one's own account, no passwords, no files."""
    match, sent_to = request.resolver_match, _without_key(request.get_full_path())
    route = (match.url_name or "") if match else ""
    if person is None or route.startswith(NOT_KEPT) or len(sent_to) > LONGEST:
        return None
    fields = {name: values for name, values in request.POST.lists() if name != TOKEN and not is_secret(name)}
    page = _shown_at(request) or sent_to
    return keep_form(person, address=sent_to, page=page, fields=fields, at=clock.now())


def is_secret(name: str) -> bool:
    """Say whether a field of this name holds something that is kept nowhere."""
    return name == "code" or any(word in name.lower() for word in SECRET)


def address(kept: KeptForm) -> str:
    """Return the page that showed the form, with the wish to fill it in."""
    return _with_key(kept.page, kept)


def kept_forms(get_response: GetResponse) -> GetResponse:
    """Fill in the page that asks for it; forget what was kept once it is sent."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        kept = _wanted(request)
        answer = get_response(request)
        if kept is None:
            return answer
        if request.method == "POST" and answer.status_code in DONE:
            drop_form(kept.pk, person=kept.person)
        return _filled(request, answer, kept) if request.method == "GET" else answer

    return middleware


def _filled(request: HttpRequest, answer: HttpResponseBase, kept: KeptForm) -> HttpResponseBase:
    """Fill the page in; else try the address the form was sent to; else show the bare fields."""
    page = None
    if answer.status_code == 200 and isinstance(answer, HttpResponse) and _is_html(answer):
        notice = render_to_string("account/kept_notice.html", {"kept": kept}, request)
        page = refilled(
            answer.content.decode(),
            shown_at=request.get_full_path(),
            sent_to=_with_key(kept.address, kept),
            typed=fields_of(kept),
            notice=notice,
        )
    if page is not None and isinstance(answer, HttpResponse):
        answer.content = page.encode()
        return answer
    path = urlsplit(kept.address).path
    is_another = request.path not in (path, reverse("kept_form", args=[kept.pk]))
    return redirect(_with_key(kept.address, kept) if is_another else reverse("kept_form", args=[kept.pk]))


def _wanted(request: HttpRequest) -> KeptForm | None:
    key = request.GET.get(KEY, "")
    if not (key.isascii() and key.isdigit() and len(key) < 19 and request.user.is_authenticated):
        return None
    assert isinstance(request.user, Person)
    found = in_force(request.user, at=clock.now()).select_related("person")
    return found.filter(pk=int(key)).first()


def _asks_to_sign_in(request: HttpRequest) -> HttpResponse:
    text = _(
        "Ihre Sitzung ist abgelaufen; es wurde nichts gespeichert. Bitte melden Sie sich an: Was Sie "
        "eingegeben haben, steht dann wieder im Formular. Passwörter und Dateien sind nicht dabei."
    )
    messages.warning(request, text)
    return redirect("account_login")


def _said_in_place(request: HttpRequest, kept: KeptForm | None) -> HttpResponse:
    """Answer what a page asks for by itself: it saves drafts and looks how far something is."""
    if kept is not None:
        return render(request, "account/session_over.html")
    where = urlencode({"next": _shown_at(request) or reverse("start")})
    return HttpResponse(status=204, headers={"HX-Redirect": f"{reverse('account_login')}?{where}"})


def _shown_at(request: HttpRequest) -> str:
    """Return path and query of the page that the browser says it comes from; empty where it is not ours."""
    told = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    said = _without_key(urlunsplit(("", "", told.path, told.query, "")))
    is_ours = told.netloc == request.get_host() and told.path.startswith("/") and len(said) <= LONGEST
    return said if is_ours else ""


def _is_from_here(request: HttpRequest) -> bool:
    """Say whether the browser itself names one of our pages as the one the form stood on."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def _is_html(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html")


def _with_key(path: str, kept: KeptForm) -> str:
    return f"{path}{'&' if '?' in path else '?'}{KEY}={kept.pk}"


def _without_key(path: str) -> str:
    parts = urlsplit(path)
    query = QueryDict(parts.query, mutable=True)
    if KEY not in query:
        return path
    del query[KEY]
    return urlunsplit(("", "", parts.path, query.urlencode(), ""))
