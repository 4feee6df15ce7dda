"""Open data: what was published, what would be, and what has changed since."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from stellwerk.gateways.publications import Column, Row, Table, as_text, folder_of, read
from stellwerk.law.working import N_
from stellwerk.models import CoverageFact, Municipality, Publication, Service

DATASET = "coverage"
COVERAGE = Table(
    "coverage",
    4,
    (
        Column("ags", "string", N_("amtlicher Gemeindeschlüssel, 8 Ziffern")),
        Column("service_key", "string", N_("LeiKa-Schlüssel der Leistung, 14 Ziffern")),
        Column("channel", "string", N_("Art des Angebots: any, efa, standard, universal, own")),
        Column("valid_from", "date", N_("gilt ab diesem Tag")),
        Column("valid_to", "date", N_("gilt vor diesem Tag; leer: gilt noch")),
        Column("state", "string", N_("Stand: not_responsible, none, planned, live")),
        Column("planned_on", "date", N_("Tag, für den das Angebot geplant ist")),
        Column("maturity", "integer", N_("Reifegrad nach dem Modell in maturity_model")),
        Column("maturity_model", "string", N_("Reifegradmodell: 1.1 (0–4) oder 2.0 (0–7); nie vergleichbar")),
        Column("source", "string", N_("Quelle der Angabe; example steht für Beispieldaten")),
        Column("confidence", "string", N_("Verlässlichkeit: low, medium, high")),
        Column("checked_on", "date", N_("Tag, an dem die Angabe zuletzt geprüft wurde")),
    ),
)
SERVICES = Table(
    "services",
    1,
    (
        Column("key", "string", N_("LeiKa-Schlüssel, 14 Ziffern")),
        Column("name", "string", N_("Bezeichnung der Leistung")),
        Column("ozg_number", "string", N_("Nummer der OZG-Leistung")),
        Column("ozg_name", "string", N_("Bezeichnung der OZG-Leistung")),
        Column("subject_area", "string", N_("Themenfeld")),
        Column("life_situation", "string", N_("Lebens- oder Unternehmenslage")),
        Column("execution_type", "string", N_("Vollzugstyp des Leistungskatalogs")),
        Column("gone_on", "date", N_("Tag, seit dem der Katalog die Leistung nicht mehr führt")),
    ),
)
MUNICIPALITIES = Table(
    "municipalities",
    1,
    (
        Column("ags", "string", N_("amtlicher Gemeindeschlüssel, 8 Ziffern")),
        Column("name", "string", N_("Name der Gemeinde")),
        Column("kind", "string", N_("Art der Gemeinde")),
        Column("district_key", "string", N_("Schlüssel des Land- oder Stadtkreises, 5 Ziffern")),
        Column("district", "string", N_("Name des Land- oder Stadtkreises")),
        Column("government_region", "string", N_("Regierungsbezirk")),
        Column("population", "integer", N_("Einwohnende")),
        Column("as_of", "date", N_("Gebietsstand")),
        Column("gone_on", "date", N_("Tag, an dem die Gemeinde aufgelöst wurde")),
    ),
)
TABLES = (COVERAGE, SERVICES, MUNICIPALITIES)
TextRow = list[str]
FETCHED = 10_000  # rows at a time: memory stays the same however many there are


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs between two versions, as the CSV has it; kind is added, changed or gone."""

    kind: str
    before: TextRow = field(default_factory=list)
    after: TextRow = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """A change as people read it: only the cells that differ."""

    table: str
    kind: str
    key: str
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Counts:
    added: int = 0
    changed: int = 0
    gone: int = 0

    def note(self, change: Change) -> None:
        setattr(self, change.kind, getattr(self, change.kind) + 1)

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def published(dataset: str = DATASET) -> QuerySet[Publication]:
    """Return the versions of a data set, the newest first."""
    return Publication.objects.filter(dataset=dataset).order_by("-version", "pk")


def latest(dataset: str = DATASET) -> Publication | None:
    return published(dataset).first()


def counts(publication: Publication) -> dict[str, Counts]:
    """Return how much had changed against the version before, by table."""
    stored: dict[str, Any] = json.loads(publication.changes or "{}")
    return {name: Counts(**numbers) for name, numbers in stored.items()}


def written_down(found: dict[str, Counts]) -> str:
    return json.dumps({name: asdict(numbers) for name, numbers in found.items()})


def rows(table: Table, *, day: date) -> Iterator[Row]:
    """Yield what is known of a day for a table, sorted by its key; nothing personal is among it."""
    return ROWS[table.name](day)


def differences(table: Table, before: Iterable[TextRow], after: Iterable[TextRow]) -> Iterator[Change]:
    """Yield what differs between two sorted tables, holding one row of each at a time."""
    old_rows, new_rows = iter(before), iter(after)
    old, new = next(old_rows, None), next(new_rows, None)
    while old is not None or new is not None:
        if old is None or (new is not None and new[: table.key] < old[: table.key]):
            yield Change("added", after=new or [])
            new = next(new_rows, None)
        elif new is None or old[: table.key] < new[: table.key]:
            yield Change("gone", before=old)
            old = next(old_rows, None)
        else:
            if old != new:
                yield Change("changed", old, new)
            old, new = next(old_rows, None), next(new_rows, None)


def preview(*, day: date, examples: int = 20) -> tuple[dict[str, Counts], list[tuple[Table, Change]]]:
    """Return what a publication of this day would change, counted by table, and the first changes."""
    last = latest()
    folder = folder_of(settings.PUBLICATIONS, DATASET, last.version) if last else Path("/nowhere")
    found = {table.name: Counts() for table in TABLES}
    first: list[tuple[Table, Change]] = []
    for table in TABLES:
        for change in differences(table, read(table, folder), map(as_text, rows(table, day=day))):
            found[table.name].note(change)
            if last and len(first) < examples:
                first.append((table, change))
    return found, first


def told(table: Table, change: Change) -> Told:
    key = " / ".join((change.after or change.before)[: table.key])
    if change.kind != "changed":
        return Told(table.name, change.kind, key)
    cells = list(zip(table.head, change.before, change.after, strict=True))
    before, after = (
        ", ".join(f"{cell[0]} {cell[side] or '–'}" for cell in cells if cell[1] != cell[2]) for side in (1, 2)
    )
    return Told(table.name, change.kind, key, before, after)


def _coverage(day: date) -> Iterator[Row]:
    """Yield every fact that began by the day and is what we know now, history included."""
    facts = CoverageFact.objects.filter(replaced_by=None, valid_from__lte=day)
    columns = ["municipality_id", "service__key", *COVERAGE.head[2:]]
    found = facts.order_by("municipality_id", "service__key", "channel", "valid_from").values_list(*columns)
    return found.iterator(chunk_size=FETCHED)


def _services(_day: date) -> Iterator[Row]:
    situation = "ozg_service__life_situation"
    columns = ("key", "name", "ozg_service_id", "ozg_service__name", f"{situation}__subject_area__name",
               f"{situation}__name", "execution_type", "gone_on")  # fmt: skip
    return Service.objects.order_by("key").values_list(*columns).iterator(chunk_size=FETCHED)


def _municipalities(_day: date) -> Iterator[Row]:
    columns = ("ags", "name", "kind", "district_id", "district__name", "district__government_region",
               "population", "as_of", "gone_on")  # fmt: skip
    return Municipality.objects.order_by("ags").values_list(*columns).iterator(chunk_size=FETCHED)


ROWS = {"coverage": _coverage, "services": _services, "municipalities": _municipalities}
