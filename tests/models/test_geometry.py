"""Outlines: one for each place of a layer."""

from collections.abc import Callable

from stellwerk.models import GeometryLayer, LayerKind, Outline
from tests.house.cases import RELEASED_AT


def test_a_layer_has_one_outline_for_each_place(db: None, copy_breaks: Callable[..., None]) -> None:
    layer = GeometryLayer.objects.create(kind=LayerKind.DISTRICTS, source="Beispiel", imported_at=RELEASED_AT)
    outline = Outline.objects.create(layer=layer, key="08415", shape={})

    copy_breaks("outline_once_per_layer", outline)
