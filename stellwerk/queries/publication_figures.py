"""The indicators as a table of open data: for the whole and for each district, small numbers left empty."""

from collections.abc import Iterator
from datetime import date

from stellwerk.gateways.publications import Column, Row, Table
from stellwerk.law.working import N_
from stellwerk.queries.indicators import INDICATORS, Figure, Filters, by, figure
from stellwerk.queries.warehouse import snapshot

FIGURES = Table(
    "indicators",
    2,
    (
        Column("indicator", "string", N_("Kürzel der Kennzahl")),
        Column("district_key", "string", N_("Land- oder Stadtkreis; leer: alle zusammen")),
        Column("district", "string", N_("Name des Land- oder Stadtkreises")),
        Column("name", "string", N_("Bezeichnung der Kennzahl")),
        Column("day", "date", N_("Stichtag")),
        Column(
            "part", "integer", N_("Zähler; leer, wo so wenige Gemeinden dahinterstehen, dass er sie verriete")
        ),
        Column("whole", "integer", N_("Nenner; leer wie der Zähler")),
        Column("value", "string", N_("Zähler durch Nenner in Prozent, eine Stelle, Dezimalpunkt")),
        Column("definition", "string", N_("was gezählt wird")),
        Column("counted_at", "string", N_("Stand der Auswertung, aus der gezählt wurde")),
    ),
)


def figures(*, day: date) -> Iterator[Row]:
    """Yield the indicators of a day; nothing as long as there is no snapshot to count from."""
    made = snapshot()
    if made is None:
        return
    filters = Filters(day=min(day, made.day))
    for key in sorted(INDICATORS):
        rows = [("", "", figure(key, filters=filters)), *sorted(by(key, "district", filters=filters))]
        for group, name, found in rows:
            yield _row(group, name, found, str(made.at))


def _row(group: str, name: str, found: Figure, counted_at: str) -> Row:
    shown = not found.hidden
    about = found.indicator
    return (
        about.key,
        group,
        name,
        str(about.name),
        found.day,
        found.part if shown else None,
        found.whole if shown else None,
        "" if found.value is None else f"{found.value}",
        str(about.definition),
        counted_at,
    )
