"""The catalogue of services: take over the complete one from its files, or show what that would change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._catalogue import Outcome, compared
from stellwerk.actions._steps import journal
from stellwerk.gateways.csv_table import MalformedTable
from stellwerk.gateways.service_catalogue import Fault, LeikaRow, Named, read_catalogue
from stellwerk.law.working import N_, Refused
from stellwerk.models import LifeSituation, OzgService, Service, SubjectArea

SERVICE_FIELDS = ["name", "execution_type", "ozg_service", "legal_basis", "source", "as_of", "gone_on"]
SHOWN_FAULTS = 3


def proposed_catalogue(files: Sequence[Path], *, is_complete: bool = True) -> Outcome:
    """Return what the files would change; nothing is written.

    files        any of the four tables; each file's head tells which one it is
    is_complete  services that no file names are gone

    Refused: a file cannot be read.
    """
    try:
        catalogue = read_catalogue(files)
    except MalformedTable as fault:
        raise Refused(fault.text, field="file", **fault.values) from fault
    return compared(catalogue, is_complete=is_complete)


@transaction.atomic(durable=True)
def import_catalogue(
    files: Sequence[Path],
    *,
    rights: Rights | None,
    at: datetime,
    source: str = "",
    as_of: date | None = None,
    is_complete: bool = True,
    dry_run: bool = False,
) -> Outcome:
    """Take over what is new or has changed; what is gone gets its day, nothing is deleted.

    rights  None at the terminal, where the operator works
    source  where the files are from; without it, their names
    as_of   the day of the catalogue, where it is known

    PermissionDenied: no right to keep the catalogue.
    Refused: a file cannot be read, or a row of it is faulty; nothing is taken over then.
    """
    if rights is not None:
        require(rights, Verb.KEEP_CATALOGUE)
    outcome = proposed_catalogue(files, is_complete=is_complete)
    if dry_run:
        return outcome
    _refuse_faults(outcome.faults)
    _store_bundles(outcome)
    origin = (source or ", ".join(file.name for file in files))[:300]
    _store_services([*outcome.new, *(it.row for it in outcome.changed)], origin, as_of)
    gone = [key for key, _name in outcome.gone]
    day = as_of or timezone.localtime(at).date()
    Service.objects.filter(key__in=gone, gone_on=None).update(gone_on=day)
    text = f"Leistungskatalog übernommen: {origin}"
    details = {"new": len(outcome.new), "changed": len(outcome.changed), "gone": len(gone)}
    journal(rights.person if rights else None, at, "import_catalogue", None, text, details)
    return outcome


def _refuse_faults(faults: Sequence[Fault]) -> None:
    if faults:
        raise Refused(
            N_(
                "%(count)s Zeilen des Katalogs sind fehlerhaft: %(first)s. Es wurde nichts übernommen; "
                "bitte berichtigen Sie die Zeilen und lesen Sie die Dateien noch einmal ein."
            ),
            field="file",
            count=str(len(faults)),
            first="; ".join(named(fault) for fault in faults[:SHOWN_FAULTS]),
        )


def named(fault: Fault) -> str:
    """Return a fault as a line: file, row, and what is wrong."""
    return f"{fault.place.file}, Zeile {fault.place.row}: {Refused(fault.text, **fault.values).sentence()}"


def _store_bundles(outcome: Outcome) -> None:
    """Store subject areas, life situations and OZG services; each rests on the ones before."""
    areas = [SubjectArea(number=int(it.number), name=it.name) for it in outcome.areas]
    SubjectArea.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["number"], update_fields=["name"]
    )
    LifeSituation.objects.bulk_create(
        (
            LifeSituation(number=int(it.number), name=it.name, subject_area_id=int(it.parent))
            for it in outcome.situations
        ),
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name", "subject_area"],
    )
    OzgService.objects.bulk_create(
        _bundles(outcome.ozg),
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name", "life_situation"],
    )


def _bundles(rows: Iterable[Named]) -> list[OzgService]:
    return [
        OzgService(number=it.number, name=it.name, life_situation_id=int(it.parent) if it.parent else None)
        for it in rows
    ]


def _store_services(rows: Iterable[LeikaRow], source: str, as_of: date | None) -> None:
    Service.objects.bulk_create(
        (
            Service(
                key=row.key,
                name=row.name,
                execution_type=row.execution_type,
                ozg_service_id=row.ozg_number or None,
                legal_basis=row.legal_basis,
                source=source,
                as_of=as_of,
            )
            for row in sorted(rows, key=lambda row: row.key)
        ),
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=SERVICE_FIELDS,
    )
