"""The list of commands; each stands in a module named after what it is about."""

import typer

from stellwerk.management.terminal import calculators, checks, places, programmes, serving

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Stellwerk am Terminal."
)
app.command("run")(serving.run)
app.command("demo")(serving.demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("migrate")(serving.migrate)
app.command("run-programme")(programmes.run_programme)
app.command("release-run")(programmes.release)
app.command("add-person")(programmes.add_person)
app.command("import-places")(places.import_register)
app.command("doctor")(checks.doctor)
app.command("verify")(checks.verify)
app.add_typer(calculators.app, name="calc", help="Die Rechner des Gesetzes, mit Rechenweg.")
