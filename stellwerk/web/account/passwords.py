"""Passwords: how long one may be. How short, and which are too common, Django itself says."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class NotEndless:
    """A longer one adds nothing, and costs the server time at each sign-in (OWASP ASVS 4.0.3, V2.1.2)."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Das Passwort hat höchstens %(longest)s Zeichen.") % {"longest": LONGEST}
