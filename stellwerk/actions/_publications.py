"""What asking for a publication and making one share: what is refused, the bell, and one at a time."""

from datetime import date, datetime

from django.db import connection

from stellwerk.law.working import N_, Refused
from stellwerk.models import CoverageFact

PUBLISH = "publish_what_was_asked_for"
KEY = "hashtext('stellwerk_publication')"
FOR_A_TRANSACTION = f"SELECT pg_try_advisory_xact_lock({KEY})"
FOR_A_SESSION = f"SELECT pg_try_advisory_lock({KEY})"
NO_MORE = f"SELECT pg_advisory_unlock({KEY})"
UNDER_WAY = N_("Eine Fassung wird gerade veröffentlicht. Bitte warten Sie kurz, und laden Sie die Seite neu.")


def is_ours(lock: str) -> bool:
    """Say whether nobody else publishes; nobody does then until this transaction or session lets go."""
    with connection.cursor() as cursor:
        cursor.execute(lock)
        return bool(cursor.fetchone()[0])


def refuse_nothing(day: date, at: datetime) -> None:
    """Refused: the day is yet to come, or nothing is known of it."""
    if day > at.date():
        raise Refused(
            N_("Der Stichtag %(day)s liegt in der Zukunft. Bitte wählen Sie heute oder einen früheren Tag."),
            field="day",
            day=f"{day:%d.%m.%Y}",
        )
    if not CoverageFact.objects.filter(replaced_by=None, valid_from__lte=day).exists():
        raise Refused(
            N_("Zum %(day)s ist noch keine Angabe erfasst. Bitte wählen Sie einen späteren Stichtag."),
            field="day",
            day=f"{day:%d.%m.%Y}",
        )
