"""Pictures of coverage with their words: the same SVG stands on the page and in the report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from stellwerk.gateways.outlines import Drawing, Outline, drawn
from stellwerk.gateways.patterns import HIDDEN, MISSING, SHARES, Words
from stellwerk.gateways.picture_parts import MAP_WIDTH, Line, Series, Tile
from stellwerk.law.periods import german
from stellwerk.letters.drawing import draw, picture
from stellwerk.models import District
from stellwerk.queries import geometry as outlines_of
from stellwerk.queries.maps import Share, percent
from stellwerk.queries.selections import Chosen

KEPT = 48  # maps; the same values give the same picture, so none of them grows old
LIMITS = (20, 40, 60, 80)
SHARE_LABELS = {
    "least": gettext_lazy("sehr wenig (unter 20 %)"),
    "less": gettext_lazy("wenig (20 bis unter 40 %)"),
    "half": gettext_lazy("etwa die Hälfte (40 bis unter 60 %)"),
    "more": gettext_lazy("viel (60 bis unter 80 %)"),
    "most": gettext_lazy("fast alles oder alles (ab 80 %)"),
    MISSING: gettext_lazy("nicht erhoben"),
    HIDDEN: gettext_lazy("geschützt (zu wenige Gemeinden)"),
}
STATE_LABELS = {
    "live": gettext_lazy("online"),
    "planned": gettext_lazy("geplant"),
    "none": gettext_lazy("kein Angebot"),
    "not_responsible": gettext_lazy("nicht zuständig"),
    MISSING: gettext_lazy("nicht erhoben"),
}


def kind_of(share: Decimal | None) -> str:
    """Return the class of a share in the legend."""
    return MISSING if share is None else SHARES[sum(share >= limit for limit in LIMITS)]


def share_kind(share: Share) -> str:
    return HIDDEN if share.is_hidden else kind_of(share.percent)


def share_text(share: Share) -> str:
    return _("geschützt") if share.is_hidden else in_words(share.percent)


def collected_text(share: Share) -> str:
    """Return how much of a place was collected; "" where that is nothing, or protected."""
    return "" if share.is_hidden or not share.collected else in_words(percent(share.collected, share.cells))


def share_labels(kinds: Iterable[str]) -> dict[str, str]:
    """Return the legend of shares; what is protected stands in it only where there is some."""
    is_any = HIDDEN in set(kinds)
    return {kind: str(label) for kind, label in SHARE_LABELS.items() if kind != HIDDEN or is_any}


def in_words(share: Decimal | None) -> str:
    if share is None:
        return _("nicht erhoben")
    text = f"{share:.1f}"
    return f"{text}%" if (get_language() or "de").startswith("en") else f"{text.replace('.', ',')} %"


def district_picture(shares: Sequence[Share], *, day: date, links: Mapping[str, str]) -> str:
    """Return the tile map. links: address of a district by its key; none on paper."""
    places = {row[0]: row[1:] for row in District.objects.values_list("ags", "tile_col", "tile_row")}
    tiles = tuple(
        Tile(it.name, *places[it.key], share_kind(it), share_text(it), links.get(it.key, ""), _note(it))
        for it in shares
    )
    title = _("Kachelkarte der Kreise: Anteil online am %(day)s") % {"day": german(day)}
    return picture("charts.district_map", tiles, _share_words("kacheln", title, shares))


def municipality_picture(layer_id: int, shares: Sequence[Share], *, district: str, day: date) -> str:
    """Return the map of municipalities with the outlines of a layer."""
    title = _("Karte der Gemeinden: Anteil online am %(day)s") % {"day": german(day)}
    places = tuple((it.key, share_kind(it)) for it in shares)
    return _municipality_map(layer_id, district, places, _share_words("gemeinden", title, shares))


def heat_picture(
    rows: Sequence[tuple[str, Line]],
    services: Sequence[Chosen],
    states: Mapping[tuple[str, int], str],
    *,
    day: date,
) -> str:
    """Return which service has which state in which municipality. rows: (key, line)."""
    cells = tuple(tuple(states.get((key, it.id), MISSING) for it in services) for key, _line in rows)
    title = _("Wärmebild: Leistungen je Gemeinde am %(day)s") % {"day": german(day)}
    words = _words("waermebild", title, _counted(cells, STATE_LABELS), _("Stand"), STATE_LABELS)
    return picture("heat_maps.heat_map", tuple(line for _key, line in rows), _columns(services), cells, words)


def district_heat_picture(
    rows: Sequence[tuple[str, Line]],
    services: Sequence[Chosen],
    kinds: Mapping[tuple[str, int], str],
    *,
    day: date,
) -> str:
    """Return how much of each service is online in each district. rows: (key, line); kinds: of shares."""
    cells = tuple(tuple(kinds.get((key, it.id), MISSING) for it in services) for key, _line in rows)
    title = _("Wärmebild: Leistungen je Kreis am %(day)s") % {"day": german(day)}
    legend = _("Anteil der Gemeinden, in denen die Leistung online ist")
    labels = share_labels(kinds.values())
    words = _words("waermebild", title, _counted(cells, labels), legend, labels)
    return picture("heat_maps.heat_map", tuple(line for _key, line in rows), _columns(services), cells, words)


def time_picture(names: Mapping[str, str], lines: Mapping[str, Sequence[tuple[date, Decimal | None]]]) -> str:
    """Return a small chart for each district; names by key."""
    series = tuple(Series(names[key], tuple(points)) for key, points in lines.items())
    days = [day for one in series for day, _percent in one.points]
    title = _("Anteil online von %(first)s bis %(last)s, in Prozent") % {
        "first": german(min(days)),
        "last": german(max(days)),
    }
    description = _("Jeder Kreis hat ein eigenes kleines Diagramm, alle mit demselben Maßstab von 0 bis 100.")
    return picture("charts.small_multiples", series, _words("verlauf", title, description))


def _note(share: Share) -> str:
    text = collected_text(share)
    return text and _("erhoben: %(share)s") % {"share": text}


def _columns(services: Sequence[Chosen]) -> tuple[Line, ...]:
    return tuple(Line(it.name, it.area) for it in services)


def _share_words(name: str, title: str, shares: Sequence[Share]) -> Words:
    cells = [[share_kind(it) for it in shares]]
    legend, labels = _("Anteil der Leistungen, die online sind"), share_labels(cells[0])
    return _words(name, title, _counted(cells, labels), legend, labels)


def _counted(cells: Sequence[Sequence[str]], labels: Mapping[str, object]) -> str:
    """Return how often each class is there: what the picture says, in a sentence."""
    found = Counter(kind for row in cells for kind in row)
    parts = [f"{found[kind]} {label}" for kind, label in labels.items() if found[kind]]
    total = found.total()
    head = ngettext("%(count)s Feld", "%(count)s Felder", total) % {"count": total}
    return f"{head}: {', '.join(parts)}." if parts else f"{head}."


def _words(
    name: str, title: str, description: str, legend: str = "", labels: Mapping[str, object] | None = None
) -> Words:
    spelled = tuple((kind, str(label)) for kind, label in (labels or {}).items())
    where = _("Dieselben Werte stehen in der Tabelle.")
    return Words(name, title, f"{description} {where}", legend, spelled)


@lru_cache(maxsize=KEPT)
def _municipality_map(layer_id: int, district: str, places: tuple[tuple[str, str], ...], words: Words) -> str:
    drawing = _drawing(layer_id, district, frozenset(key for key, _kind in places))
    shown = [Outline(drawing.shapes[key], kind) for key, kind in sorted(places) if key in drawing.shapes]
    return draw("charts.municipality_map", shown, drawing.height, words)


@lru_cache(maxsize=KEPT)
def _drawing(layer_id: int, district: str, keys: frozenset[str]) -> Drawing:
    """Return the outlines of places, once for all that is ever shown on them: a layer never changes."""
    shapes = outlines_of.outlines(layer_id, district=district)
    return drawn({key: shape for key, shape in shapes.items() if key in keys}, width=MAP_WIDTH)
