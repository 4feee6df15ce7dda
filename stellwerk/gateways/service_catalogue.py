"""The catalogue of services in CSV files: OZG and LeiKa services, subject areas, life situations."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stellwerk.gateways.csv_table import N_, MalformedTable, Row, Table, read_table

# Other headings of the same columns, as exports of other houses write them.
ALIASES = {
    "leika-schlüssel": "leika_key",
    "leika-id": "leika_key",
    "leikaid": "leika_key",
    "leika_id": "leika_key",
    "bezeichnung": "name",
    "leistungsbezeichnung": "name",
    "leika-typ": "type_code",
    "vollzugstyp": "type_code",
    "typ": "type_code",
    "ozg-id": "ozg_id",
    "ozg-nummer": "ozg_id",
    "rechtsgrundlage": "legal_basis",
    "rechtsgrundlagen": "legal_basis",
    "themenfeld-id": "subject_area_id",
    "lage-id": "life_situation_id",
}
LONGEST = {"areas": 120, "situations": 160, "ozg": 300, "services": 400}
_NUMBER = re.compile(r"\d{1,5}")
_BETWEEN_BASES = re.compile(r"(?<=\])\s*[,;]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file and row, the head is row 1."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Named:
    """A subject area, a life situation or an OZG service; ``parent`` is the number it belongs to, or ""."""

    place: Place
    number: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class LeikaRow:
    """A service as its row has it; the key is not checked yet, each legal basis is a line of its own."""

    place: Place
    key: str
    name: str
    execution_type: str
    ozg_number: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: a German sentence with %(name)s for each of ``values``."""

    place: Place
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All files together, in the order of their rows."""

    areas: tuple[Named, ...] = ()
    situations: tuple[Named, ...] = ()
    ozg: tuple[Named, ...] = ()
    services: tuple[LeikaRow, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_catalogue(files: Iterable[Path]) -> Catalogue:
    """Read the files, whichever of the four tables each holds; its head tells. Other tables are left out.

    MalformedTable: a file cannot be read, or none of them holds services.
    """
    tables: dict[str, list[Table]] = {}
    for file in files:
        table = read_table(file, aliases=ALIASES)
        tables.setdefault(_kind(table.columns), []).append(table)
    if not tables.keys() & {"services", "ozg"}:
        raise MalformedTable(
            N_(
                "Keine der Dateien enthält Leistungen. Bitte ergänzen Sie eine Kopfzeile mit leika_key "
                "und name oder mit ozg_id und name."
            )
        )
    faults: list[Fault] = []
    return Catalogue(
        areas=_named(tables.get("areas", []), "areas", "id", "", faults),
        situations=_named(tables.get("situations", []), "situations", "id", "subject_area_id", faults),
        ozg=_named(tables.get("ozg", []), "ozg", "ozg_id", "life_situation_id", faults),
        services=_services(tables.get("services", []), faults),
        faults=tuple(faults),
    )


def bases(legal_basis: str) -> str:
    """Return several legal bases of one cell as lines; each ends with its address in brackets."""
    return "\n".join(" ".join(part.split()) for part in _BETWEEN_BASES.split(legal_basis) if part.strip())


def _kind(columns: tuple[str, ...]) -> str:
    found = set(columns)
    if {"leika_key", "name"} <= found:
        return "services"
    if {"ozg_id", "name"} <= found:
        return "ozg"
    if {"id", "name", "subject_area_id"} <= found:
        return "situations"
    return "areas" if {"id", "name", "ozg_service_count"} <= found else ""


def _named(
    tables: list[Table], kind: str, number: str, parent: str, faults: list[Fault]
) -> tuple[Named, ...]:
    """Return the rows that can be used; the others become faults."""
    found = []
    for table in tables:
        for row in table.rows:
            place = Place(table.name, row.number)
            said = (row[number], row[parent] if parent else "")
            if wrong := next((it for it in said if it and not _NUMBER.fullmatch(it)), "" if said[0] else "–"):
                faults.append(
                    Fault(place, N_("„%(number)s“ ist keine Nummer des Katalogs."), {"number": wrong})
                )
            elif _has_name(row, place, LONGEST[kind], faults):
                found.append(Named(place, _plain(said[0]), row["name"], _plain(said[1])))
    return tuple(found)


def _plain(number: str) -> str:
    """Return a number without zeros in front, so that 06 is 6."""
    return str(int(number)) if number else ""


def _services(tables: list[Table], faults: list[Fault]) -> tuple[LeikaRow, ...]:
    found = []
    for table in tables:
        for row in table.rows:
            place = Place(table.name, row.number)
            if len(row["type_code"]) > 20:
                text = N_("„%(type)s“ ist kein Vollzugstyp.")
                faults.append(Fault(place, text, {"type": row["type_code"][:60]}))
            elif _has_name(row, place, LONGEST["services"], faults):
                found.append(
                    LeikaRow(
                        place=place,
                        key=row["leika_key"],
                        name=row["name"],
                        execution_type=row["type_code"],
                        ozg_number=_plain(row["ozg_id"])
                        if _NUMBER.fullmatch(row["ozg_id"])
                        else row["ozg_id"],
                        legal_basis=bases(row["legal_basis"]),
                    )
                )
    return tuple(found)


def _has_name(row: Row, place: Place, longest: int, faults: list[Fault]) -> bool:
    if not row["name"]:
        faults.append(Fault(place, N_("Der Name fehlt.")))
    elif len(row["name"]) > longest:
        faults.append(Fault(place, N_("Der Name ist länger als %(limit)s Zeichen."), {"limit": str(longest)}))
    else:
        return True
    return False
