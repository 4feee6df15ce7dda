"""Publish open data: one version per change, written once, never changed afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._publication_files import write_files
from stellwerk.actions._steps import journal
from stellwerk.gateways.publications import fingerprints, folder_of, new_version, place
from stellwerk.law.working import N_, Refused
from stellwerk.models import ChangeSet, CoverageFact, Publication
from stellwerk.queries.publications import DATASET, Counts, latest, written_down

ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('stellwerk_publication'))"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The newest version; ``is_new`` is False where the data had not changed since."""

    publication: Publication
    is_new: bool


@transaction.atomic(durable=True)
def publish(*, day: date, rights: Rights, at: datetime) -> Outcome:
    """Publish what is known of a day as the next version; the same data again gives no new version.

    The folder takes its place right before the commit: a version without its files cannot be.

    PermissionDenied: no right to publish. Refused: nothing is known yet, the day is yet to come, or another
    publication is being made.
    """
    require(rights, Verb.PUBLISH)
    _refuse_nothing(day, at)
    _refuse_second()
    last = latest()
    target = folder_of(settings.PUBLICATIONS, DATASET, last.version + 1 if last else 1)
    with new_version(target) as draft:
        rows, changes = write_files(draft, day=day, at=at, last=last)
        if last and not any(counts.any for counts in changes.values()):
            return Outcome(last, is_new=False)
        made = _recorded(draft, day=day, at=at, last=last, rows=rows, changes=changes)
        journal(rights.person, at, "publish", made, f"Offene Daten: Fassung {made.version} veröffentlicht")
        place(draft, target)
    return Outcome(made, is_new=True)


def _recorded(
    draft: Path,
    *,
    day: date,
    at: datetime,
    last: Publication | None,
    rows: int,
    changes: dict[str, Counts],
) -> Publication:
    return Publication.objects.create(
        dataset=DATASET,
        version=last.version + 1 if last else 1,
        day=day,
        published_at=at,
        rows=rows,
        files=fingerprints(draft),
        changes=written_down(changes),
        is_example=ChangeSet.objects.filter(is_example=True).exists(),
    )


def _refuse_second() -> None:
    """Let nobody else publish until the end of the transaction; who presses twice is told so at once."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise Refused(
            N_("Eine Fassung wird gerade veröffentlicht. Bitte warten Sie kurz, und laden Sie die Seite neu.")
        )


def _refuse_nothing(day: date, at: datetime) -> None:
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
