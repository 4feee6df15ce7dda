"""The OpenAPI document says what the interface does: random requests find no answer it does not know."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from hypothesis import settings as bounds
from schemathesis.specs.openapi.checks import positive_data_acceptance

from stellwerk.api.urls import document

EXAMPLES = 20
SCHEMA = schemathesis.openapi.from_dict(document())
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the application wants the folder to be there
SCHEMA.app = get_wsgi_application()
BOUNDED = bounds(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_document_describes_every_operation(client, db: None) -> None:  # type: ignore[no-untyped-def]
    answer = client.get("/api/v1/openapi.json")

    assert answer.json()["openapi"].startswith("3.")
    assert set(answer.json()["paths"]) >= {
        "/api/v1/services",
        "/api/v1/municipalities",
        "/api/v1/coverage",
        "/api/v1/coverage/import",
    }


def test_every_operation_says_whether_it_needs_a_token() -> None:
    needs = {
        (address, method): bool(operation.get("security"))
        for address, methods in document()["paths"].items()
        for method, operation in methods.items()
    }

    assert needs["/api/v1/services", "get"] is False
    assert needs["/api/v1/coverage", "get"] is True
    assert needs["/api/v1/coverage/import", "post"] is True


def test_people_read_the_document_without_scripts(client, db: None) -> None:  # type: ignore[no-untyped-def]
    page = client.get("/api/v1/").content.decode()

    assert "POST /api/v1/coverage/import" in page
    assert "Idempotency-Key" in page
    assert "<script" not in page.replace("<script src", "")


@pytest.fixture
def _connection_stays(db: None) -> Iterator[None]:
    """Keep the connection of the test after each request, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def authorization(
    _connection_stays: None, secret: Callable[[str], str], services: None, settings: Any
) -> dict[str, str]:
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    return {"Authorization": f"Bearer {secret('koordination')}"}


@SCHEMA.parametrize()
@BOUNDED
def test_no_request_gets_an_answer_that_is_not_described(case: Any, authorization: dict[str, str]) -> None:
    """What fits the shape may still be refused by the case; everything else must be as described."""
    case.call_and_validate(headers=authorization, excluded_checks=[positive_data_acceptance])
