"""Run a programme from the terminal: what-if, draft and compute, release by a second person."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config import database
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import compute_run, draft_run
from stellwerk.gateways import clock
from stellwerk.law.money import euro
from stellwerk.law.working import N_, Refused
from stellwerk.management.terminal.people import signed_in
from stellwerk.models import Programme
from stellwerk.queries.continuations import WhatIf, what_if_of

console = Console(highlight=False)


def run_programme(
    slug: Annotated[str, typer.Argument(help="Kurzname des Programms")],
    until: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d", "%d.%m.%Y"], help="letzter geförderter Tag")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur rechnen, nichts schreiben")] = False,
    rate: Annotated[str, typer.Option(help="anderer Festbetrag je VZÄ und Monat, nur mit --dry-run")] = "",
    as_: Annotated[str, typer.Option("--as", help="E-Mail der Person, die vorbereitet")] = "",
    title: Annotated[str, typer.Option(help="Betreff")] = "Fortführung des Förderprogramms",
    reason: Annotated[str, typer.Option(help="Begründung, steht in jedem Schreiben")] = "",
) -> None:
    """Ein Programm fortführen: berechnen und als Entwurf ablegen. Freigabe mit `release-run`."""
    database.ensure_running()
    programme = _programme(slug)
    if dry_run:
        monthly_rate = Decimal(rate.replace(",", ".")) if rate else None
        new_end = until.date() + timedelta(days=1)
        _print(what_if_of(programme, new_end=new_end, on=clock.today(), monthly_rate=monthly_rate))
        return
    if not reason:
        raise Refused(N_("Bitte geben Sie mit --reason an, warum das Programm fortgeführt wird."))
    by = signed_in(as_)
    run = draft_run(
        programme,
        rights=by,
        at=clock.now(),
        title=title,
        legal_basis=programme.legal_basis,
        reason=reason,
        last_day=until.date(),
        terms=programme.terms.order_by("-number")[0],
        letter_date=clock.today(),
    )
    compute_run(run.pk, rights=by, at=clock.now())
    console.print(
        f"Fortführung {run.pk} ist berechnet. Nun werden die Verbände gefragt, dann folgt die Freigabe."
    )


def release(
    run_id: Annotated[int, typer.Argument(help="Nummer der Fortführung")],
    as_: Annotated[str, typer.Option("--as", help="E-Mail der Person, die freigibt")] = "",
) -> None:
    """Eine abgestimmte Fortführung freigeben, als zweite Person. Das Passwort wird gefragt."""
    database.ensure_running()
    run = release_run(run_id, rights=signed_in(as_), at=clock.now())
    console.print(
        f"Fortführung {run.pk} ist freigegeben. Die Schreiben gehen hinaus, sobald ein Worker läuft."
    )


def _programme(slug: str) -> Programme:
    found = Programme.objects.filter(slug=slug).first()
    if found is None:
        raise Refused(N_("Ein Programm „%(slug)s“ gibt es nicht. Bitte prüfen Sie den Kurznamen."), slug=slug)
    return found


def _print(result: WhatIf) -> None:
    table = Table(title=f"Was wäre, wenn: bis {result.new_end - timedelta(days=1):%d.%m.%Y}")
    for heading in ("Jahr", "verfügbar", "bereits bewilligt", "kommt hinzu", "bleibt"):
        table.add_column(heading, justify="right")
    for row in result.years:
        amounts = (row.available, row.committed, row.added, row.left)
        table.add_row(str(row.year), *(euro(amount) for amount in amounts))
    console.print(table)
    console.print(f"{result.sums.changed} Zuwendungen ändern sich, {result.sums.unchanged} nicht.")
    for year, amount in result.missing.items():
        console.print(f"Es fehlen {year}: {euro(amount)}")
    console.print("Nichts wurde geschrieben.")
