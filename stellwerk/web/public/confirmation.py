"""A municipality's list by its personal link: confirmed or corrected without an account.

Looking writes nothing. Every link that leads nowhere gets the same answer, whatever the reason.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.actions.confirmations import Cell, Correction, answer, begin_answer
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import CoverageState, Invitation
from stellwerk.queries.campaigns import Line, by_token, lines
from stellwerk.web.public.confirmation_lines import Row, compared, seen_in, shown, typed
from stellwerk.web.public.forms import ConfirmationForm
from stellwerk.web.refusals import refused

View = Callable[[HttpRequest, str, Invitation], HttpResponse]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let in whoever holds a valid link; keep the page out of caches, search engines and other sites."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        page: HttpResponse | None = consume_or_429(request, action="confirmation", limit_get=True)
        if page is None:
            found = by_token(token, on=clock.today())
            page = view(request, token, found) if found else _nowhere(request)
        page["X-Robots-Tag"], page["Cache-Control"] = "noindex, nofollow", "no-store"
        return page

    return login_not_required(guarded)


@by_link
def confirmation(request: HttpRequest, token: str, asked: Invitation) -> HttpResponse:
    """Show the list; take „Alles stimmt“, or lead to the page for corrections."""
    if request.POST.get("schritt") == "berichtigen":
        begin_answer(asked.pk, at=clock.now())
        return redirect("confirmation_correct", token)
    form = ConfirmationForm(request.POST or None)
    if form.is_valid() and _answered(request, form, asked, {}):
        return redirect("confirmation", token)
    rows = shown(_lines(asked))  # after the attempt: somebody else may have answered in the same moment
    if form.is_bound:
        rows = compared(rows, seen_in(request.POST, asked.municipality_id))
    return _page(request, "public/confirmation.html", asked, form, rows)


@by_link
def confirmation_correct(request: HttpRequest, token: str, asked: Invitation) -> HttpResponse:
    """Take what is said line by line; every other line is confirmed with it."""
    form, known = ConfirmationForm(request.POST or None), _lines(asked)
    if not form.is_bound:
        return _page(request, "public/confirmation_correct.html", asked, form, shown(known))
    rows, said = typed(known, request.POST)
    if wrong := [row for row in rows if row.error]:
        form.add_error(None, _("Bitte prüfen Sie die markierten Zeilen: %(count)s.") % {"count": len(wrong)})
    if form.is_valid() and _answered(request, form, asked, said):
        return redirect("confirmation", token)
    rows, _said = typed(_lines(asked), request.POST)
    rows = compared(rows, seen_in(request.POST, asked.municipality_id))
    return _page(request, "public/confirmation_correct.html", asked, form, rows)


def _lines(asked: Invitation) -> list[Line]:
    return lines(asked.campaign_id, [asked.municipality_id])[asked.municipality_id]


def _answered(
    request: HttpRequest, form: ConfirmationForm, asked: Invitation, said: Mapping[Cell, Correction]
) -> bool:
    """Write the answer down, or put the refusal above the form."""
    seen = seen_in(request.POST, asked.municipality_id)
    try:
        answer(asked.pk, at=clock.now(), by_text=form.by_text, seen=seen, corrections=said)
    except Refused as no:
        asked.refresh_from_db(fields=["opened_at", "answered_at", "answered_by"])
        refused(form, no)
        return False
    messages.success(request, _("Vielen Dank. Ihre Antwort ist gespeichert."))
    return True


def _page(
    request: HttpRequest, template: str, asked: Invitation, form: ConfirmationForm, rows: list[Row]
) -> HttpResponse:
    page = {
        "asked": asked,
        "campaign": asked.campaign,
        "form": form,
        "rows": rows,
        "unknown": sum(row.line.fact is None for row in rows),
        "is_example": any(row.line.is_example for row in rows),
        "states": CoverageState.choices[::-1],
        "on": clock.today(),
    }
    return render(request, template, page, status=422 if form.errors else 200)


def _nowhere(request: HttpRequest) -> HttpResponse:
    return render(request, "public/confirmation_nowhere.html", status=404)
