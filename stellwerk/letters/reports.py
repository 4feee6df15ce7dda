"""The report on online services in the area as PDF: figures, maps, heat map, development, definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.utils.translation import override

from stellwerk.gateways.report_pdf import set_report
from stellwerk.law.periods import german
from stellwerk.law.working import Refused
from stellwerk.letters import atlas
from stellwerk.letters.atlas import HeatMap, ShareMap, TimeLines
from stellwerk.letters.pictures import in_words
from stellwerk.queries.indicators import INDICATORS, Figure, Filters, figure
from stellwerk.queries.maps import Scope
from stellwerk.queries.selections import Selection

LAYOUT = Path(__file__).parent / "layout" / "report.typ"
AUTHOR = "Stellwerk"
KEYS = ("municipalities", "inhabitants", "everywhere", "federal", "somewhere", "planned", "collected")
LANDSCAPE = (257, 140)  # millimetres there are for a picture
PORTRAIT = (170, 215)
EXAMPLE = "Beispiel: Die Angaben sind erfunden."
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says. pictures: SVG by file name."""

    document: Mapping[str, Any]
    pictures: Mapping[str, str]


def report(scope: Scope, selection: Selection, *, district: str, is_example: bool) -> Report:
    """Return the report of a district, or of the Land where ``district`` (its name) is empty; in German."""
    with override("de"):
        outlines, tiles = atlas.municipalities(scope), atlas.districts(replace(scope, district=""))
        places = outlines if scope.district else tiles
        shown = ShareMap("", ()) if scope.district and outlines.svg else tiles
        heat, lines = atlas.heat(scope, selection.services), atlas.time(scope)
        pictures, drawn = _pictures(shown, outlines, heat, lines)
        blocks = [*_figures(scope, selection), *drawn, *_tables(places, lines), *_services(heat)]
        title = f"Onlinedienste in der Fläche: {district or 'Baden-Württemberg'}"
        lead = [f"Stand der Angaben am {german(scope.day)}. Ausgewählt: {_name(selection)}."]
        document = {
            "title": title,
            "author": AUTHOR,
            "day": german(scope.day),
            "example_note": EXAMPLE if is_example else "",
            "lead": [*lead, EXAMPLE] if is_example else lead,
            "blocks": blocks,
        }
        return Report(document, pictures)


def report_pdf(made: Report, *, fonts: Path, at: datetime) -> bytes:
    return set_report(LAYOUT, fonts, made.document, made.pictures, at=at)


def _name(selection: Selection) -> str:
    return selection.name or "alle Leistungen mit Angaben"


def _figures(scope: Scope, selection: Selection) -> list[Block]:
    """Return the figures of the snapshot in force; a sentence where there is none."""
    keys = None if scope.counted_at else tuple(service.key for service in selection.services)
    filters = Filters(district=scope.district or None, subject_area=scope.area, services=keys, day=scope.day)
    try:
        figures = [figure(key, filters=filters) for key in KEYS]
    except Refused as no:
        counted = INDICATORS["municipalities"]
        said = [
            _para(no.sentence()),
            _heading("So wird gezählt"),
            _para(f"{counted.name}: {counted.definition}"),
        ]
        return [_heading("Kennzahlen"), *said]
    rows = [
        [it.indicator.name, _value(it), f"{it.part} von {it.whole}" if not it.hidden else "geschützt"]
        for it in figures
    ]
    definitions = [_para(f"{it.indicator.name}: {it.indicator.definition}") for it in figures]
    sources = sorted({it.indicator.source for it in figures})
    return [
        _heading("Kennzahlen"),
        _table([5, 2, 3], "lrr", ["Kennzahl", "Wert", "Anzahl"], rows),
        _heading("So wird gezählt"),
        *definitions,
        _para(f"Quelle: {'; '.join(sources)}."),
    ]


def _value(found: Figure) -> str:
    if found.hidden:
        return "geschützt"
    return "–" if found.value is None else in_words(found.value)


def _pictures(
    tiles: ShareMap, outlines: ShareMap, heat: HeatMap, lines: TimeLines
) -> tuple[dict[str, str], list[Block]]:
    """Return the pictures that there are by file name, and the blocks that show them."""
    layer = outlines.layer
    source = f"Umrisse: {layer.source}{f', {layer.licence}' if layer.licence else ''}." if layer else ""
    offered = {
        "kreise": (tiles.svg, "Kreise", "Jeder Kreis hat eine gleich große Kachel."),
        "gemeinden": (outlines.svg, "Gemeinden", source),
        "waermebild": (heat.svg, "Wärmebild", "Spalten sind Leistungen, nach Themenfeldern gegliedert."),
        "verlauf": (lines.svg, "Verlauf", "Anteil online in Prozent; eine Lücke heißt: nicht erhoben."),
    }
    kept = {name: it for name, it in offered.items() if it[0]}
    pictures = {f"{name}.svg": svg for name, (svg, _heading, _caption) in kept.items()}
    return pictures, [_picture(name, *it) for name, it in kept.items()]


def _picture(name: str, svg: str, heading: str, caption: str) -> Block:
    """Return the block of a picture, on a sheet that fits it, with its own words as text alternative."""
    said = [svg.partition(f'-{tag}">')[2].partition("<")[0] for tag in ("title", "desc")]
    width, height = map(float, svg.partition('viewBox="0 0 ')[2].partition('"')[0].split())
    is_wide = width > 900 and width > 1.2 * height
    widest, highest = LANDSCAPE if is_wide else PORTRAIT
    return {
        "kind": "picture", "file": f"{name}.svg", "alt": unescape(". ".join(said)), "heading": heading,
        "caption": caption, "wide": is_wide, "width": round(min(widest, highest * width / height), 1),
    }  # fmt: skip


def _tables(places: ShareMap, lines: TimeLines) -> list[Block]:
    head = ["Ort", "Einordnung", "Anteil online", "online", "zuständig und erhoben", "nicht erhoben"]
    rows = [
        [name, row.label, "–" if row.share.percent is None else row.text, *map(_count, row.numbers)]
        for row in places.rows
        if (name := row.share.name)
    ]
    days = lines.days[-12:]
    over_time = [
        [lines.names[key], *(_short(share) for _day, share in points[-12:])]
        for key, points in lines.lines.items()
    ]
    return [
        _heading("Alle Werte"),
        _table([4, 5, 2, 2, 2, 2], "llrrrr", head, rows),
        _heading("Verlauf der letzten zwölf Stichtage, in Prozent"),
        _table(
            [4] + [1] * len(days),
            "l" + "r" * len(days),
            ["Kreis", *(f"{it:%m/%y}" for it in days)],
            over_time,
        ),
    ]


def _services(heat: HeatMap) -> list[Block]:
    """Return what the heat map shows in numbers: in how many places each service stands how."""
    counted = sorted(heat.by_service.items())
    rows = [[name, *(str(found[kind]) for kind in heat.labels)] for name, found in counted]
    head = ["Leistung", *heat.labels.values()]
    widths = [5] + [2] * len(heat.labels)
    return [_heading("Leistungen"), _table(widths, "l" + "r" * len(heat.labels), head, rows)] if rows else []


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _short(share: Any) -> str:
    return "–" if share is None else f"{share:.0f}"


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def _para(text: str) -> Block:
    return {"kind": "para", "text": text}


def _table(widths: Sequence[int], align: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return {
        "kind": "table", "widths": list(widths), "align": align, "header": list(header), "rows": list(rows),
    }  # fmt: skip
