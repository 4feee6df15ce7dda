"""Who asks for the pages: somebody of the example, signed in."""

from typing import Any


def signed_in(name: str) -> Any:
    """Return a browser of one of the example's people, by the first part of the address."""
    from django.test import Client

    from stellwerk.models import Person
    from stellwerk.queries.people import DEMO_DOMAIN

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        Person.objects.get(email=f"{name}{DEMO_DOMAIN}"),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    return client
