"""Make ready what a command needs: the database, Django, the tables, the shipped facts."""

import django
from django.apps import apps

from config import database


def with_django() -> None:
    """Start the embedded database where there is no other, and load the models. Safe to repeat."""
    if not apps.ready:
        database.ensure_running()
        django.setup()


def with_tables() -> None:
    """Also bring the tables up to date and install the shipped facts."""
    with_django()
    from django.core.management import call_command

    from stellwerk.actions.facts import install_facts

    call_command("migrate", verbosity=0)
    install_facts()
