"""The official register of municipalities (GV100AD of Destatis): read it, and say what it would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

from stellwerk.gateways.gv100ad import N_, MalformedRegister, Record, records

DISTRICT_KINDS = {
    "41": "Kreisfreie Stadt",
    "42": "Stadtkreis",
    "43": "Kreis",
    "44": "Landkreis",
    "45": "Regionalverband",
}
MUNICIPALITY_KINDS = {
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "65": "Gemeindefreies Gebiet, bewohnt",
    "66": "Gemeindefreies Gebiet, unbewohnt",
    "67": "Große Kreisstadt",
}
UNINCORPORATED = {"65", "66"}


@dataclass(frozen=True, slots=True)
class Place:
    """A district (five digits) or a municipality (eight), as far as a comparison looks at it.

    population, area_km2  None: not known yet
    """

    ags: str
    name: str
    kind: str
    population: int | None = None
    area_km2: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, or an area that belongs to none; ``name`` stands without the title after the comma."""

    ags: str
    ars: str
    name: str
    official_name: str
    kind: str
    text_key: str
    population: int
    area_km2: Decimal
    postal_code: str
    has_several_postal_codes: bool

    @property
    def district_ags(self) -> str:
        return self.ags[:5]


@dataclass(frozen=True, slots=True)
class District:
    """A district; population and area are the sums over its municipalities and unincorporated areas."""

    ags: str
    name: str
    official_name: str
    kind: str
    text_key: str
    seat: str
    government_region: str
    population: int
    area_km2: Decimal


@dataclass(frozen=True, slots=True)
class Register:
    """One Land on one day, in the order of the keys."""

    land: str
    as_of: date
    districts: tuple[District, ...]
    municipalities: tuple[Municipality, ...]
    unincorporated: tuple[Municipality, ...]

    def places(self) -> dict[str, Place]:
        """Return districts and municipalities by key; unincorporated areas are left out."""
        everything: tuple[District | Municipality, ...] = (*self.districts, *self.municipalities)
        return {it.ags: Place(it.ags, it.name, it.kind, it.population, it.area_km2) for it in everything}


@dataclass(frozen=True, slots=True)
class Change:
    before: Place
    after: Place


@dataclass(frozen=True, slots=True)
class Changes:
    """What the register would change, each in the order of the keys; a place may stand in several."""

    new: tuple[Place, ...]
    gone: tuple[Place, ...]
    renamed: tuple[Change, ...]
    kind_changed: tuple[Change, ...]
    population_changed: tuple[Change, ...]
    area_changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def read_register(source: Path | Iterable[str] | Iterable[bytes], *, land: str = "08") -> Register:
    """Read one Land from a GV100AD file.

    source  the file, or its lines with or without line ends
    land    two digits; 08 is Baden-Württemberg

    MalformedRegister: the file is not intact or holds nothing of this Land; nothing is returned then.
    """
    as_of: date | None = None
    ours: list[Record] = []
    for record in records(source):
        as_of = as_of or record.day()
        if record.land == land:
            ours.append(record)
    municipalities = _municipalities([record for record in ours if record.type == "60"])
    if as_of is None or not municipalities:
        raise MalformedRegister(
            N_("Die Datei enthält keine Gemeinde des Landes %(land)s; bitte wählen Sie eine andere Datei."),
            land=land,
        )
    found = municipalities.values()
    return Register(
        land=land,
        as_of=as_of,
        districts=_districts(ours, municipalities),
        municipalities=tuple(m for m in found if m.text_key not in UNINCORPORATED),
        unincorporated=tuple(m for m in found if m.text_key in UNINCORPORATED),
    )


