"""What lies in the folder of a publication: tables, the list of changes, their description, a read-me."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from stellwerk.gateways.publications import (
    Column,
    Row,
    Table,
    fingerprints,
    folder_of,
    write,
)
from stellwerk.gateways.publications_copied import write_copied
from stellwerk.law.working import N_
from stellwerk.models import CoverageFact, Publication
from stellwerk.queries.publication_facts import facts
from stellwerk.queries.publication_figures import FIGURES, figures
from stellwerk.queries.publications import (
    COVERAGE,
    DATASET,
    TABLES,
    Change,
    Counts,
    differences,
    rows,
)

Tell = Callable[[str, int], None]  # the stage in German, and a percentage
GATHER, AS_FILES = N_("Angaben werden zusammengestellt"), N_("Dateien werden geschrieben")
EXPLAIN, COMPARE = N_("Kennzahlen werden gezählt"), N_("Änderungen werden verglichen")
LAST_STAGE = (N_("Prüfsummen werden gebildet"), 90)
GATHERED = 50  # percent when all facts are there
OFTEN = 50_000  # facts between two words
KINDS = ("csv", "json", "parquet")  # of the coverage; what explains it is a CSV alone
MEDIA = {".csv": "text/csv", ".json": "application/json", ".parquet": "application/vnd.apache.parquet"}
CHANGES = Table(
    "changes",
    4,
    (
        Column("table", "string", "Tabelle"),
        Column("change", "string", "added: neu, changed: geändert, gone: entfallen"),
        Column("key", "string", "Schlüssel der Zeile, mit Schrägstrich verbunden"),
        Column("column", "string", "geänderte Spalte; leer bei neuen und entfallenen Zeilen"),
        Column("before", "string", "Wert in der vorigen Fassung"),
        Column("after", "string", "Wert in dieser Fassung"),
    ),
)


def write_files(
    draft: Path, *, day: date, at: datetime, last: Publication | None, tell: Tell
) -> tuple[int, dict[str, Counts]]:
    """Fill the folder; return the rows of the coverage and how much has changed, by table."""
    counts = {table.name: Counts() for table in TABLES}
    written = {COVERAGE.name: write_copied(COVERAGE, _counted(day, tell), draft, kinds=KINDS)}
    tell(EXPLAIN, 65)
    for table in TABLES[1:]:
        written[table.name] = write(table, rows(table, day=day), draft)
    write(FIGURES, figures(day=day), draft)
    tell(COMPARE, 75)
    before = folder_of(settings.PUBLICATIONS, DATASET, last.version) if last else None
    if before is None:
        counts = {name: Counts(added=number) for name, number in written.items()}
    write(CHANGES, _changes(draft, before, counts) if before else (), draft)
    version = last.version + 1 if last else 1
    (draft / "README.md").write_text(_read_me(version, day, at, written, counts), encoding="utf-8")
    package = _package(draft, version, day, at)
    (draft / "datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return written[COVERAGE.name], counts


def _counted(day: date, tell: Tell) -> Iterator[bytes]:
    """Yield the facts and tell now and then how many of them are there."""
    whole = CoverageFact.objects.filter(replaced_by=None, valid_from__lte=day).count() or 1
    for number, block in enumerate(facts(day=day)):
        if number % OFTEN == 0:
            tell(GATHER, min(GATHERED, GATHERED * number // whole))
        yield block
    tell(AS_FILES, GATHERED)


def _changes(draft: Path, before: Path, counts: dict[str, Counts]) -> Iterator[Row]:
    """Yield what changed, one line per changed cell, and count it."""
    for table in TABLES:
        name = f"{table.name}.csv"
        for change in differences(table, before / name, draft / name):
            counts[table.name].note(change)
            yield from _lines(table, change)


def _lines(table: Table, change: Change) -> Iterable[Row]:
    key = "/".join((change.after or change.before)[: table.key])
    if change.kind != "changed":
        return [(table.name, change.kind, key, "", "", "")]
    cells = zip(table.head, change.before, change.after, strict=True)
    return [(table.name, "changed", key, name, old, new) for name, old, new in cells if old != new]


def _package(draft: Path, version: int, day: date, at: datetime) -> dict[str, Any]:
    """Return the description that machines read (Frictionless Data Package)."""
    found = fingerprints(draft)
    shapes = {table.name: table for table in (*TABLES, FIGURES, CHANGES)}
    return {
        "profile": "tabular-data-package",
        "name": f"stellwerk-{DATASET}",
        "version": str(version),
        "created": at.isoformat(timespec="seconds"),
        "day": day.isoformat(),
        "licenses": [{"path": settings.DATA_LICENCE}],
        "resources": [
            _resource(name, facts, shapes[Path(name).stem])
            for name, facts in found.items()
            if Path(name).stem in shapes
        ],
    }


def _resource(name: str, facts: dict[str, str | int], table: Table) -> dict[str, Any]:
    return {
        "name": name.replace(".", "-"),
        "path": name,
        "mediatype": MEDIA[Path(name).suffix],
        "encoding": "utf-8",
        "bytes": facts["size"],
        "hash": f"sha256:{facts['sha256']}",
        "schema": {
            "fields": [
                {"name": column.name, "type": column.type, "description": column.about}
                for column in table.columns
            ],
            "primaryKey": table.head[: table.key],
            "missingValues": [""],
        },
    }


def _read_me(
    version: int, day: date, at: datetime, written: dict[str, int], counts: dict[str, Counts]
) -> str:
    changed = counts[COVERAGE.name]
    columns = "\n".join(
        f"\n### {table.name}.csv\n\n" + "\n".join(f"- `{c.name}`: {c.about}" for c in table.columns)
        for table in (*TABLES, FIGURES, CHANGES)
    )
    return _READ_ME.format(
        version=version,
        day=f"{day:%d.%m.%Y}",
        at=f"{at:%d.%m.%Y %H:%M}",
        publisher=settings.PUBLISHER,
        email=settings.PUBLISHER_EMAIL,
        licence=settings.DATA_LICENCE,
        rows=written[COVERAGE.name],
        added=changed.added,
        changed=changed.changed,
        gone=changed.gone,
        address=f"{settings.BASE_URL}/daten/{DATASET}/v{version}/",
        columns=columns,
    )


_READ_ME = """\
# Onlinedienste in der Fläche: welche Leistung wo angeboten wird

