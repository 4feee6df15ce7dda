"""Whatever a program sends with a good token: an answer that is described, and nothing half imported."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from stellwerk.api.urls import document
from stellwerk.models import CoverageFact
from tests.api.conftest import BIRTH
from tests.faults.test_any_input import STRANGE, drawn

Send = Callable[..., HttpResponse]
ROW = {"ags": "08115045", "service_key": BIRTH, "state": "live", "valid_from": "2024-01-01"}
ODD = [
    None, True, -1, 0, 10**30, 1e308, "", " ", "\x00", "\ud800", "\u202e", "ä" * 5000, [], [[]], {}, {"a": 1},
    "31.02.2024", "2024-02-31", "0001-01-01", "9999-12-31", "NaN", "²", "'; DROP TABLE x; --",
]  # fmt: skip
BROKEN = [
    b"", b"{", b"[]", b"null", b"42", b'"x"', b"\xff\xfe", b"{" * 20_000, b"[" * 20_000, b'{"rows":' * 5000,
    b'{"rows": NaN}', b'{"rows": [1e999]}', b'{"rows": [], "rows": [1]}', b'\xef\xbb\xbf{"rows": []}',
    b'{"rows": ["\\ud800"]}', b"a=b&c=d",
]  # fmt: skip
ANSWERS = {400, 413, 415, 422}


def described(answer: HttpResponse) -> None:
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["status"] == answer.status_code


@pytest.mark.parametrize("content", BROKEN, ids=lambda it: repr(it[:12]))
def test_what_is_no_content_is_a_problem(send: Send, services: None, content: bytes) -> None:
    answer = send(content)

    assert answer.status_code in ANSWERS
    described(answer)
    assert not CoverageFact.objects.exists()


@pytest.mark.parametrize("value", ODD, ids=lambda it: ascii(it)[:16])
def test_no_content_breaks_an_operation(send: Send, services: None, value: Any) -> None:
    for number, field in enumerate([*ROW, "planned_on", "maturity", "note", "unbekannt"]):
        answer = send(json.dumps({"title": "Abgleich", "district": "08115", "rows": [ROW | {field: value}]}),
                      key=f"abgleich-{number}")  # fmt: skip

        assert answer.status_code in ANSWERS | {200, 201}, field
        if answer.status_code >= 400:
            described(answer)


@pytest.mark.parametrize("value", ODD, ids=lambda it: ascii(it)[:16])
def test_no_frame_of_the_content_breaks_it(send: Send, services: None, value: Any) -> None:
    for number, field in enumerate(["title", "district", "rows"]):
        content = {"title": "Abgleich", "district": "08115", "rows": [ROW]} | {field: value}

        assert send(json.dumps(content), key=f"rahmen-{number}").status_code in ANSWERS | {200, 201}, field


def test_no_parameter_breaks_a_question(secret: Callable[[str], str], services: None, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    client, found = Client(), {}
    headers = {"Authorization": f"Bearer {secret('koordination')}"}
    for path, methods in document()["paths"].items():
        names = [it["name"] for it in methods.get("get", {}).get("parameters", []) if it["in"] == "query"]
        for name in names:
            for value in drawn(STRANGE, 12, path + name):
                asked = f"{path.replace('{key}', 'municipalities')}?{urlencode({name: value})}"
                status = client.get(asked, headers=headers).status_code
                if status not in {200, 404, 422, 503}:
                    found[path, name, ascii(value)[:40]] = status

    assert found == {}
