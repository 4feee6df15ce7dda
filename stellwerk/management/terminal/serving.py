"""Serve: the demonstration with everything it needs, or web and worker alone."""

import os
import shutil
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from config import database
from stellwerk.actions._steps import ring
from stellwerk.actions.facts import install_facts
from stellwerk.gateways.mail_catcher import catching
from stellwerk.law.money import euro
from stellwerk.law.working import N_, Refused
from stellwerk.management import demonstration, processes
from stellwerk.models import Call, CoverageFact, OpinionRequest, Run
from stellwerk.queries.people import demo_people

LOCALHOST = processes.LOCALHOST
console = Console(highlight=False)
STEPS = 6  # what do_main_job says
AREA_STEPS = 3  # what load_area says


def migrate() -> None:
    """Datenbank starten, Tabellen anlegen oder ändern, mitgelieferte Fakten einspielen."""
    database.ensure_running()
    call_command("migrate", verbosity=0)
    install_facts()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def worker() -> None:
    """Arbeiten: Schreiben setzen und versenden, bis Strg-C."""
    database.ensure_running()
    call_command("procrastinate", "worker", "--concurrency=1", "--delete-jobs=successful")


def serve(
    host: Annotated[str, typer.Option(help="Adresse, auf der gehört wird")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port")] = 8000,
) -> None:
    """Die Webanwendung allein; Worker laufen mit `stellwerk worker`."""
    migrate()
    command = processes.web(host, port).command
    os.execv(command[0], command)  # noqa: S606  (our own interpreter)


def demo() -> None:
    """Die Hauptaufgabe am Beispiel, von der leeren Datenbank bis zum letzten Schreiben; endet danach."""
    folder = settings.VAR_DIR
    _empty(folder)
    try:
        with console.status("Datenbank wird eingerichtet"):
            migrate()
        with catching(settings.MAIL_CATCHER_DIR) as port:
            settings.SMTP_PORT = port
            run_of_example, report = _main_job()
        demonstration.write_down(report, run_of_example, folder)
        _print(report)
        console.print(f"Bericht, Schreiben und Mails liegen in {_short(folder)}/")
    finally:
        database.stop()
    if report.failed or report.duplicates:
        raise typer.Exit(1)


def run(
    port: Annotated[int, typer.Option(help="Port der Webanwendung")] = processes.PORT,
) -> None:
    """Alles auf einmal: einrichten, Beispiel rechnen und versenden, dann bedienen. Strg-C beendet."""
    web = processes.web(LOCALHOST, port)
    try:
        processes.free_port(LOCALHOST, port)
        processes.free_port(LOCALHOST, settings.SMTP_PORT)
        with console.status("Datenbank wird gestartet"):
            migrate()
        with catching(settings.MAIL_CATCHER_DIR, port=settings.SMTP_PORT):
            if not Run.objects.exists():
                done, report = _main_job()
                demonstration.draft_next(done.programme)
                _print(report)
            if not CoverageFact.objects.exists():
                _area()
            if not Call.objects.exists():
                import_string("stellwerk.management.demonstration_decisions.load_ready")(console.print)
            if not OpinionRequest.objects.exists():
                import_string("stellwerk.management.demonstration_opinions.load_opinions")(console.print)
            ring()  # what an earlier session left behind
            _print_sign_ins(port)
            processes.keep_running([web, *_workers()], ready=(LOCALHOST, port), say=console.print)
    finally:
        web.end()
        database.stop()
        console.print("Beendet.")


def _workers() -> list[processes.Process]:
    command = [sys.executable, "-m", "stellwerk", "worker"]
    return [processes.Process(f"worker {number}", command) for number in range(1, settings.WORKERS + 1)]


def _main_job() -> tuple[Run, demonstration.Report]:
    columns = TextColumn("{task.description:45}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("Das Beispiel beginnt", total=STEPS)

        def say(text: str) -> None:
            progress.update(bar, description=text, advance=1)

        done, report = demonstration.do_main_job(say)
        progress.update(bar, description="Alle Schreiben sind versandt", completed=STEPS)
    return done, report


def _area() -> None:
    columns = TextColumn("{task.description:45}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("Die Fläche beginnt", total=AREA_STEPS)

        def say(text: str) -> None:
            progress.update(bar, description=text, advance=1)

        # By name: what counts and publishes takes a second to load, and the next start needs none of it.
        import_string("stellwerk.management.demonstration_area.load_area")(say)
        progress.update(bar, description="Die Fläche ist gefüllt (Beispieldaten)", completed=AREA_STEPS)


def _print(report: demonstration.Report) -> None:
    table = Table(title="Fortführung des Programms (Beispieldaten)", show_header=False)
    for label, value in (
        ("Stellen im Verteiler", report.offices),
        ("Zuwendungen geändert", report.grants_changed),
        ("Zuwendungen unverändert (nur Rundschreiben)", report.grants_unchanged),
        ("Stellungnahmen erbeten", report.consultations_sent),
        ("Änderungsbescheide versandt", report.notices_sent),
        ("Rundschreiben versandt", report.circulars_sent),
        ("nachrichtlich versandt", report.copies_sent),
        ("doppelt", report.duplicates),
        ("nicht versandt", report.failed),
    ):
        table.add_row(label, str(value))
    for year, row in report.budget_by_year.items():
        table.add_row(
            f"Haushaltsjahr {year}: kommt hinzu", f"{_euro(row['added'])} von {_euro(row['available'])}"
        )
    table.add_row("Sekunden", str(report.seconds["total"]))
    console.print(table)


def _print_sign_ins(port: int) -> None:
    table = Table(title=f"Anmelden unter http://127.0.0.1:{port}", caption="Strg-C beendet alles")
    table.add_column("Rolle")
    table.add_column("E-Mail", no_wrap=True)
    for membership in demo_people():
        table.add_row(membership.get_role_display(), membership.person.email)
    console.print(table)
    console.print(f"Passwort für alle: [bold]{settings.DEMO_PASSWORD}[/bold]")


def _empty(folder: Path) -> None:
    if not database.is_embedded():
        raise Refused(
            N_(
                "Die Vorführung beginnt mit einer leeren Datenbank und nutzt dafür ihre eigene. "
                "Bitte rufen Sie sie ohne DATABASE_URL auf."
            )
        )
    database.stop()
    shutil.rmtree(folder, ignore_errors=True)
    settings.MAIL_CATCHER_DIR.mkdir(parents=True)


def _euro(text: str) -> str:
    return euro(Decimal(text))


def _short(folder: Path) -> str:
    return os.path.relpath(folder)
