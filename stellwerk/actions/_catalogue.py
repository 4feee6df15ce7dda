"""Compare a catalogue that was read with the one that is stored: what it would change, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Model

from stellwerk.gateways.service_catalogue import Catalogue, Fault, LeikaRow, Named, Place
from stellwerk.law.coverage import service_key
from stellwerk.law.working import N_, Refused
from stellwerk.models import LifeSituation, OzgService, Service, SubjectArea

AREA_UNKNOWN = N_(
    "Das Themenfeld %(number)s ist unbekannt; bitte geben Sie auch die Datei der Themenfelder an."
)
SITUATION_UNKNOWN = N_("Die Lage %(number)s ist unbekannt; bitte geben Sie auch die Datei der Lagen an.")
BUNDLE_UNKNOWN = N_(
    "Die OZG-Nummer %(number)s ist unbekannt; bitte geben Sie auch die Datei der OZG-Leistungen an."
)
Entry = TypeVar("Entry", LeikaRow, Named)
COMPARED = ("name", "execution_type", "ozg_service_id", "legal_basis")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key or number that stood in an earlier row already; the first row counts.

    differs  the later row says something else
    """

    place: Place
    key: str
    name: str
    first: Place
    differs: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A stored service of which the catalogue says something new, or which is back."""

    row: LeikaRow
    before: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a catalogue changes; each row by its file and number. Faults keep all of it out."""

    areas: tuple[Named, ...]
    situations: tuple[Named, ...]
    ozg: tuple[Named, ...]
    new: tuple[LeikaRow, ...]
    changed: tuple[Change, ...]
    unchanged: int
    gone: tuple[tuple[str, str], ...]
    duplicates: tuple[Duplicate, ...]
    without_key: tuple[LeikaRow, ...]
    faults: tuple[Fault, ...]


def compared(catalogue: Catalogue, *, is_complete: bool) -> Outcome:
    """Say what the catalogue would change.

    is_complete  services that it does not name are gone
    """
    twice: list[Duplicate] = []
    faults = list(catalogue.faults)
    without = tuple(row for row in catalogue.services if not row.key)
    sound = _checked((row for row in catalogue.services if row.key), faults)
    services = _once(sound, twice)
    areas, situations, ozg = (
        tuple(_once(rows, twice).values()) for rows in (catalogue.areas, catalogue.situations, catalogue.ozg)
    )
    faults += _orphans(areas, situations, ozg, services)
    known = {row["key"]: row for row in Service.objects.values("key", "gone_on", *COMPARED)}
    both = [Change(row, known[key]["name"]) for key, row in services.items() if key in known]
    changed = tuple(it for it in both if _differs(it.row, known[it.row.key]))
    missing = sorted(key for key, row in known.items() if key not in services and row["gone_on"] is None)
    return Outcome(
        areas=areas,
        situations=situations,
        ozg=ozg,
        new=tuple(row for key, row in services.items() if key not in known),
        changed=changed,
        unchanged=len(both) - len(changed),
        gone=tuple((key, known[key]["name"]) for key in missing) if is_complete and services else (),
        duplicates=tuple(twice),
        without_key=without,
        faults=tuple(sorted(faults, key=lambda fault: (fault.place.file, fault.place.row))),
    )


def _checked(rows: Iterable[LeikaRow], faults: list[Fault]) -> list[LeikaRow]:
    """Return the rows whose key is one, written plainly; the others become faults."""
    sound = []
    for row in rows:
        try:
            sound.append(replace(row, key=service_key(row.key)))
        except Refused as no:
            faults.append(Fault(row.place, no.text, {name: str(value) for name, value in no.values.items()}))
    return sound


def _once(rows: Iterable[Entry], twice: list[Duplicate]) -> dict[str, Entry]:
    """Return the first row of each key."""
    first: dict[str, Entry] = {}
    for row in rows:
        key = row.key if isinstance(row, LeikaRow) else row.number
        earlier = first.setdefault(key, row)
        if earlier is not row:
            differs = replace(row, place=earlier.place) != earlier
            twice.append(Duplicate(row.place, key, row.name, earlier.place, differs))
    return first


def _orphans(
    areas: tuple[Named, ...],
    situations: tuple[Named, ...],
    ozg: tuple[Named, ...],
    services: Mapping[str, LeikaRow],
) -> list[Fault]:
    """Return a fault for each row that belongs to something neither the files nor the database know."""
    faults = _without_parent(situations, areas, SubjectArea, AREA_UNKNOWN)
    faults += _without_parent(ozg, situations, LifeSituation, SITUATION_UNKNOWN)
    bundles = {it.number for it in ozg} | _stored(OzgService)
    return faults + [
        Fault(row.place, BUNDLE_UNKNOWN, {"number": row.ozg_number})
        for row in services.values()
        if row.ozg_number and row.ozg_number not in bundles
    ]


def _without_parent(
    rows: Iterable[Named], parents: Iterable[Named], model: type[Model], text: str
) -> list[Fault]:
    """A life situation always has its subject area; an OZG service may stand without a situation."""
    known = {it.number for it in parents} | _stored(model)
    return [
        Fault(it.place, text, {"number": it.parent or "–"})
        for it in rows
        if it.parent not in known and (it.parent or model is SubjectArea)
    ]


def _stored(model: type[Model]) -> set[str]:
    return {str(key) for key in model._default_manager.values_list("pk", flat=True)}


def _differs(row: LeikaRow, stored: Mapping[str, object]) -> bool:
    wanted = (row.name, row.execution_type, row.ozg_number or None, row.legal_basis)
    return stored["gone_on"] is not None or wanted != tuple(stored[name] for name in COMPARED)
