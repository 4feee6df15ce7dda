"""Programs that ask: each with the token of one of the example's people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from stellwerk.actions.tokens import create_token
from stellwerk.models import Service
from tests.house.cases import RELEASED_AT, person

Ask = Callable[..., HttpResponse]
BUILDING, BIRTH = "99012008001000", "99027002012000"


@pytest.fixture
def services(db: None) -> None:
    for key in (BUILDING, BIRTH):
        Service.objects.get_or_create(key=key, defaults={"name": f"Leistung {key}", "source": "Test"})


@pytest.fixture
def secret(db: None) -> Callable[[str], str]:
    """Return a new token of somebody, by the first part of the address."""
    return lambda name: create_token("Test", rights=person(name), at=RELEASED_AT)[1]


@pytest.fixture
def ask(secret: Callable[[str], str]) -> Ask:
    """Ask an address below /api/v1/ as somebody, or as nobody."""
    known: dict[str, str] = {}

    def asked(path: str, who: str = "", **parameters: Any) -> HttpResponse:
        return Client().get(f"/api/v1/{path}", parameters, headers=bearer(who))

    def bearer(who: str) -> dict[str, str]:
        if who and who not in known:
            known[who] = secret(who)
        return {"Authorization": f"Bearer {known[who]}"} if who else {}

    return asked


@pytest.fixture
def send(secret: Callable[[str], str]) -> Ask:
    """Send an import as the coordinator of the Landkreis Böblingen, or as somebody else."""
    known: dict[str, str] = {}

    def sent(
        content: Any, key: str = "abgleich-1", who: str = "koordination", *, dry_run: bool = False
    ) -> HttpResponse:
        if who not in known:
            known[who] = secret(who)
        headers = {"Authorization": f"Bearer {known[who]}", "Idempotency-Key": key}
        path = "/api/v1/coverage/import" + ("?dry_run=true" if dry_run else "")
        return Client().post(path, content, content_type="application/json", headers=headers)

    return sent
