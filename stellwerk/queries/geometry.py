"""Outlines of places: the newest layer of a kind, and its outlines."""

from typing import Any

from stellwerk.models import GeometryLayer, LayerKind, Outline


def layer(kind: LayerKind) -> GeometryLayer | None:
    """Return what is drawn; None where nobody has imported outlines yet."""
    return GeometryLayer.objects.filter(kind=kind).order_by("-imported_at", "-pk").first()


def outlines(layer_id: int, *, district: str = "") -> dict[str, dict[str, Any]]:
    """Return the GeoJSON of the places of a layer by key; district: the first digits of the keys."""
    found = Outline.objects.filter(layer=layer_id, key__startswith=district)
    return dict(found.order_by("key").values_list("key", "shape"))
