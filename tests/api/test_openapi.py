"""The OpenAPI document says what the interface does: random requests find no answer it does not know."""


from stellwerk.api.urls import document


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
