"""The report on online services in the area as PDF: figures, maps, heat map, development, definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from stellwerk.gateways.report_pdf import set_report
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
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
EXAMPLE = N_("Beispiel: Die Angaben sind erfunden.")
REGIONS = {"de": "DE", "en": "GB"}  # of the languages a report is made in
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says. pictures: SVG by file name."""

    document: Mapping[str, Any]
    pictures: Mapping[str, str]


def report(scope: Scope, selection: Selection, *, district: str, is_example: bool) -> Report:
    """Return the report of a district, or of the Land where ``district`` (its name) is empty.

    It is in the language of whoever asks; German for everybody else.
    """
    asked = (get_language() or "de")[:2]
    language = asked if asked in REGIONS else "de"
    with override(language):
        outlines, tiles = atlas.municipalities(scope), atlas.districts(replace(scope, district=""))
        places = outlines if scope.district else tiles
        shown = ShareMap("", ()) if scope.district and outlines.svg else tiles
        heat, lines = atlas.heat(scope, selection.services), atlas.time(scope)
        pictures, drawn = _pictures(shown, outlines, heat, lines, len(selection.services))
        blocks = [*_figures(scope, selection), *drawn, *_tables(places, lines), *_services(heat)]
        example = _(EXAMPLE) if is_example else ""
        document = {
            "title": _("Onlinedienste in der Fläche: %(place)s") % {"place": district or "Baden-Württemberg"},
            "author": AUTHOR,
            "day": _day(scope.day),
            "example_note": example,
            "lead": [_lead(scope, selection), *filter(None, [example])],
            "blocks": blocks,
            "lang": language,
            "region": REGIONS[language],
            "page_words": [_("Seite"), _("von")],
        }
        return Report(document, pictures)


def _day(day: date) -> str:
    """Write a day as the pages do."""
    return f"{day.day} {day:%b %Y}" if (get_language() or "de").startswith("en") else german(day)


def _lead(scope: Scope, selection: Selection) -> str:
    asked = {"day": _day(scope.day), "selection": selection.name or _("alle Leistungen mit Angaben")}
    return _("Stand der Angaben am %(day)s. Ausgewählt: %(selection)s.") % asked


def report_pdf(made: Report, *, fonts: Path, at: datetime) -> bytes:
    return set_report(LAYOUT, fonts, made.document, made.pictures, at=at)


def _figures(scope: Scope, selection: Selection) -> list[Block]:
    """Return the figures of the snapshot in force; a sentence where there is none."""
    keys = None if scope.counted_at else tuple(service.key for service in selection.services)
    filters = Filters(district=scope.district or None, subject_area=scope.area, services=keys, day=scope.day)
    try:
        figures = [figure(key, filters=filters) for key in KEYS]
    except Refused as no:
        counted = INDICATORS["municipalities"]
        said = [
            _para(no.sentence(_)),
            _heading(_("So wird gezählt")),
            _para(f"{_(counted.name)}: {_(counted.definition)}"),
        ]
        return [_heading(_("Kennzahlen")), *said]
    rows = [[_(it.indicator.name), _value(it), _("geschützt") if it.hidden else _parts(it)] for it in figures]
    definitions = [_para(f"{_(it.indicator.name)}: {_(it.indicator.definition)}") for it in figures]
    sources = sorted({_(it.indicator.source) for it in figures})
    return [
        _heading(_("Kennzahlen")),
        _table([5, 2, 3], "lrr", [_("Kennzahl"), _("Wert"), _("Anzahl")], rows),
        _heading(_("So wird gezählt")),
        *definitions,
        _para(_("Quelle: %(sources)s.") % {"sources": "; ".join(sources)}),
    ]


def _parts(found: Figure) -> str:
    return _("%(part)s von %(whole)s") % {"part": found.part, "whole": found.whole}


def _value(found: Figure) -> str:
    if found.hidden:
        return _("geschützt")
    return "–" if found.value is None else in_words(found.value)


def _pictures(
    tiles: ShareMap, outlines: ShareMap, heat: HeatMap, lines: TimeLines, services: int
) -> tuple[dict[str, str], list[Block]]:
    """Return the pictures that there are by file name, and the blocks that show them."""
    layer = outlines.layer
    source = ", ".join(filter(None, [layer.source, layer.licence])) if layer else ""
    offered = {
        "kreise": (tiles.svg, _("Kreise"), _("Jeder Kreis hat eine gleich große Kachel.")),
        "gemeinden": (
            outlines.svg,
            _("Gemeinden"),
            _("Umrisse: %(source)s") % {"source": source} if source else "",
        ),
        "waermebild": (heat.svg, _("Wärmebild"), _heat_caption(heat, services)),
        "verlauf": (
            lines.svg,
            _("Verlauf"),
            _("Anteil online in Prozent; eine Lücke heißt: nicht erhoben."),
        ),
    }
    kept = {name: it for name, it in offered.items() if it[0]}
    pictures = {f"{name}.svg": svg for name, (svg, _heading, _caption) in kept.items()}
    return pictures, [_picture(name, *it) for name, it in kept.items()]


def _heat_caption(heat: HeatMap, services: int) -> str:
    text = _("Spalten sind Leistungen, nach Themenfeldern gegliedert.")
    shown = len(heat.by_service)
    if shown >= services:
        return text
    more = _("Gezeigt sind die ersten %(shown)s von %(all)s; ein Themenfeld zeigt alle seine Leistungen.")
    return f"{text} {more % {'shown': shown, 'all': services}}"


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
    head = [
        _("Ort"), _("Einordnung"), _("Anteil online"), _("online"), _("zuständig und erhoben"),
        _("nicht erhoben"),
    ]  # fmt: skip
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
        _heading(_("Alle Werte")),
        _table([4, 5, 2, 2, 2, 2], "llrrrr", head, rows),
        _heading(_("Verlauf der letzten zwölf Stichtage, in Prozent")),
        _table(
            [4] + [1] * len(days),
            "l" + "r" * len(days),
            [_("Kreis"), *(f"{it:%m/%y}" for it in days)],
            over_time,
        ),
    ]


def _services(heat: HeatMap) -> list[Block]:
    """Return what the heat map shows in numbers: in how many places each service stands how."""
    counted = sorted(heat.by_service.items())
    rows = [[name, *(str(found[kind]) for kind in heat.labels)] for name, found in counted]
    head = [_("Leistung"), *heat.labels.values()]
    widths = [5] + [2] * len(heat.labels)
    return (
        [_heading(_("Leistungen")), _table(widths, "l" + "r" * len(heat.labels), head, rows)] if rows else []
    )


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
