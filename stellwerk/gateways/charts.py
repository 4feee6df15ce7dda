"""Tile maps, maps and small multiples: values in, SVG out (Vega-Lite); the same for page and paper."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from altair.utils import schemapi

from stellwerk.gateways.outlines import Outline, features
from stellwerk.gateways.patterns import DARK, GREY, INK, LIGHT, PAPER, Words, fill, finished
from stellwerk.gateways.picture_parts import MAP_WIDTH, Series, Tile

schemapi.DEBUG_MODE = False  # checking what we compose takes longer than drawing it; the tests do that
FONT = "Fira Sans"
VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
TILE_WIDTH, TILE_HEIGHT, GAP = 116, 80, 4
PANEL, FEW_PANEL, PANELS = (132, 62), (820, 240), 6


def use_fonts(folder: Path) -> None:
    """Measure texts with the fonts of the pages; once a process."""
    vl_convert.register_font_directory(str(folder))


def district_map(tiles: Sequence[Tile], words: Words) -> str:
    """Return the map on which every district has a tile of the same size."""
    rows = [_tile(tile) for tile in tiles]
    width = max((row["right"] for row in rows), default=TILE_WIDTH)
    height = max((row["bottom"] for row in rows), default=TILE_HEIGHT)
    base = alt.Chart(alt.NamedData("rows"))
    across, down = pixels(alt.X, width), pixels(alt.Y, height)
    ground = base.mark_rect(stroke=INK, strokeWidth=0.8, cornerRadius=3, aria=True).encode(
        x=across("left"), x2="right:Q", y=down("top"), y2="bottom:Q",
        fill=kinds(words), href="href:N", description="label:N",
    )  # fmt: skip
    paper = base.mark_rect(fill=PAPER).encode(
        x=across("inner_left"), x2="inner_right:Q", y=down("inner_top"), y2="inner_bottom:Q"
    )
    name = base.mark_text(align="left", baseline="top", fontSize=12, lineBreak="\n", color=INK).encode(
        x=across("text_left"), y=down("text_top"), text="name:N"
    )
    text = base.mark_text(align="left", baseline="bottom", fontSize=12, fontWeight="bold", color=INK).encode(
        x=across("text_left"), y=down("text_bottom"), text="text:N"
    )
    note = base.mark_text(align="left", baseline="bottom", fontSize=11, color=INK).encode(
        x=across("text_left"), y=down("note_bottom"), text="note:N"
    )
    chart = alt.layer(ground, paper, name, text, note, width=width, height=height)
    return finished(svg(chart, rows), words, has_links=any(tile.href for tile in tiles))


def municipality_map(outlines: Sequence[Outline], height: int, words: Words) -> str:
    """Return the map of places with their real outlines, drawn to ``MAP_WIDTH``."""
    chart = (
        alt.Chart(alt.NamedData("rows"), width=MAP_WIDTH, height=height)
        .mark_geoshape(stroke=INK, strokeWidth=0.4 if len(outlines) > 200 else 0.8)
        .encode(fill=kinds(words, field="properties.kind"))
        .project(type="identity", scale=1, translate=[0, 0])
    )
    return finished(svg(chart, features(outlines)), words)


def small_multiples(series: Sequence[Series], words: Words) -> str:
    """Return a small chart over time for each place, all on the same scale from 0 to 100 percent."""
    rows = [
        {"name": one.name, "day": day.isoformat(), "percent": None if percent is None else float(percent)}
        for one in series
        for day, percent in one.points
    ]
    width, height = FEW_PANEL if len(series) <= 2 else PANEL
    base = alt.Chart(width=width, height=height).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%m/%y", tickCount=width // 44, grid=False)),
        y=alt.Y(
            "percent:Q",
            title=None,
            stack=None,
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(values=[0, 50, 100]),
        ),
    )
    line = base.mark_line(color=DARK, strokeWidth=2, point=alt.OverlayMarkDef(color=DARK, size=9))
    layered = alt.layer(base.mark_area(color=LIGHT), line, data=alt.NamedData("rows"))
    header = alt.Header(title=None, labelFontSize=12, labelColor=INK, labelAnchor="start", labelPadding=2)
    names = alt.Facet("name:N", header=header, sort=[one.name for one in series])
    return finished(svg(layered.facet(names, columns=PANELS), rows), words)


def kinds(words: Words, *, field: str = "kind") -> alt.Fill:
    """Return the classes of a legend, each with its pattern and what it is called."""
    labels = dict(words.labels)
    legend = alt.Legend(
        title=words.legend,
        orient="bottom",
        columns=4 if len(labels) > 5 else len(labels) or 1,
        symbolType="square",
        symbolSize=420,
        symbolStrokeColor=INK,
        symbolStrokeWidth=0.8,
        labelExpr=f"({json.dumps(labels, ensure_ascii=False)})[datum.label]",
        labelLimit=320,
        titleLimit=MAP_WIDTH,
    )
    scale = alt.Scale(domain=list(labels), range=[fill(key) for key in labels])
    return alt.Fill(f"{field}:N", scale=scale, legend=legend)


def pixels(axis: type[Any], size: int) -> Any:
    """Return how a field becomes a place on this axis, pixel by pixel, without ticks."""
    scale = alt.Scale(domain=[0, size], range=[0, size], nice=False, zero=False)
    return lambda field: axis(f"{field}:Q", scale=scale, axis=None)


def svg(chart: alt.TopLevelMixin, rows: list[dict[str, Any]]) -> str:
    """Return what Vega draws of a chart and its rows."""
    plain: Any = chart.configure(font=FONT, aria=False, background=PAPER).configure_view(stroke=None)
    plain = plain.configure_axis(labelFontSize=10, labelColor=INK, domainColor=GREY, tickColor=GREY)
    plain = plain.configure_legend(labelFontSize=13, titleFontSize=13, labelColor=INK, titleColor=INK)
    plain = plain.configure_facet(spacing=16)
    spec = plain.to_dict(validate=False) | {"datasets": {"rows": rows}}  # checking takes longer than drawing
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION))


def _tile(tile: Tile) -> dict[str, Any]:
    left, top = (tile.column - 1) * (TILE_WIDTH + GAP), (tile.row - 1) * (TILE_HEIGHT + GAP)
    right, bottom = left + TILE_WIDTH, top + TILE_HEIGHT
    return {
        "left": left, "right": right, "top": top, "bottom": bottom,
        "inner_left": left + 7, "inner_right": right - 7, "inner_top": top + 7, "inner_bottom": bottom - 7,
        "text_left": left + 10, "text_top": top + 9, "text_bottom": bottom - (22 if tile.note else 8),
        "note_bottom": bottom - 8,
        "kind": tile.kind, "name": _in_two_lines(tile.name), "text": tile.text, "note": tile.note,
        "href": tile.href, "label": f"{tile.name}: {', '.join(filter(None, (tile.text, tile.note)))}",
    }  # fmt: skip


def _in_two_lines(name: str, room: int = 16) -> str:
    """Break a long name where people would: after a hyphen or at a space, near the middle."""
    if len(name) <= room:
        return name
    places = [number + 1 for number, sign in enumerate(name[:-1]) if sign in "- "]
    if not places:
        return name
    middle = min(places, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle].rstrip(' ')}\n{name[middle:]}"
