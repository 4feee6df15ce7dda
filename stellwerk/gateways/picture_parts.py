"""What pictures of coverage are drawn from; what draws them is loaded with the first picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MAP_WIDTH = 900  # pixels


@dataclass(frozen=True, slots=True)
class Tile:
    """A district on the tile map.

    kind  class of the legend
    text  what stands in it; ``note`` stands below it in small letters
    href  "" for none
    """

    name: str
    column: int
    row: int
    kind: str
    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One place over time: (first day of a month, percent); None where nothing was collected.

    name  no other one of the picture has it
    """

    name: str
    points: Sequence[tuple[date, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a heat map. Those of one group follow each other; group "" has no heading."""

    name: str
    group: str = ""
