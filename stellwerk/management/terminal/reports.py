"""Write the report on online services in the area to a file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from config import database
from stellwerk.gateways import clock
from stellwerk.law.working import N_, Refused
from stellwerk.letters.reports import report, report_pdf
from stellwerk.queries.maps import district_names, scope
from stellwerk.queries.selections import is_example, selection

console = Console(highlight=False)


def write_report(
    file: Annotated[Path, typer.Argument(help="wohin das PDF geschrieben wird")],
    district: Annotated[str, typer.Option(help="Kreisschlüssel, fünf Ziffern; ohne: das ganze Land")] = "",
    services: Annotated[str, typer.Option(help="liste-…, feld-…, leistung-… oder alle")] = "",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%d.%m.%Y"], help="Stichtag")] = None,
) -> None:
    """Den Bericht „Onlinedienste in der Fläche“ als barrierefreies PDF schreiben."""
    database.ensure_running()
    names = district_names()
    if district and district not in names:
        raise Refused(N_("Den Kreis %(key)s gibt es nicht. Bitte prüfen Sie den Schlüssel."), key=district)
    chosen = selection(services)
    wanted = scope(chosen, day=day.date() if day else clock.today(), district=district)
    made = report(wanted, chosen, district=names.get(district, ""), is_example=is_example())
    file.write_bytes(report_pdf(made, fonts=settings.FONTS_DIR, at=clock.now()))
    console.print(f"Geschrieben: {file}")
