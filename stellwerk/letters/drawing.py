"""Draws pictures with the fonts of the pages, and keeps them: the same values give the same picture."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

KEPT = 128  # pictures; none of them grows old


@lru_cache(maxsize=KEPT)
def picture(what: str, *values: Any) -> str:
    """Return the SVG that a function of the gateways draws, ``charts.district_map`` for one."""
    return draw(what, *values)


def draw(what: str, *values: Any) -> str:
    # By name: what draws takes half a second to load, and most processes never draw.
    drawing: Callable[..., str] = import_string(f"stellwerk.gateways.{what}")
    _use_fonts()
    return drawing(*values)


@lru_cache(maxsize=1)
def _use_fonts() -> None:
    if settings.FONTS_DIR.is_dir():
        import_string("stellwerk.gateways.charts.use_fonts")(settings.FONTS_DIR)
