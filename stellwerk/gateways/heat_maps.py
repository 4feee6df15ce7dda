"""Heat maps: thousands of cells that stay readable, in groups, with the names beside and above."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from stellwerk.gateways.charts import kinds, pixels, svg
from stellwerk.gateways.patterns import INK, PAPER, Words, finished
from stellwerk.gateways.picture_parts import Line

CELL = 16  # two squares of a pattern: it looks the same in every cell
LEFT, TOP = 192, 240
ROOM = 40  # letters that a name has beside or above the cells


def heat_map(
    rows: Sequence[Line], columns: Sequence[Line], cells: Sequence[Sequence[str]], words: Words
) -> str:
    """Return the picture of a table: ``cells`` has a class of the legend for each row and column."""
    across, down = _placed(columns, LEFT), _placed(rows, TOP)
    width = max([LEFT, *(it.at + CELL for it in across)])
    height = max([TOP, *(it.at + CELL for it in down)])
    drawn = [
        *_runs(across, down, cells),
        *(_text(LEFT - 6, it.at + CELL / 2, it, "beside") for it in down),
        *(_text(it.at + CELL / 2, TOP - 6, it, "above") for it in across),
        *_lines(across, down, width, height),
    ]
    return finished(svg(_layers(words, width, height), drawn), words)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line begins in pixels. number: which row or column it is; None for a heading."""

    at: int
    name: str
    number: int | None


def _placed(lines: Sequence[Line], start: int) -> list[_Place]:
    """Put lines one after the other; a heading takes the room of a line of its own."""
    found: list[_Place] = []
    group = ""
    for number, line in enumerate(lines):
        if line.group != group:
            group = line.group
            found.append(_Place(start + len(found) * CELL, _short(group), None))
        found.append(_Place(start + len(found) * CELL, _short(line.name), number))
    return found


def _runs(
    across: Sequence[_Place], down: Sequence[_Place], cells: Sequence[Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """Return rectangles; neighbours of one class in a row are one, which halves the picture."""
    for place in down:
        if place.number is None:
            continue
        start, kind = across[0].at if across else LEFT, ""
        for column in across:
            now = "" if column.number is None else cells[place.number][column.number]
            if now != kind:
                yield from _run(place.at, start, column.at, kind)
                start, kind = column.at, now
        yield from _run(place.at, start, across[-1].at + CELL if across else LEFT, kind)


def _run(top: int, left: int, right: int, kind: str) -> Iterator[dict[str, Any]]:
    if kind:
        yield {"what": "cell", "x": left, "y": top, "x2": right, "y2": top + CELL, "kind": kind}


def _text(x: float, y: float, place: _Place, what: str) -> dict[str, Any]:
    heading = "heading " if place.number is None else ""
    return {"what": f"{heading}{what}", "x": x, "y": y, "name": place.name}


def _lines(
    across: Sequence[_Place], down: Sequence[_Place], width: int, height: int
) -> Iterator[dict[str, Any]]:
    """Return the white lines between cells."""
    for place in across:
        yield {"what": "line", "x": place.at, "y": TOP, "x2": place.at, "y2": height}
    for place in down:
        yield {"what": "line", "x": LEFT, "y": place.at, "x2": width, "y2": place.at}


def _layers(words: Words, width: int, height: int) -> alt.TopLevelMixin:
    base = alt.Chart(alt.NamedData("rows"))
    x, y = pixels(alt.X, width)("x"), pixels(alt.Y, height)("y")
    box = {"x": x, "y": y, "x2": "x2:Q", "y2": "y2:Q"}
    cells = base.transform_filter("datum.what == 'cell'").mark_rect().encode(**box, fill=kinds(words))
    lines = base.transform_filter("datum.what == 'line'").mark_rule(stroke=PAPER, strokeWidth=1.5)
    names = [
        base.transform_filter(f"datum.what == '{what}'")
        .mark_text(fontSize=11, color=INK, baseline="middle", limit=max(LEFT, TOP) - 8, **how)
        .encode(x=x, y=y, text="name:N")
        for what, how in _LETTERING.items()
    ]
    return alt.layer(cells, lines.encode(**box), *names, width=width, height=height)


_LETTERING: dict[str, dict[str, Any]] = {
    "beside": {"align": "right"},
    "heading beside": {"align": "right", "fontWeight": "bold"},
    "above": {"align": "left", "angle": 270},
    "heading above": {"align": "left", "angle": 270, "fontWeight": "bold"},
}


def _short(name: str) -> str:
    return name if len(name) <= ROOM else f"{name[: ROOM - 1].rstrip()}…"
