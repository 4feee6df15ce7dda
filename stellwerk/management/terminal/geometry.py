"""Take over outlines of places for the maps."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config import database
from stellwerk.actions.geometry import Comparison, compared_outlines
from stellwerk.actions.geometry import import_geometry as store
from stellwerk.gateways import clock
from stellwerk.law.working import N_, Refused
from stellwerk.models import LayerKind

console = Console(highlight=False)


def import_geometry(
    file: Annotated[Path, typer.Argument(help="Umrisse als GeoJSON oder TopoJSON, zum Beispiel VG250")],
    kind: Annotated[LayerKind, typer.Option(help="districts (Kreise) oder municipalities (Gemeinden)")],
    source: Annotated[str, typer.Option(help="woher die Umrisse stammen; steht unter jeder Karte")] = "",
    licence: Annotated[str, typer.Option(help="Lizenz, unter der Sie die Umrisse verwenden")] = "",
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%d.%m.%Y"], help="Stand")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was die Datei enthält")] = False,
) -> None:
    """Umrisse von Kreisen oder Gemeinden für die Karten einlesen."""
    if not file.is_file():
        raise Refused(N_("Die Datei „%(file)s“ gibt es nicht. Bitte prüfen Sie den Pfad."), file=str(file))
    database.ensure_running()
    if dry_run:
        _print(compared_outlines(file, kind=kind))
        console.print("Nichts wurde geschrieben.")
        return
    day = as_of.date() if as_of else None
    at = clock.now()
    _print(store(file, kind=kind, source=source, licence=licence, as_of=day, by=None, at=at))
    console.print("Übernommen.")


def _print(compared: Comparison) -> None:
    table = Table(title="Umrisse in der Datei")
    table.add_column("Was")
    table.add_column("Anzahl", justify="right")
    table.add_column("zum Beispiel")
    for label, shapes in (
        ("bekannte Orte", compared.known),
        ("unbekannte Schlüssel (bleiben weg)", compared.foreign),
        ("Umriss kreuzte sich selbst (repariert)", compared.shapes.repaired),
    ):
        names = ", ".join(f"{shape.key} {shape.name}" for shape in shapes[:3])
        table.add_row(label, str(len(shapes)), names)
    missing = ", ".join(f"{key} {name}" for key, name in compared.missing[:3])
    table.add_row("Orte ohne Umriss", str(len(compared.missing)), missing)
    table.add_row("unbrauchbare Objekte", str(len(compared.shapes.faults)), "")
    console.print(table)
    for fault in compared.shapes.faults:
        console.print(f"- {fault}", markup=False)