Fassung {version}, Stichtag {day}, veröffentlicht am {at}.
Herausgeberin: {publisher}, {email}

Enthält die Quelle `example`, sind es Beispieldaten: erfunden und ohne Aussage über eine Gemeinde.

## Was darin steht

`coverage` hat {rows} Zeilen: je Gemeinde, Leistung und Art des Angebots, was wann galt. Der Zeitraum
reicht von `valid_from` bis vor `valid_to`; ist `valid_to` leer, gilt die Angabe noch. Fehlt eine Zeile, ist
der Stand nicht erhoben; das heißt nicht, dass es kein Angebot gibt. Angaben zu Personen und Bemerkungen
werden nicht veröffentlicht.

`indicators` enthält die Kennzahlen, im Ganzen und je Kreis; sie ist leer, solange es keine Auswertung gibt.
`services` und `municipalities` erklären die Schlüssel. Alle Schlüssel sind Text: Als Zahl gelesen verlieren
sie die erste Null. Textzellen, die eine Tabellenkalkulation als Formel lesen würde, beginnen in den
CSV-Dateien mit einem einfachen Anführungszeichen.

## Änderungen gegenüber der vorigen Fassung

Angaben: {added} neu, {changed} geändert, {gone} entfallen. Jede Änderung steht in `changes.csv`.

## Nutzung und Zitat

Lizenz: {licence}
Zitiervorschlag: {publisher}: Onlinedienste in der Fläche, Fassung {version} (Stichtag {day}), {address}

## Spalten

CSV: UTF-8, Komma, Tage als JJJJ-MM-TT.
{columns}
"""
