"""Carry coverage over when municipalities merge, split, move to another key or are absorbed."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config import database
from stellwerk.actions.reforms import (
    Plan,
    Successor,
    planned_reform,
    rename_municipality,
    waiting_for_a_reform,
)
from stellwerk.actions.reforms import reform as carry_out
from stellwerk.gateways import clock
from stellwerk.law.coverage import municipality_key
from stellwerk.law.reforms import ReformKind
from stellwerk.law.working import N_, Refused

console = Console(highlight=False)
FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]


def reform(
    old: Annotated[list[str] | None, typer.Argument(help="Schlüssel (AGS) der bisherigen Gemeinden")] = None,
    kind: Annotated[
        ReformKind | None,
        typer.Option(
            help="merge: Zusammenschluss, split: Teilung, move: neuer Schlüssel, absorb: Eingemeindung"
        ),
    ] = None,
    into: Annotated[
        list[str] | None, typer.Option(help="Schlüssel der Nachfolgerin, neue mit Namen: 08115099=Neustadt")
    ] = None,
    name: Annotated[str, typer.Option(help="statt --kind: nur der Name ändert sich")] = "",
    on: Annotated[datetime | None, typer.Option(formats=FORMATS, help="Tag der Reform")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was geschähe")] = False,
) -> None:
    """Gebietsreform: Angaben zum Angebot auf Nachfolgerinnen übertragen; ohne Schlüssel: was aussteht."""
    database.ensure_running()
    if not old:
        _print_waiting()
        return
    if on is None or (kind is None) == (not name):
        raise Refused(N_("Bitte geben Sie den Tag (--on) und entweder --kind mit --into oder --name an."))
    keys, day = [municipality_key(key) for key in old], on.date()
    if kind is None:
        _rename(keys, name, on=on, dry_run=dry_run)
        return
    successors = [_successor(text) for text in into or ()]
    plan = planned_reform(kind, keys, successors, day=day)
    if not dry_run:
        plan = carry_out(kind, keys, successors, day=day, by=None, at=clock.now())
    _print(plan)
    console.print("Nichts wurde geschrieben." if dry_run else "Übernommen.")


def _rename(keys: list[str], name: str, *, on: datetime, dry_run: bool) -> None:
    if len(keys) > 1:
        raise Refused(
            N_("Umbenannt wird eine Gemeinde nach der anderen. Bitte geben Sie einen Schlüssel an.")
        )
    if dry_run:
        console.print(f"{keys[0]} hieße {name}. Nichts wurde geschrieben.", markup=False)
        return
    rename_municipality(keys[0], name, day=on.date(), by=None, at=clock.now())
    console.print("Umbenannt. Schlüssel und Angaben bleiben.")


def _successor(text: str) -> Successor:
    key, _equals, name = text.partition("=")
    return Successor(municipality_key(key), name.strip())


def _print(plan: Plan) -> None:
    table = Table(title=plan.title)
    table.add_column("Was")
    table.add_column("Anzahl", justify="right")
    table.add_row("Angaben der bisherigen Gemeinden, die enden", str(plan.ending))
    table.add_row("Angaben, die die Nachfolgerinnen bekommen", str(plan.added))
    table.add_row("danach nicht erhoben, weil ein Teil es nicht war", str(plan.lost))
    console.print(table)


def _print_waiting() -> None:
    rows = waiting_for_a_reform()
    for place, count in rows:
        day = f"{place.gone_on:%d.%m.%Y}"
        console.print(f"{place.ags} {place.name}: aufgelöst am {day}, {count} offene Angaben", markup=False)
    if not rows:
        console.print("Es steht nichts aus: Keine aufgelöste Gemeinde hat noch offene Angaben.")