def compare(register: Register, known: Mapping[str, Place]) -> Changes:
    """Say what the register would change in the places known by key; other Länder are left alone.

    The file has no history: a reform shows as places gone and places new.
    """
    read = register.places()
    ours = {ags: place for ags, place in known.items() if ags.startswith(register.land)}
    both = [Change(ours[ags], read[ags]) for ags in sorted(read.keys() & ours.keys())]
    return Changes(
        new=tuple(read[ags] for ags in sorted(read.keys() - ours.keys())),
        gone=tuple(ours[ags] for ags in sorted(ours.keys() - read.keys())),
        renamed=tuple(c for c in both if c.before.name != c.after.name),
        kind_changed=tuple(c for c in both if c.before.kind != c.after.kind),
        population_changed=tuple(c for c in both if c.before.population != c.after.population),
        area_changed=tuple(c for c in both if c.before.area_km2 != c.after.area_km2),
    )


def _municipalities(found: list[Record]) -> dict[str, Municipality]:
    by_ags: dict[str, Municipality] = {}
    for record in found:
        municipality = _municipality(record)
        record.must_be_new(municipality.ags, by_ags)
        by_ags[municipality.ags] = municipality
    return dict(sorted(by_ags.items()))


def _municipality(record: Record) -> Municipality:
    ags = record.digits("Regionalschlüssel", 11, 18)
    association = record.digits("Gemeindeverband", 19, 22)
    official_name = record.name()
    return Municipality(
        ags=ags,
        ars=ags[:5] + association + ags[5:],
        name=_short(official_name),
        official_name=official_name,
        kind=record.kind(MUNICIPALITY_KINDS),
        text_key=record.field(123, 124),
        population=int(record.digits("Bevölkerung", 140, 150)),
        area_km2=Decimal(record.digits("Fläche", 129, 139)).scaleb(-2),  # the file counts hectares
        postal_code=record.field(166, 170),
        has_several_postal_codes=bool(record.field(171, 175)),
    )


def _districts(ours: list[Record], municipalities: Mapping[str, Municipality]) -> tuple[District, ...]:
    regions = {r.text[10:13]: r.name().removeprefix("Reg.-Bez. ") for r in ours if r.type == "20"}
    parts: dict[str, list[Municipality]] = {}
    for municipality in municipalities.values():
        parts.setdefault(municipality.district_ags, []).append(municipality)
    by_ags: dict[str, District] = {}
    for record in (record for record in ours if record.type == "40"):
        ags = record.digits("Regionalschlüssel", 11, 15)
        record.must_be_new(ags, by_ags)
        by_ags[ags] = _district(record, regions.get(ags[:3], ""), parts.pop(ags, []))
    _refuse_orphans(parts)
    return tuple(by_ags[ags] for ags in sorted(by_ags))


def _refuse_orphans(parts: Mapping[str, list[Municipality]]) -> None:
    """Refuse municipalities without their district; an unincorporated area may stand alone."""
    orphans = [ags for ags, them in parts.items() if any(it.text_key not in UNINCORPORATED for it in them)]
    if orphans:
        raise MalformedRegister(
            N_(
                "Die Datei enthält Gemeinden des Kreises %(ags)s, aber nicht den Kreis selbst; bitte "
                "verwenden Sie die vollständige Datei GV100AD."
            ),
            ags=min(orphans),
        )


def _district(record: Record, government_region: str, parts: list[Municipality]) -> District:
    if not parts:
        raise record.malformed(
            N_(
                "Zeile %(line)s nennt einen Kreis, zu dem die Datei keine Gemeinde enthält; bitte verwenden "
                "Sie die vollständige Datei GV100AD."
            )
        )
    official_name = record.name()
    return District(
        ags=record.text[10:15],
        name=_short(official_name),
        official_name=official_name,
        kind=record.kind(DISTRICT_KINDS),
        text_key=record.field(123, 124),
        seat=record.field(73, 122),
        government_region=government_region,
        population=sum(part.population for part in parts),
        area_km2=sum((part.area_km2 for part in parts), Decimal("0.00")),
    )


def _short(official_name: str) -> str:
    return official_name.partition(",")[0]
