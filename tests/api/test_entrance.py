"""What holds for every request: not too many, not too large, and each no is a problem in JSON."""

from typing import Any

import pytest
from django.test import Client

from stellwerk.models import Person
from tests.api.conftest import Ask


def test_too_many_requests_have_to_wait(ask: Ask, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2

    statuses = [ask("services", limit=1).status_code for _ in range(3)]
    late = ask("services", limit=1)

    assert statuses in ([200, 200, 429], [200, 200, 200])  # a minute may end in between
    assert late.status_code in (200, 429)
    if late.status_code == 429:
        assert 1 <= int(late.headers["Retry-After"]) <= 60


def test_each_address_is_counted_for_itself(client: Client, db: None, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1

    statuses = [
        client.get("/api/v1/services", {"limit": 1}, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(3)
    ]

    assert statuses == [200, 200, 200]


def test_only_our_own_proxy_is_believed(client: Client, db: None, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE, settings.BEHIND_TLS = 1, True

    answers = [
        client.get(
            "/api/v1/services", {"limit": 1}, headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"}
        )
        for number in range(4)
    ]

    assert 429 in {answer.status_code for answer in answers}


def test_a_method_that_is_not_there_is_a_problem(client: Client, db: None) -> None:
    answer = client.delete("/api/v1/services")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("content", ["{", "[]", "null", '"text"', "\x00", '{"district": "\\ud800"}'])
def test_what_is_no_proper_json_is_a_problem(send: Ask, content: str) -> None:
    answer = send(content)

    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_request_that_is_too_large_is_refused_unread(send: Ask, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = send({"district": "08115", "title": "x" * 200, "rows": []})

    assert (answer.status_code, answer.json()["title"]) == (413, "Anfrage zu groß")


def test_an_answer_is_kept_by_no_cache_and_sets_no_cookie(ask: Ask) -> None:
    answer = ask("coverage", "pruefung")

    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert Person.objects.exists()
