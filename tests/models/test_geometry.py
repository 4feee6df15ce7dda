"""Outlines: one for each place of a layer, and they stay as they were imported."""

from collections.abc import Callable

import pytest

from stellwerk.models import GeometryLayer, LayerKind, Outline
from tests.house.cases import RELEASED_AT


@pytest.fixture
def outline(db: None) -> Outline:
    layer = GeometryLayer.objects.create(kind=LayerKind.DISTRICTS, source="Beispiel", imported_at=RELEASED_AT)
    return Outline.objects.create(layer=layer, key="08415", shape={})


def test_a_layer_has_one_outline_for_each_place(outline: Outline, copy_breaks: Callable[..., None]) -> None:
    copy_breaks("outline_once_per_layer", outline)


@pytest.mark.parametrize("table", ["geometrylayer", "outline"])
def test_outlines_are_neither_changed_nor_deleted(
    outline: Outline, breaks: Callable[..., None], table: str
) -> None:
    breaks(f"{table} is append-only", f"UPDATE stellwerk_{table} SET id = id")
    breaks(f"{table} is append-only", f"DELETE FROM stellwerk_{table}")
