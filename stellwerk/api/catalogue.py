"""Read the catalogue and the places: open to everybody."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from stellwerk.api.shapes import (
    MunicipalityOut,
    MunicipalityQuery,
    Page,
    Problem,
    ServiceOut,
    ServiceQuery,
    Window,
)
from stellwerk.models import Municipality, Service

router = Router(tags=["Katalog"])
NO = {422: Problem, 429: Problem}
SERVICE = ("key", "name", "execution_type", "gone_on", "ozg_number", "subject_area")
MUNICIPALITY = ("ags", "name", "kind", "population", "gone_on", "district_id")


@router.get("/services", response={200: Page[ServiceOut], **NO}, url_name="api_services")
def services(request: HttpRequest, wanted: Query[ServiceQuery]) -> dict[str, Any]:  # noqa: ARG001
    """Leistungen des Katalogs nach Schlüssel."""
    found = Service.objects.annotate(
        ozg_number=F("ozg_service_id"), subject_area=F("ozg_service__life_situation__subject_area_id")
    )
    narrow = {"name__icontains": wanted.q, "key": wanted.key, "subject_area": wanted.subject_area}
    return _page(found.filter(**_given(narrow)).order_by("key"), SERVICE, wanted)


@router.get("/municipalities", response={200: Page[MunicipalityOut], **NO}, url_name="api_municipalities")
def municipalities(request: HttpRequest, wanted: Query[MunicipalityQuery]) -> dict[str, Any]:  # noqa: ARG001
    """Gemeinden nach Schlüssel, aufgelöste eingeschlossen."""
    narrow = {"name__icontains": wanted.q, "ags": wanted.ags, "district": wanted.district}
    found = Municipality.objects.filter(**_given(narrow)).order_by("ags")
    page = _page(found, MUNICIPALITY, wanted)
    for item in page["items"]:
        item["district"] = item.pop("district_id")
    return page


def _given(narrow: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in narrow.items() if value}


def _page(found: QuerySet[Any], fields: tuple[str, ...], window: Window) -> dict[str, Any]:
    rows = found.values(*fields)[window.offset : window.offset + window.limit]
    return {"count": found.count(), "items": list(rows)}
