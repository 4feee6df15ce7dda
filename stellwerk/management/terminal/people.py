"""People at the terminal: add one, and make sure that somebody is who they say."""

import getpass
import os
from datetime import date, datetime
from typing import Annotated

import typer
from django.contrib.auth.hashers import check_password
from rich.console import Console

from config import database
from stellwerk.access import Rights, rights_of
from stellwerk.actions import people
from stellwerk.gateways import clock
from stellwerk.law.working import N_, Refused
from stellwerk.models import Person, Role
from stellwerk.queries.second_factors import has_second_factor

console = Console(highlight=False)


def add_person(
    email: Annotated[str, typer.Argument(help="E-Mail, zugleich die Anmeldung")],
    name: Annotated[str, typer.Option(help="Name")],
    role: Annotated[str, typer.Option(help=", ".join(Role.values))],
    office: Annotated[str, typer.Option(help="Kennung der Stelle, zum Beispiel LRA-08136")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Beginn, sonst heute")] = None,
) -> None:
    """Eine Person anlegen oder ihr eine weitere Rolle geben. Das Passwort wird gefragt."""
    database.ensure_running()
    starts_on: date = since.date() if since else clock.today()
    people.add_person(
        email=email, name=name, role=role, office_key=office, starts_on=starts_on,
        password=_password(email), at=clock.now(),
    )  # fmt: skip
    console.print(f"{name} kann sich jetzt anmelden.")


def signed_in(email: str) -> Rights:
    """Return the rights of a person who proved to be that person; the terminal opens no back door."""
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None or not check_password(_password(email), person.password):
        raise Refused(N_("Anmeldung fehlgeschlagen. Bitte prüfen Sie E-Mail (--as) und Passwort."))
    if has_second_factor(person) and not people.use_code(person, _code(), at=clock.now()):
        raise Refused(N_("Der Code stimmt nicht oder gilt nicht mehr. Bitte geben Sie den neuesten ein."))
    return rights_of(person, on=clock.today())


def _code() -> str:
    return os.environ.get("STELLWERK_CODE") or input("Code: ")


def _password(email: str) -> str:
    return os.environ.get("STELLWERK_PASSWORD") or getpass.getpass(f"Passwort für {email}: ")
