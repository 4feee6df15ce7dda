"""My account: password, code generator, recovery codes, and saying once more who one is."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import (
    PasswordResetDoneView,
    PasswordResetFromKeyDoneView,
    PasswordResetFromKeyView,
    PasswordResetView,
    PasswordSetView,
    ReauthenticateView,
)
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from stellwerk.queries.second_factors import factors, is_example_person, needs_second_factor
from stellwerk.web.account.passkeys import options_text
from stellwerk.web.guards import SignedIn, signed_in


class Checked:
    """A form that does not hold is answered as everywhere in the house: 422."""

    def form_invalid(self, form: Form) -> HttpResponse:
        page: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        page.status_code = 422
        return page


class SecondStep(Checked, AuthenticateView):  # type: ignore[misc]
    """After the password or the link: a code or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: dict[str, Any] = super().get_context_data(**kwargs)
        page["factors"] = factors(self.stage.login.user)
        page["options"] = options_text(page["js_data"]["request_options"])
        return page


class PasswordReset(Checked, PasswordResetView):  # type: ignore[misc]
    pass


class PasswordResetFromKey(Checked, PasswordResetFromKeyView):  # type: ignore[misc]
    pass


class PasswordSet(Checked, PasswordSetView):  # type: ignore[misc]
    pass


class Reauthenticate(Checked, ReauthenticateView):  # type: ignore[misc]
    pass


class CodeReauthenticate(Checked, CodeReauthenticateView):  # type: ignore[misc]
    pass


class ActivateTotp(Checked, ActivateTOTPView):  # type: ignore[misc]
    """Whoever has just shown a right code need not show another one: it counts as the second factor."""

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form: Form = super().get_form(form_class)
        form.fields["code"].label = _("Code aus der App")
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        page: HttpResponse = super().form_valid(form)
        shown = {"type": "totp", "reauthenticated": True}
        record_authentication(self.request, self.request.user, "mfa", **shown)
        return page


@signed_in
def account(request: SignedIn) -> HttpResponse:
    """Show how one signs in, and what is asked of whoever releases."""
    person = request.rights.person
    page = {
        "factors": factors(person),
        "is_needed": needs_second_factor(request.rights),
        "is_example": is_example_person(person),
        "has_password": person.has_usable_password(),
        "has_oidc": bool(settings.OIDC_ISSUER),
        "offices": request.rights.held,
    }
    return render(request, "mfa/index.html", page)


second_step = login_not_required(SecondStep.as_view())
password_reset = login_not_required(PasswordReset.as_view())
password_reset_done = login_not_required(PasswordResetDoneView.as_view())
password_reset_from_key = login_not_required(PasswordResetFromKey.as_view())
password_reset_from_key_done = login_not_required(PasswordResetFromKeyDoneView.as_view())
inactive = login_not_required(TemplateView.as_view(template_name="account/account_inactive.html"))
password_set = signed_in(PasswordSet.as_view())
reauthenticate = signed_in(Reauthenticate.as_view())
reauthenticate_code = signed_in(CodeReauthenticate.as_view())
activate_totp = signed_in(never_cache(ActivateTotp.as_view()))
deactivate_totp = signed_in(DeactivateTOTPView.as_view())
recovery_codes = signed_in(never_cache(ViewRecoveryCodesView.as_view()))
recovery_codes_new = signed_in(GenerateRecoveryCodesView.as_view())
