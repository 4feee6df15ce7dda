"""Take over the complete catalogue of services, a list of online services, a schema of FIM."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config import database
from stellwerk.actions._catalogue import Outcome
from stellwerk.actions.data_schemas import import_data_schema
from stellwerk.actions.online_services import import_online_services
from stellwerk.actions.services import import_catalogue, named
from stellwerk.gateways import clock
from stellwerk.law.working import N_, Refused

console = Console(highlight=False)
SHOWN = 20


def import_services(
    files: Annotated[list[Path], typer.Argument(help="Ordner oder CSV-Dateien des Katalogs (OZG, LeiKa)")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was sich ändern würde")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="nur ein Teil des Katalogs: nichts gilt als entfallen")
    ] = False,
    every_row: Annotated[bool, typer.Option("--all", help="jede betroffene Zeile nennen")] = False,
    source: Annotated[str, typer.Option(help="woher der Katalog stammt")] = "",
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Stand des Katalogs")] = None,
) -> None:
    """Den Leistungskatalog einlesen: OZG- und LeiKa-Leistungen, Themenfelder, Lagen."""
    database.ensure_running()
    outcome = import_catalogue(
        _found(files),
        rights=None,
        at=clock.now(),
        source=source,
        as_of=as_of.date() if as_of else None,
        is_complete=not partial,
        dry_run=dry_run,
    )
    _print(outcome, shown=10_000_000 if every_row else SHOWN)
    console.print("Nichts wurde geschrieben." if dry_run else "Übernommen.")


def import_schema(
    file: Annotated[Path, typer.Argument(help="Datenschema nach XDatenfelder (FIM), XML-Datei")],
    service: Annotated[list[str] | None, typer.Option(help="LeiKa-Schlüssel, mehrfach möglich")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was die Datei enthält")] = False,
) -> None:
    """Ein Datenschema aus FIM einlesen: sein Name und die Namen seiner Datenfelder."""
    _require_file(file)
    database.ensure_running()
    found = import_data_schema(file, keys=service or [], rights=None, at=clock.now(), dry_run=dry_run)
    console.print(f"{found.key} {found.name}: {len(found.fields)} Datenfelder", markup=False)
    console.print("Nichts wurde geschrieben." if dry_run else "Übernommen.")


def import_service_list(
    file: Annotated[Path, typer.Argument(help="Liste der Onlinedienste, CSV-Datei")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was sich ändern würde")] = False,
) -> None:
    """Eine Liste von Onlinediensten einlesen: Name, Art, Adresse, LeiKa-Schlüssel, Betreuung."""
    _require_file(file)
    database.ensure_running()
    outcome = import_online_services(file, name=file.name, rights=None, at=clock.now(), dry_run=dry_run)
    console.print(
        f"neu: {len(outcome.new)}, geändert: {len(outcome.changed)}, unverändert: {outcome.unchanged}"
    )
    console.print("Nichts wurde geschrieben." if dry_run else "Übernommen.")


def _require_file(file: Path) -> None:
    if not file.is_file():
        raise Refused(N_("Die Datei „%(file)s“ gibt es nicht. Bitte prüfen Sie den Pfad."), file=str(file))


def _found(files: Iterable[Path]) -> list[Path]:
    """Return the files; of a folder, its CSV files.

    Refused: there is no such file, or a folder without one.
    """
    found: list[Path] = []
    for file in files:
        inside = sorted(file.glob("*.csv")) if file.is_dir() else [file]
        if not inside or not all(it.is_file() for it in inside):
            raise Refused(
                N_("„%(file)s“ ist keine Datei und kein Ordner mit CSV-Dateien. Bitte prüfen Sie den Pfad."),
                file=str(file),
            )
        found += inside
    return found


def _print(outcome: Outcome, *, shown: int) -> None:
    table = Table(title="Leistungskatalog")
    table.add_column("Änderung")
    table.add_column("Anzahl", justify="right")
    table.add_column("zum Beispiel")
    first = 3
    for label, count, names in (
        ("neu", len(outcome.new), [f"{row.key} {row.name}" for row in outcome.new[:first]]),
        ("geändert", len(outcome.changed), [f"{it.row.key} {it.before}" for it in outcome.changed[:first]]),
        ("unverändert", outcome.unchanged, []),
        ("entfallen", len(outcome.gone), [f"{key} {name}" for key, name in outcome.gone[:first]]),
    ):
        table.add_row(label, str(count), "\n".join(names))
    console.print(table)
    duplicates = [
        f"{it.place.file}, Zeile {it.place.row}: {it.key} steht schon in Zeile {it.first.row}"
        + (" (mit anderem Inhalt)" if it.differs else "")
        for it in outcome.duplicates
    ]
    without = [f"{row.place.file}, Zeile {row.place.row}: {row.name}" for row in outcome.without_key]
    _list("Doppelte Zeilen, die erste zählt", duplicates, shown)
    _list("Zeilen ohne Schlüssel, nicht übernommen", without, shown)
    faults = [named(fault) for fault in outcome.faults]
    _list("Fehlerhafte Zeilen, so wird nichts übernommen", faults, shown)


def _list(title: str, lines: list[str], shown: int) -> None:
    if lines:
        console.print(f"{title}: {len(lines)}", style="bold")
        for line in lines[:shown]:
            console.print(f"  {line}", markup=False)
        if len(lines) > shown:
            console.print(f"  … und {len(lines) - shown} weitere")
