"""Signing in and out and changing one's password: the pages of allauth in the look of the house."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from stellwerk.queries.people import demo_people
from stellwerk.web.guards import signed_in


class Login(LoginView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo_people() if settings.DEMO else []
        oidc = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        return {**super().get_context_data(**kwargs), "demo_people": people, "oidc": oidc}

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return page


login = login_not_required(Login.as_view())
logout = login_not_required(LogoutView.as_view())
password = signed_in(PasswordChangeView.as_view(template_name="account/password_change.html"))
