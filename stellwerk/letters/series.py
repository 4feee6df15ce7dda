"""The picture of an indicator over time: a small chart for each group, all on the same scale."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stellwerk.gateways.patterns import Words
from stellwerk.gateways.picture_parts import Series
from stellwerk.law.periods import german
from stellwerk.letters.drawing import picture

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
    return picture(
        "charts.small_multiples", series, Words("kennzahl-verlauf", title, f"{description} {where}")
    )
