"""Sign-in: people are added by the authority, nobody registers themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from stellwerk.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Name the person for the lock-out too, so that it counts failures by person and address."""
        person: Person | None = super().authenticate(request, login=credentials["email"], **credentials)
        return person
