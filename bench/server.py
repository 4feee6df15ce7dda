"""The databases of the benchmark: one embedded server, one database a size, copied for each delivery."""

import os
from urllib.parse import quote

import psycopg
from psycopg import sql

from config import embedded
from config.env import ROOT, demo_behind

VAR = ROOT / "var" / "bench"
FOLDER = VAR / "postgres"
MAINTENANCE = embedded.SUPERUSER
demo_behind()  # the same for all processes, also if midnight comes between them


def start() -> None:
    (VAR / "static").mkdir(parents=True, exist_ok=True)
    embedded.start(FOLDER, MAINTENANCE)


def stop() -> None:
    embedded.stop(FOLDER)


def create(name: str, *, like: str = "template1") -> None:
    """Create a database anew, empty or as a copy of another one that nobody is connected to."""
    drop(name)
    _execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))


def drop(name: str) -> None:
    _execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def settle() -> None:
    """Write out what earlier steps left behind, so that the next step does not pay for it."""
    _execute(sql.SQL("CHECKPOINT"))


def version() -> str:
    return str(_execute(sql.SQL("SHOW server_version")))


def environment(database: str, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on one of the databases."""
    host = quote(str(embedded.socket_folder(FOLDER)), safe="")
    return {
        **os.environ,
        "DATABASE_URL": f"postgres://{embedded.SUPERUSER}@/{database}?host={host}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STELLWERK_VAR": str(VAR),
        "STELLWERK_FONTS": str(ROOT / "var" / "fonts"),
        "STELLWERK_DEMO": "1",
        "MAIL_ALLOWED": ".invalid",
        "MAIL_CATCHER_DIR": str(VAR / "mail"),
        **more,
    }


def _execute(query: sql.SQL | sql.Composed) -> object:
    host = str(embedded.socket_folder(FOLDER))
    with psycopg.connect(
        host=host, user=embedded.SUPERUSER, dbname=MAINTENANCE, autocommit=True
    ) as connection:
        answer = connection.execute(query)
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None
