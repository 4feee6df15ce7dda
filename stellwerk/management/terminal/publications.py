"""Publish open data from the terminal, for a person who may, or for a timer that acts for one."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config import database
from stellwerk.actions import publications
from stellwerk.gateways import clock
from stellwerk.management.terminal.people import signed_in
from stellwerk.queries.publications import preview

console = Console(highlight=False)


def publish(
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%d.%m.%Y"], help="Stichtag, sonst heute")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was sich ändern würde")] = False,
    as_: Annotated[str, typer.Option("--as", help="E-Mail der Person, die veröffentlicht")] = "",
) -> None:
    """Die offenen Daten veröffentlichen. Ohne Änderung entsteht keine neue Fassung."""
    database.ensure_running()
    key_day = day.date() if day else clock.today()
    if dry_run:
        counts = preview(day=key_day).counts
        table = Table(title=f"Änderungen zum Stichtag {key_day:%d.%m.%Y}")
        for heading in ("Tabelle", "neu", "geändert", "entfallen"):
            table.add_column(heading)
        for name, found in counts.items():
            table.add_row(name, str(found.added), str(found.changed), str(found.gone))
        console.print(table)
        console.print("Nichts wurde veröffentlicht.")
        return
    outcome = publications.publish(day=key_day, rights=signed_in(as_), at=clock.now())
    version = outcome.publication.version
    if outcome.is_new:
        console.print(f"Fassung {version} ist veröffentlicht, {outcome.publication.rows} Zeilen.")
    else:
        console.print(f"Nichts hat sich geändert; Fassung {version} gilt weiter.")
