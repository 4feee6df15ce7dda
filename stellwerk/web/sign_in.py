"""Sign-in: people are invited, nobody registers themselves; another house may say who somebody is."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from stellwerk.actions.account_links import ask_for_link
from stellwerk.actions.people import note_account_change
from stellwerk.gateways import clock
from stellwerk.gateways.sealed import seal, unseal
from stellwerk.models import LinkKind, Person
from stellwerk.queries.kept_forms import in_force
from stellwerk.queries.people import by_mail
from stellwerk.web.kept_forms import address

FACTORS = "second factors"  # what their secrets are sealed for
SAID = {
    "account/messages/password_changed.txt": _("Ihr neues Passwort gilt ab sofort."),
    "account/messages/password_set.txt": _("Ihr Passwort ist gespeichert."),
    "mfa/messages/totp_activated.txt": _("Der Code-Generator ist eingerichtet."),
    "mfa/messages/totp_deactivated.txt": _("Der Code-Generator ist entfernt."),
    "mfa/messages/webauthn_added.txt": _("Der Passkey ist eingerichtet."),
    "mfa/messages/webauthn_removed.txt": _("Der Passkey ist entfernt."),
    "mfa/messages/recovery_codes_generated.txt": _("Sie haben neue Ersatzcodes."),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Name the person for the lock-out too, so that it counts failures by person and address."""
        person: Person | None = super().authenticate(request, login=credentials["email"], **credentials)
        return person

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the form that came too late, if there is one; whichever way the person came in."""
        kept = in_force(request.user, at=clock.now()).first() if isinstance(request.user, Person) else None
        return address(kept) if kept else str(super().get_login_redirect_url(request))

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Leave the mail to the workers, as every mail; its link leads to the same page."""
        ask_for_link(user.pk, LinkKind.PASSWORD, at=clock.now())

    def send_notification_mail(self, template_prefix: str, user: Person, *_more: Any, **_named: Any) -> None:
        """Write what changed about an account into the journal."""
        note_account_change(user, template_prefix.rpartition("/")[2], at=clock.now())

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_more: Any, **named: Any
    ) -> None:
        """Say what happened in our words; what is seen on the page anyway needs none."""
        said = named.get("message") or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of code generators are encrypted with the key of the installation."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Der Code stimmt nicht oder gilt nicht mehr. Bitte geben Sie den neuesten ein."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, key=settings.SECRET_KEY, purpose=FACTORS).decode()

    def decrypt(self, encrypted_text: str) -> str:
        words = unseal(encrypted_text.encode(), key=settings.SECRET_KEY, purpose=FACTORS)
        if words is None:
            raise ValueError("a secret of a code generator was sealed with another key")
        return words


class OtherHouseAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever another house names gets in by a verified address that we know; nothing of it is stored."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        verified = [one.email for one in sociallogin.email_addresses if one.verified is True]
        person = by_mail(verified[0]) if verified else None
        if person is None:
            page = render(request, "socialaccount/unknown.html", {"is_verified": bool(verified)}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.user = person
