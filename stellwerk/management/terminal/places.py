"""Take over the official register of places."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config import database
from stellwerk.actions.places import import_places, proposed_changes
from stellwerk.gateways import clock
from stellwerk.gateways.places_register import Changes, Register
from stellwerk.law.working import N_, Refused

console = Console(highlight=False)


def import_register(
    file: Annotated[Path, typer.Argument(help="GV100AD des Statistischen Bundesamts, Textdatei")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was sich ändern würde")] = False,
) -> None:
    """Das amtliche Gemeindeverzeichnis (GV100AD) einlesen: Namen, Einwohnende, Fläche, Gebietsänderungen."""
    if not file.is_file():
        raise Refused(N_("Die Datei „%(file)s“ gibt es nicht. Bitte prüfen Sie den Pfad."), file=str(file))
    database.ensure_running()
    register, changes = proposed_changes(file)
    _print(register, changes)
    if dry_run:
        console.print("Nichts wurde geschrieben.")
        return
    import_places(file, by=None, at=clock.now())
    console.print("Übernommen.")
    if changes.gone:
        console.print("Angaben zum Angebot weggefallener Gemeinden übertragen Sie mit: stellwerk reform")


def _print(register: Register, changes: Changes) -> None:
    table = Table(title=f"Gemeindeverzeichnis, Gebietsstand {register.as_of:%d.%m.%Y}")
    table.add_column("Änderung")
    table.add_column("Anzahl", justify="right")
    table.add_column("zum Beispiel")
    for label, places in (("neu", changes.new), ("weggefallen", changes.gone)):
        table.add_row(label, str(len(places)), ", ".join(f"{p.ags} {p.name}" for p in places[:3]))
    for label, changed in (
        ("umbenannt", changes.renamed),
        ("andere Art", changes.kind_changed),
        ("andere Einwohnerzahl", changes.population_changed),
        ("andere Fläche", changes.area_changed),
    ):
        names = ", ".join(
            f"{c.before.name} → {c.after.name}" for c in changed[:3] if c.before.name != c.after.name
        )
        table.add_row(label, str(len(changed)), names)
    console.print(table)
