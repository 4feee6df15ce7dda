"""The picture of an indicator over time: a small chart for each group, all on the same scale."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.gateways import charts
from stellwerk.gateways.charts import Series
from stellwerk.gateways.patterns import Words
from stellwerk.law.periods import german

KEPT = 32  # pictures; the same values give the same picture
Points = Sequence[tuple[date, Decimal | None]]


def series_picture(indicator: str, lines: Sequence[tuple[str, Points]]) -> str:
    """Return the charts of these lines, each with a name of its own; a gap is a day without a figure."""
    days = [day for _name, points in lines for day, _percent in points]
    title = _("%(indicator)s von %(first)s bis %(last)s, in Prozent") % {
        "indicator": indicator,
        "first": german(min(days)),
        "last": german(max(days)),
    }
    description = _("Jede Gruppe hat ein eigenes kleines Diagramm, alle mit demselben Maßstab von 0 bis 100.")
    where = _("Dieselben Werte stehen in der Tabelle.")
    series = tuple(Series(name, tuple(points)) for name, points in lines)
    return _drawn(series, Words("kennzahl-verlauf", title, f"{description} {where}"))


@lru_cache(maxsize=1)
def _fonts() -> None:
    if settings.FONTS_DIR.is_dir():
        charts.use_fonts(settings.FONTS_DIR)


@lru_cache(maxsize=KEPT)
def _drawn(series: tuple[Series, ...], words: Words) -> str:
    _fonts()
    return charts.small_multiples(series, words)
