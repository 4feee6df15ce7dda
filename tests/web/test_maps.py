"""Maps, heat map, development and report: what they show, without outlines and with them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.models import GeometryLayer, LayerKind, Municipality, Outline

AT = datetime(2024, 3, 8, 10, 0, tzinfo=UTC)
PAGES = ("area_map", "area_municipalities", "area_heat_map", "area_over_time")
DISTRICT = "kreis=08136"  # Ostalbkreis


@pytest.fixture
def coverage(db: None) -> int:
    return load_example_coverage(at=AT, district="08136")


@pytest.fixture
def outlines(db: None) -> GeometryLayer:
    """Draw every municipality of the district as a little square."""
    layer = GeometryLayer.objects.create(
        kind=LayerKind.MUNICIPALITIES,
        source="Quadrate <von Hand>",
        licence="frei",
        as_of=date(2024, 1, 1),
        imported_at=AT,
    )
    places = Municipality.objects.filter(district="08136").order_by("ags")
    Outline.objects.bulk_create(
        Outline(layer=layer, key=it.ags, shape=square(number)) for number, it in enumerate(places)
    )
    return layer


def square(number: int) -> dict[str, Any]:
    east, north = 10 + number % 7 * 0.1, 48 + number // 7 * 0.1
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    ring = [[east + x, north + y] for x, y in corners]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def shown(client: Client, name: str, query: str = "") -> str:
    answer = client.get(f"{reverse(name)}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_a_picture_with_words_and_the_equal_table(
    name: str, browser: Callable[[str], Client], coverage: int
) -> None:
    page = shown(browser("pruefung"), name, DISTRICT)

    assert page.count("<svg") >= 1
    assert "<title id=" in page
    assert "<desc id=" in page
    assert "Dieselben Werte stehen in der Tabelle." in page
    assert "<table" in page
    assert "nicht erhoben" in page
    assert "(Beispielwert)" in page
