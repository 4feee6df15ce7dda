"""A token opens what its person may open today; a forged, withdrawn or foreign one opens nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from stellwerk.actions.tokens import revoke_token
from stellwerk.models import ApiToken, Membership, Person
from stellwerk.queries.tokens import fingerprint
from tests.house.cases import RELEASED_AT, person

COVERAGE = "/api/v1/coverage"
Secret = Callable[[str], str]


def asked(authorization: str) -> HttpResponse:
    return Client().get(COVERAGE, headers={"Authorization": authorization})


def test_a_token_opens_and_its_use_is_noted(secret: Secret) -> None:
    made = secret("pruefung")

    answer = asked(f"Bearer {made}")

    assert answer.status_code == 200
    assert ApiToken.objects.get(token_sha256=fingerprint(made)).last_used_at is not None


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer stw_falsch",
        "Basic {secret}",
        "Bearer {sha256}",
        "Bearer {secret}x",
        "{secret}",
    ],
)
def test_what_is_no_token_opens_nothing(secret: Secret, authorization: str) -> None:
    made = secret("pruefung")
    forged = authorization.format(secret=made, sha256=fingerprint(made))

    answer = asked(forged)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "gültigen Schlüssel" in answer.json()["detail"]


def test_a_withdrawn_token_opens_nothing(secret: Secret) -> None:
    made = secret("pruefung")
    token = ApiToken.objects.get(token_sha256=fingerprint(made))

    revoke_token(token.pk, rights=person("pruefung"), at=RELEASED_AT)

    assert asked(f"Bearer {made}").status_code == 401


def test_the_token_of_somebody_who_left_opens_nothing(secret: Secret) -> None:
    made = secret("pruefung")

    Person.objects.filter(email__startswith="pruefung@").update(is_active=False)

    assert asked(f"Bearer {made}").status_code == 401


def test_a_token_loses_the_rights_that_its_person_loses(secret: Secret) -> None:
    made = secret("pruefung")

    ended = date(2024, 3, 8) - timedelta(days=1)
    Membership.objects.filter(person__email__startswith="pruefung@").update(ends_on=ended)

    assert asked(f"Bearer {made}").status_code == 403


def test_who_is_signed_in_with_a_browser_is_nobody_here(db: None) -> None:
    client = Client()
    client.force_login(
        Person.objects.get(email__startswith="pruefung@"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    assert client.get(COVERAGE).status_code == 401


def test_the_token_itself_is_stored_nowhere(secret: Secret) -> None:
    made = secret("pruefung")

    stored = ApiToken.objects.get(token_sha256=fingerprint(made))

    assert made not in str(vars(stored))
    assert len(made) > 40
