"""Links by mail: ask for one to sign in, open one. Looking alone uses nothing: mail scanners look, too."""

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login, user_pk_to_url_str
from allauth.core.ratelimit import consume_or_429
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from stellwerk.actions.account_links import ask_for_link, use_link
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.letters.account_links import row_of
from stellwerk.models import AccountLink, LinkKind
from stellwerk.queries.account_links import in_force
from stellwerk.queries.people import by_mail


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-Mail"),
        help_text=_("Die Adresse, unter der Sie bei Stellwerk bekannt sind."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@login_not_required
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever is known; the page says the same to everybody."""
    form = LinkForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "account/link_ask.html", {"form": form}, status=status)
    email = form.cleaned_data["email"].lower()
    limited: HttpResponse | None = consume_or_429(request, action="sign_in_link", key=email)
    if limited:
        return limited
    if person := by_mail(email):
        ask_for_link(person.pk, LinkKind.SIGN_IN, at=clock.now())
    return render(request, "account/link_asked.html")


@login_not_required
@never_cache
def account_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose account the link opens; open it on POST."""
    limited: HttpResponse | None = consume_or_429(request, action="account_link", limit_get=True)
    if limited:
        return limited
    link = in_force(row_of(token), at=clock.now())
    if link and request.method == "POST":
        try:
            return _opened(request, use_link(link.pk, at=clock.now()))
        except Refused:
            link = None
    page = render(request, "account/link.html", {"link": link}, status=200 if link else 404)
    page["X-Robots-Tag"] = "noindex, nofollow"
    return page


def _opened(request: HttpRequest, link: AccountLink) -> HttpResponse:
    """Sign in, by way of the second factor where there is one; or lead to the page for a new password."""
    person = link.person
    if link.kind == LinkKind.PASSWORD:
        key = default_token_generator.make_token(person)
        return redirect("account_reset_password_from_key", user_pk_to_url_str(person), key)
    record_authentication(request, person, method="link")
    where = reverse("mfa_index") if link.kind == LinkKind.INVITATION else None
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=where)
    return answer
