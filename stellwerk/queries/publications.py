"""Open data: what was published, what would be, and what has changed since."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from stellwerk.gateways import publications_copied as copied
from stellwerk.gateways.publications import Column, Row, Table, folder_of, write
from stellwerk.law.working import N_
from stellwerk.models import CoverageFact, Municipality, Publication, Service
from stellwerk.queries.publication_facts import Touched

DATASET = "coverage"
SET_TITLE = N_("Onlinedienste in der Fläche")
SET_ABOUT = N_(
    "Je Gemeinde, Leistung und Art des Angebots: nicht zuständig, kein Angebot, geplant oder online; mit "
    "Zeitraum, Reifegrad, Quelle, Verlässlichkeit und Tag der Prüfung. Fehlt eine Zeile, ist der Stand nicht "
    "erhoben; das heißt nicht, dass es kein Angebot gibt."
)
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
class Preview:
    """What a publication would change.

    first     the first changes; none before the first version, of which everything is new
    is_whole  False: so much has changed that the facts were not compared
    """

    counts: dict[str, "Counts"]
    first: list[tuple[Table, Change]] = field(default_factory=list)
    is_whole: bool = True

    @property
    def is_different(self) -> bool:
        return not self.is_whole or any(numbers.any for numbers in self.counts.values())


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
    """Yield what is known of a day for one of the small tables, sorted by its key."""
    return ROWS[table.name](day)


def differences(
    table: Table, before: Path | None, after: Path, *, only: Path | None = None
) -> Iterator[Change]:
    """Yield what differs between two files of a table; for the arguments see the gateway."""
    for old, new in copied.differences(table, before, after, only=only):
        kind = "added" if old is None else "gone" if new is None else "changed"
        yield Change(kind, old or [], new or [])


def preview(*, day: date, examples: int = 20) -> Preview:
    """Return what a publication of this day would change, counted by table, and the first changes.

    Only what was said since the last version, or begins between its day and this one, is compared with it.
    """
    last = latest()
    if last is None:
        return Preview(_first_counts(day))
    found = Preview({table.name: Counts() for table in TABLES})
    before = folder_of(settings.PUBLICATIONS, DATASET, last.version)
    with TemporaryDirectory(prefix="stellwerk-") as spare:
        for table, change in _changes(Path(spare), before, last, day=day, preview=found):
            found.counts[table.name].note(change)
            if len(found.first) < examples:
                found.first.append((table, change))
    return found


def _changes(
    spare: Path, before: Path, last: Publication, *, day: date, preview: Preview
) -> Iterator[tuple[Table, Change]]:
    said = Touched(day, last.day, last.published_at)
    preview.is_whole = said.is_few()
    if preview.is_whole:
        keys = copied.copied_rows(said.keys(), spare / "keys.csv", COVERAGE.head[: COVERAGE.key])
        now = copied.copied_rows(said.facts(), spare / "coverage.csv", COVERAGE.head)
        old = before / "coverage.parquet"
        yield from ((COVERAGE, it) for it in differences(COVERAGE, old, now, only=keys))
    for table in TABLES[1:]:
        write(table, rows(table, day=day), spare)
        name = f"{table.name}.csv"
        yield from ((table, it) for it in differences(table, before / name, spare / name))


def _first_counts(day: date) -> dict[str, Counts]:
    facts = CoverageFact.objects.filter(replaced_by=None, valid_from__lte=day)
    counted = facts.count(), Service.objects.count(), Municipality.objects.count()
    return {table.name: Counts(added=number) for table, number in zip(TABLES, counted, strict=True)}


def told(table: Table, change: Change) -> Told:
    key = " / ".join((change.after or change.before)[: table.key])
    if change.kind != "changed":
        return Told(table.name, change.kind, key)
    cells = list(zip(table.head, change.before, change.after, strict=True))
    before, after = (
        ", ".join(f"{cell[0]} {cell[side] or '–'}" for cell in cells if cell[1] != cell[2]) for side in (1, 2)
    )
    return Told(table.name, change.kind, key, before, after)


def _services(_day: date) -> Iterator[Row]:
    situation = "ozg_service__life_situation"
    columns = ("key", "name", "ozg_service_id", "ozg_service__name", f"{situation}__subject_area__name",
               f"{situation}__name", "execution_type", "gone_on")  # fmt: skip
    return Service.objects.order_by("key").values_list(*columns).iterator(chunk_size=FETCHED)


def _municipalities(_day: date) -> Iterator[Row]:
    columns = ("ags", "name", "kind", "district_id", "district__name", "district__government_region",
               "population", "as_of", "gone_on")  # fmt: skip
    return Municipality.objects.order_by("ags").values_list(*columns).iterator(chunk_size=FETCHED)


ROWS = {"services": _services, "municipalities": _municipalities}
