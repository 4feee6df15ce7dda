"""The journal's chain from the terminal: take it along, check it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from config import database
from stellwerk.gateways import verify_journal as offline
from stellwerk.queries.journal import chain_lines, check_chain

console = Console(highlight=False)
Files = Annotated[
    list[Path] | None, typer.Argument(help="Ausgabe des Journals, dazu nach Wunsch eine Datei mit Ankern")
]


def verify_journal(files: Files = None) -> None:
    """Ist das Journal unverändert? Ohne Datei wird die Datenbank geprüft. Rückgabewert 0 nur, wenn ja."""
    if files:
        raise typer.Exit(offline.main([str(file) for file in files]))
    database.ensure_running()
    found = check_chain()
    if found.is_whole:
        console.print(f"Unverändert: {found.entries} Einträge.")
        return
    if found.broken is not None:
        console.print(f"Stelle {found.broken}: Die Prüfsumme stimmt nicht, oder davor fehlt ein Eintrag.")
    if found.moved is not None:
        console.print(f"Stelle {found.moved}: Der Anker sagt etwas anderes.")
    if found.unlinked:
        console.print(f"{found.unlinked} Einträge gehören nicht zur Kette.")
    raise typer.Exit(1)


def export_journal(
    file: Annotated[Path, typer.Argument(help="Zieldatei; sie darf noch nicht da sein")],
) -> None:
    """Das Journal als Kette ausgeben, zum Prüfen außerhalb: stellwerk verify-journal DATEI."""
    database.ensure_running()
    try:
        with file.open("x", encoding="utf-8") as target:
            target.writelines(chain_lines())
    except FileExistsError:
        console.print(f"Die Datei {file} gibt es schon. Bitte nennen Sie eine neue.")
        raise typer.Exit(2) from None
    console.print(f"Geschrieben: {file}")
