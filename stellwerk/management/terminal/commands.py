"""The list of commands; each stands in a module named after what it is about."""

from importlib import import_module
from typing import Any

import typer

COMMANDS = {
    "run": "serving:run",
    "demo": "serving:demo",
    "serve": "serving:serve",
    "worker": "serving:worker",
    "migrate": "serving:migrate",
    "run-programme": "programmes:run_programme",
    "release-run": "programmes:release",
    "add-person": "people:add_person",
    "import-places": "places:import_register",
    "reform": "reforms:reform",
    "import-catalogue": "services:import_services",
    "import-online-services": "services:import_service_list",
    "import-schema": "services:import_schema",
    "import-geometry": "geometry:import_geometry",
    "report": "reports:write_report",
    "publish": "publications:publish",
    "snapshot": "snapshots:snapshot",
    "import-coverage": "snapshots:import_file",
    "doctor": "checks:doctor",
    "verify": "checks:verify",
    "verify-journal": "journal:verify_journal",
    "export-journal": "journal:export_journal",
}
GROUPS = {"calc": "calculators:app"}


def application(word: str) -> typer.Typer:
    """Return the terminal application; for a known word with that command alone, which starts faster."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_stellwerk)
    for name, place in COMMANDS.items():
        if word in (name, "") or word not in COMMANDS | GROUPS:
            app.command(name)(_found(place))
    for name, place in GROUPS.items():
        if word in (name, "") or word not in COMMANDS | GROUPS:
            app.add_typer(_found(place), name=name, help="Die Rechner des Gesetzes, mit Rechenweg.")
    return app


def _stellwerk() -> None:
    """Stellwerk am Terminal."""  # a callback keeps the command's name in front even when it is alone


def _found(place: str) -> Any:
    # By name: commands use models, and those need Django to be set up first.
    module, name = place.split(":")
    return getattr(import_module(f"stellwerk.management.terminal.{module}"), name)
