"""The addresses of the interface, below /api/v1/."""

import re
from functools import lru_cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from ninja import NinjaAPI

from stellwerk.api import catalogue, coverage, indicators
from stellwerk.api.entrance import entrance
from stellwerk.api.problems import PROBLEM, answer_problems

ADDRESS = "/api/v1/"
ABOUT = """\
Leistungen und Gemeinden lesen alle ohne Anmeldung. Angaben zum Angebot lesen und einspielen Programme mit \
einem Schlüssel, der einer Person gehört und deren Rechte hat. Veröffentlichte Daten stehen unter /daten/.
"""

api = NinjaAPI(
    title="Stellwerk: Onlinedienste in der Fläche",
    version="1.0",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
answer_problems(api)
api.add_router("", catalogue.router)
api.add_router("", coverage.router)
api.add_router("", indicators.router)


def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def docs(request: HttpRequest) -> HttpResponse:
    """Show the document for people, without any script."""
    return render(request, "public/interface.html", {"document": document(), "operations": _operations()})


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document, made once; faults answer with problem+json, which ninja cannot know."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=ADDRESS))
    for _address, _method, operation in _each(made):
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and "content" in answer:
                answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
    return made


def _each(made: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (address, method, operation)
        for address, methods in made["paths"].items()
        for method, operation in methods.items()
    ]


def _operations() -> list[dict[str, Any]]:
    return [
        {
            "address": address,
            "method": method.upper(),
            "about": operation.get("description", ""),
            "needs_token": bool(operation.get("security")),
            "parameters": [{"description": "", **one} for one in operation.get("parameters", [])],
            "statuses": list(operation["responses"]),
        }
        for address, method, operation in _each(document())
    ]


@lru_cache
def _parameters(pattern: str) -> list[str]:
    """Return the names that the operations at an address take in the query."""
    address = ADDRESS + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)
    operations = document()["paths"][address].values()
    return [it["name"] for one in operations for it in one.get("parameters", []) if it["in"] == "query"]


urlpatterns: list[URLPattern] = [
    path("", entrance(docs), name="api_docs"),
    path("openapi.json", entrance(openapi), name="api_openapi"),
    *(
        path(
            str(one.pattern),
            entrance(one.callback, parameters=partial(_parameters, str(one.pattern))),
            name=one.name,
        )
        for one in api.urls[0]
        if isinstance(one, URLPattern) and one.name != "api-root"
    ),
]
