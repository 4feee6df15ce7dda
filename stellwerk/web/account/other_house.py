"""Single sign-on: another house (an OIDC provider) says who somebody is; where none is named, no page."""

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

PROVIDER = "oidc"


@login_not_required
def oidc_login(request: HttpRequest) -> HttpResponse:
    """Lead to the other house on POST; a GET leads to the page for signing in."""
    _require_provider()
    if request.method != "POST":
        return redirect("account_login")
    answer: HttpResponse = login(request, provider_id=PROVIDER)
    return answer


@login_not_required
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    _require_provider()
    if provider_id != PROVIDER:
        raise Http404
    answer: HttpResponse = callback(request, provider_id=provider_id)
    return answer


@login_not_required
def oidc_failed(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=403)


def _require_provider() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404
