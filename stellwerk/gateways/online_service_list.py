"""A list of online services in a CSV file: one row per online service, or one per service it serves."""

import re
from dataclasses import dataclass
from pathlib import Path

from stellwerk.gateways.csv_table import N_, MalformedTable, read_table

ALIASES = {
    "onlinedienst": "name",
    "bezeichnung": "name",
    "dienst": "name",
    "art": "channel",
    "typ": "channel",
    "adresse": "url",
    "link": "url",
    "leika": "keys",
    "leika-schlüssel": "keys",
    "leika-id": "keys",
    "leika_key": "keys",
    "leistungen": "keys",
    "betreuung": "maintainer",
    "zuständig": "maintainer",
    "ab": "starts_on",
    "betreuung ab": "starts_on",
}
NEEDED = {"name": "Onlinedienst", "channel": "Art", "keys": "LeiKa-Schlüssel"}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row as it is written; ``number`` counts as a spreadsheet does, the head is row 1."""

    number: int
    name: str
    channel: str
    url: str
    keys: tuple[str, ...]
    maintainer: str
    starts_on: str


def read_list(source: Path | bytes, *, name: str = "") -> tuple[ListedRow, ...]:
    """Read the list.

    MalformedTable: no table, or without the columns Onlinedienst, Art and LeiKa-Schlüssel.
    """
    table = read_table(source, name=name, aliases=ALIASES)
    if missing := [heading for column, heading in NEEDED.items() if column not in table.columns]:
        raise MalformedTable(
            N_(
                "%(file)s hat nicht die nötigen Spalten: Onlinedienst, Art, LeiKa-Schlüssel. "
                "Es fehlt: %(missing)s. Bitte ergänzen Sie die Kopfzeile."
            ),
            file=table.name,
            missing=", ".join(missing),
        )
    return tuple(
        ListedRow(
            number=row.number,
            name=row["name"],
            channel=row["channel"],
            url=row["url"],
            keys=tuple(part.strip() for part in re.split(r"[,;|\n]", row["keys"]) if part.strip()),
            maintainer=row["maintainer"],
            starts_on=row["starts_on"],
        )
        for row in table.rows
    )
