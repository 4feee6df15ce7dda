"""Take a snapshot of the coverage, and take over a file of the whole country."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from config import database
from stellwerk.actions.snapshots import import_coverage, refresh_snapshot
from stellwerk.gateways import clock
from stellwerk.gateways.coverage_file import Checked
from stellwerk.gateways.warehouse import Manifest
from stellwerk.law.working import N_, Refused

console = Console(highlight=False)


def snapshot() -> None:
    """Die Auswertung der Angaben zum Angebot erneuern; geschrieben wird nur, was sich geändert hat."""
    database.ensure_running()
    _say(refresh_snapshot(at=clock.now()))


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV (UTF-8, Komma) oder Parquet: ags, service_key, state, …")],
    day: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d", "%d.%m.%Y"], help="Angaben ohne Tag gelten ab hier")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur prüfen, nichts schreiben")] = False,
) -> None:
    """Einen Abzug des ganzen Landes in die Auswertung übernehmen: ganz oder gar nicht."""
    if not file.is_file():
        raise Refused(N_("Die Datei „%(file)s“ gibt es nicht. Bitte prüfen Sie den Pfad."), file=str(file))
    database.ensure_running()
    checked = import_coverage(file, day=day.date(), at=clock.now(), dry_run=dry_run)
    _print(checked)
    if checked.count:
        console.print("Nichts wurde übernommen.")
        raise typer.Exit(1)
    console.print("Nichts wurde geschrieben." if dry_run else "Übernommen.")


def _print(checked: Checked) -> None:
    console.print(f"{checked.rows} Zeilen, {checked.count} fehlerhaft")
    for it in checked.problems:
        console.print(f"Zeile {it.number}: {it.text} ({it.ags} / {it.service_key})")
    if checked.count > len(checked.problems):
        console.print(f"… und {checked.count - len(checked.problems)} weitere")


def _say(manifest: Manifest) -> None:
    console.print(
        f"Auswertung vom {manifest.day:%d.%m.%Y}: {manifest.rows} Angaben aus {len(manifest.pieces)} Kreisen."
    )
