"""Pages every site must have, as the operator wrote them, and the published format of a notice."""

from importlib.resources import files

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from stellwerk.models import SiteText, SiteTextKind

_SCHEMAS = files("stellwerk.letters") / "schema"


@login_not_required
def imprint(request: HttpRequest) -> HttpResponse:
    return _page(request, SiteTextKind.IMPRINT)


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, SiteTextKind.PRIVACY)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, SiteTextKind.ACCESSIBILITY)


@login_not_required
def notice_schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return _schema("notice.schema.json")


@login_not_required
def decision_schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return _schema("decision.schema.json")


def _schema(name: str) -> HttpResponse:
    return HttpResponse((_SCHEMAS / name).read_bytes(), content_type="application/schema+json")


def _page(request: HttpRequest, kind: SiteTextKind) -> HttpResponse:
    texts = {text.language: text for text in SiteText.objects.filter(kind=kind).order_by("pk")}
    found = texts.get((get_language() or "de")[:2]) or texts.get("de")
    return render(request, "public/site_text.html", {"title": kind.label, "text": found})
