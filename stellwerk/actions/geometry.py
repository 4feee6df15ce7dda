"""Take over outlines of places from a file, or show what it holds; the newest layer of a kind is drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from stellwerk.actions._insert import insert
from stellwerk.actions._steps import journal
from stellwerk.gateways.geometry import MalformedGeometry, Shape, Shapes, read_geometry
from stellwerk.law.working import N_, Refused
from stellwerk.models import District, GeometryLayer, LayerKind, Municipality, Outline, Person

NAMED = 5  # so many faults stand in the sentence of a refusal


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file beside the places we know.

    known    outlines of places that we know
    foreign  outlines whose keys we do not know: other Länder, areas without a municipality; they stay out
    missing  key and name of the places without an outline in the file
    """

    shapes: Shapes
    known: tuple[Shape, ...]
    foreign: tuple[Shape, ...]
    missing: tuple[tuple[str, str], ...]


def compared_outlines(path: Path, *, kind: LayerKind) -> Comparison:
    """Return what the file holds; nothing is written.

    Refused: the file holds no outlines, or none of a place that we know.
    """
    try:
        shapes = read_geometry(path, kind=kind.value)
    except MalformedGeometry as fault:
        raise Refused(fault.text, field="file", **fault.values) from fault
    places = _places(kind)
    known = tuple(shape for shape in shapes.outlines if shape.key in places)
    if not known and not shapes.faults:
        raise Refused(
            N_(
                "Kein Schlüssel der Datei ist bekannt, der erste lautet %(key)s. "
                "Bitte verwenden Sie eine Datei mit Orten Ihres Landes."
            ),
            field="file",
            key=shapes.outlines[0].key if shapes.outlines else "–",
        )
    found = {shape.key for shape in known}
    return Comparison(
        shapes=shapes,
        known=known,
        foreign=tuple(shape for shape in shapes.outlines if shape.key not in places),
        missing=tuple((key, places[key]) for key in sorted(places.keys() - found)),
    )


@transaction.atomic(durable=True)
def import_geometry(
    path: Path,
    *,
    kind: LayerKind,
    source: str,
    licence: str,
    as_of: date | None,
    by: Person | None,
    at: datetime,
) -> Comparison:
    """Store the outlines as a new layer; earlier layers stay.

    Refused: the file is unusable, an object of it is, or nobody said where it comes from; nothing is stored.
    """
    if not source.strip():
        raise Refused(N_("Bitte geben Sie an, woher die Umrisse stammen."), field="source")
    compared = compared_outlines(path, kind=kind)
    _refuse_faults(compared.shapes)
    layer = GeometryLayer.objects.create(
        kind=kind, source=source.strip(), licence=licence.strip(), as_of=as_of, imported_at=at
    )
    insert([Outline(layer=layer, key=shape.key, shape=shape.geometry) for shape in compared.known])
    details = {
        "outlines": len(compared.known),
        "foreign": len(compared.foreign),
        "missing": len(compared.missing),
        "repaired": [shape.key for shape in compared.shapes.repaired],
    }
    journal(by, at, "import_geometry", layer, f"Umrisse ({kind.label}) übernommen", details)
    return compared


def _refuse_faults(shapes: Shapes) -> None:
    if shapes.faults:
        named = " ".join(str(fault) for fault in shapes.faults[:NAMED])
        raise Refused(
            N_("Unbrauchbare Objekte in der Datei: %(count)s. Nichts wurde übernommen. %(faults)s"),
            field="file",
            count=str(len(shapes.faults)),
            faults=named,
        )


def _places(kind: LayerKind) -> dict[str, str]:
    if kind == LayerKind.DISTRICTS:
        return dict(District.objects.values_list("ags", "name"))
    return dict(Municipality.objects.filter(gone_on=None).values_list("ags", "name"))
