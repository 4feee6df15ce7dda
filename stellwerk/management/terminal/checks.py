"""Checks: is this installation well, and is this letter ours and unchanged?"""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from rich.console import Console

from config import database
from config.embedded import DatabaseError as NotStarted
from stellwerk.gateways import clock, smtp
from stellwerk.gateways.fonts import STYLES, font_files
from stellwerk.letters.verify import attached_data, fingerprint
from stellwerk.management import delivery
from stellwerk.management.tables import pending_changes
from stellwerk.models import Dispatch
from stellwerk.queries.letters import by_fingerprint

console = Console(highlight=False)
OLDEST_POSTGRES = 150000
LEAST_FREE_BYTES = 1_000_000_000
Found = tuple[bool, str]


def doctor() -> None:
    """Eine Zeile je Prüfung; Rückgabewert 1, wenn etwas nicht in Ordnung ist."""
    results = list(_examine())
    for name, (is_well, text) in results:
        console.print(f"{'gut   ' if is_well else 'FEHLER'}  {name:12} {text}")
    if not all(is_well for _name, (is_well, _text) in results):
        raise typer.Exit(1)


def verify(letter: Annotated[Path, typer.Argument(help="PDF eines Schreibens")]) -> None:
    """Ist dieses Schreiben von uns und unverändert? Rückgabewert 0 nur, wenn ja."""
    if not letter.is_file():
        console.print(f"Die Datei {letter} gibt es nicht.")
        raise typer.Exit(2)
    database.ensure_running()
    content = letter.read_bytes()
    known = by_fingerprint(fingerprint(content))
    if known is None:
        claims = attached_data(content)
        what = f" Es gibt sich aus als Bescheid zu {claims['file_number']}." if claims else ""
        console.print(f"Nicht von uns oder verändert: Die Prüfsumme ist unbekannt.{what}")
        raise typer.Exit(1)
    told = known.letter
    console.print(f"Unverändert. {told.subject}, {told.dated_on:%d.%m.%Y}, Az. {told.file_number}")
    console.print(
        f"Freigegeben von {told.released_by.name} am {told.released_at:%d.%m.%Y}. SHA-256 {known.sha256}"
    )


def _examine() -> Iterator[tuple[str, Found]]:
    has_database = _database()
    yield "Datenbank", has_database
    needs_it: list[tuple[str, Callable[[], Found]]] = [("Tabellen", _migrations), ("Worker", _worker)]
    for name, check in needs_it:
        yield name, check() if has_database[0] else (False, "nicht prüfbar ohne Datenbank")
    yield "Mailserver", _mail()
    yield "Schriften", _fonts()
    yield "Speicher", _disk()


def _database() -> Found:
    try:
        database.ensure_running()
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
    except (DatabaseError, NotStarted) as error:
        return False, f"nicht erreichbar: {error}"
    kind = "eingebettet" if database.is_embedded() else "DATABASE_URL"
    return version >= OLDEST_POSTGRES, f"PostgreSQL {version // 10000}, {kind}"


def _migrations() -> Found:
    if number := pending_changes():
        return False, f"{number} Änderungen stehen aus; bitte `stellwerk migrate` aufrufen"
    return True, "aktuell"


def _worker() -> Found:
    """A worker is missing when something has been due for longer than its lease."""
    if "stellwerk_dispatch" not in connection.introspection.table_names():
        return False, "nicht prüfbar ohne Tabellen"
    since = clock.now() - timedelta(seconds=settings.LEASE_SECONDS)
    late = Dispatch.objects.filter(state__in=["waiting", "sending"], next_attempt_at__lt=since).count()
    if late:
        return False, f"{late} Schreiben warten zu lange; läuft `stellwerk worker`?"
    return True, "nichts wartet zu lange"


def _mail() -> Found:
    with delivery.mailer() as mailer:
        answer = mailer.check()
    where = f"{settings.SMTP_HOST}:{settings.SMTP_PORT}"
    mode = "sicherer Modus" if settings.SAFE_MODE else "Versand nach außen"
    return isinstance(answer, smtp.Accepted), f"{where}, {mode}: {answer.code or ''} {answer.text}"


def _fonts() -> Found:
    found = font_files(settings.FONTS_DIR)
    return len(found) == len(STYLES), f"{len(found)} von {len(STYLES)} vorhanden"


def _disk() -> Found:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.VAR_DIR).free
    return free >= LEAST_FREE_BYTES, f"{free // 1_000_000_000} GB frei"
