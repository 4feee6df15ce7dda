"""Passkeys: set one up, sign in with it, show it again, remove it. The browser needs JavaScript for it."""

import json
from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from stellwerk.web.guards import signed_in


def options_text(options: Mapping[str, Any]) -> str:
    """Return what the browser needs to know, as the page carries it."""
    return json.dumps(options, cls=DjangoJSONEncoder)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey opens the account alone, so the device must check who holds it."""

    name = forms.CharField(
        label=_("Name des Passkeys"),
        help_text=_("Zum Beispiel „Diensthandy“, damit Sie ihn später wiedererkennen."),
        max_length=60,
    )
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    form_class = PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: dict[str, Any] = super().get_context_data(**kwargs)
        page.setdefault("form", kwargs.get("form") or self.get_form())
        page["options"] = options_text(begin_registration(self.request.user, True))
        return page

    def form_valid(self, form: forms.Form) -> Any:
        page = super().form_valid(form)
        shown = {"type": "webauthn", "reauthenticated": True}
        record_authentication(self.request, self.request.user, "mfa", **shown)
        return page

    def form_invalid(self, form: forms.Form) -> Any:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("mfa_index")


class ReauthenticatePasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: dict[str, Any] = super().get_context_data(**kwargs)
        page.setdefault("form", kwargs.get("form") or self.get_form())
        page["options"] = options_text(page["js_data"]["request_options"])
        return page


passkey_new = signed_in(never_cache(AddPasskey.as_view()))
passkey_remove = signed_in(RemovePasskey.as_view())
passkey_sign_in = login_not_required(LoginWebAuthnView.as_view())
reauthenticate_passkey = signed_in(never_cache(ReauthenticatePasskey.as_view()))
