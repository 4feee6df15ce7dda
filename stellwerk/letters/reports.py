"""The report on online services in the area as PDF: figures, maps, heat map, development, definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import override

from stellwerk.gateways.report_pdf import set_report
from stellwerk.law.periods import german
from stellwerk.letters import atlas
from stellwerk.letters.atlas import HeatMap, ShareMap, TimeLines
from stellwerk.letters.pictures import in_words
from stellwerk.queries.indicators import INDICATORS
from stellwerk.queries.maps import Scope, percent
from stellwerk.queries.selections import Selection

LAYOUT = Path(__file__).parent / "layout" / "report.typ"
AUTHOR = "Stellwerk"
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
        places = atlas.municipalities(scope) if scope.district else atlas.districts(scope)
        outlines = places if scope.district else atlas.municipalities(scope)
        heat = atlas.heat(scope, selection.services)
        lines = atlas.time(scope)
        pictures, drawn = _pictures(places, outlines, heat, lines, is_land=not scope.district)
        blocks = [*_figures(places, selection), *drawn, *_tables(places, lines), *_definitions()]
        title = f"Online-Dienste in der Fläche: {district or 'Baden-Württemberg'}"
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


def _figures(places: ShareMap, selection: Selection) -> list[Block]:
    live, responsible = (
        sum(getattr(share, name) for share in places.shares) for name in ("live", "responsible")
    )
    missing = sum(share.not_collected for share in places.shares)
    rows = [
        ["Leistungen in der Auswahl", str(len(selection.services))],
        ["Anteil der Gemeinden", in_words(percent(live, responsible))],
        ["Paare aus Gemeinde und Leistung online", str(live)],
        ["Paare mit Zuständigkeit und Angabe", str(responsible)],
        ["nicht erhobene Paare", str(missing)],
    ]
    table = _table([2, 1], "lr", ["Kennzahl", "Wert"], rows)
    return [_heading("Kennzahlen"), table]


def _pictures(
    places: ShareMap, outlines: ShareMap, heat: HeatMap, lines: TimeLines, *, is_land: bool
) -> tuple[dict[str, str], list[Block]]:
    """Return the pictures that there are by file name, and the blocks that show them."""
    layer = outlines.layer
    source = f"Umrisse: {layer.source}{f', {layer.licence}' if layer.licence else ''}." if layer else ""
    offered = [
        (
            "kreise",
            places.svg if is_land else "",
            "Kreise",
            "Jeder Kreis hat eine gleich große Kachel.",
            True,
        ),
        ("gemeinden", outlines.svg, "Gemeinden", source, False),
        (
            "waermebild",
            heat.svg,
            "Wärmebild",
            "Spalten sind Leistungen, nach Themenfeldern gegliedert.",
            True,
        ),
        (
            "verlauf",
            lines.svg,
            "Verlauf",
            "Anteil online in Prozent; eine Lücke heißt: nicht erhoben.",
            is_land,
        ),
    ]
    kept = [it for it in offered if it[1]]
    blocks = [_picture(name, svg, heading, caption, is_wide) for name, svg, heading, caption, is_wide in kept]
    return {f"{name}.svg": svg for name, svg, *_rest in kept}, blocks


def _picture(name: str, svg: str, heading: str, caption: str, is_wide: bool) -> Block:
    words = [
        svg.partition(f'<{tag} id="{name}-{tag}">')[2].partition(f"</{tag}>")[0] for tag in ("title", "desc")
    ]
    return {
        "kind": "picture", "file": f"{name}.svg", "alt": ". ".join(words), "heading": heading,
        "caption": caption, "wide": is_wide,
    }  # fmt: skip


def _tables(places: ShareMap, lines: TimeLines) -> list[Block]:
    head = ["Ort", "Einordnung", "Anteil online", "online", "zuständig und erhoben", "nicht erhoben"]
    rows = [
        [
            it.share.name,
            it.label,
            it.text,
            *map(str, (it.share.live, it.share.responsible, it.share.not_collected)),
        ]
        for it in places.rows
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


def _short(share: Any) -> str:
    return "–" if share is None else f"{share:.0f}"


def _definitions() -> list[Block]:
    indicator = INDICATORS["municipalities"]
    return [
        _heading("So wird gezählt"),
        {"kind": "para", "text": f"{indicator.name}: {indicator.definition}"},
        {"kind": "para", "text": f"Quelle: {indicator.source}."},
    ]


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def _table(widths: Sequence[int], align: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return {
        "kind": "table", "widths": list(widths), "align": align, "header": list(header), "rows": list(rows),
    }  # fmt: skip
