"""Browsers of the example's people, and somebody who reads the figures of the worked case."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from stellwerk.gateways.warehouse import Manifest
from stellwerk.models import Grant, Person, Run
from stellwerk.queries.people import DEMO_DOMAIN
from tests.house.coverage import WorkedCase, stored_case
from tests.house.warehouse import snapshot_on, warehouse_folder  # noqa: F401

OWN_OFFICE = "LRA-08136"  # the Landratsamt Ostalbkreis, for which the example's county acts


@pytest.fixture(autouse=True)
def _static_folder() -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def browser(db: None) -> Callable[[str], Client]:
    """Return the browser of somebody who is signed in, by the first part of the address."""

    def signed_in(name: str) -> Client:
        client = Client()
        person = Person.objects.get(email=f"{name}{DEMO_DOMAIN}")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def own_grant(released: Run) -> Grant:
    return Grant.objects.get(recipient__key=OWN_OFFICE)


@pytest.fixture
def other_grant(released: Run) -> Grant:
    return Grant.objects.exclude(recipient__key=OWN_OFFICE).order_by("pk")[0]


@pytest.fixture(scope="module")
def stored(kept_for_the_module: None) -> WorkedCase:
    """Return the worked case, whose figures were counted by hand."""
    return stored_case()


@pytest.fixture
def reader(
    stored: WorkedCase,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
    browser: Callable[[str], Client],
) -> Client:
    """Return the browser of somebody who reads its figures."""
    snapshot_on(date(2025, 12, 31))
    return browser("pruefung")
