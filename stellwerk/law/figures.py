"""Figures: the numbers of the law, each with its day, Land and source."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused

EVERYWHERE = "DE"  # the land of a figure that federal law sets for all Länder
LABELS = {
    "base_rate": N_("Basiszinssatz"),
    "interest_margin": N_("Zinsaufschlag"),
    "fiction_days": N_("Tage bis zur Bekanntgabe"),
    "remedy_months": N_("Rechtsbehelfsfrist"),
    "objection_months": N_("Widerspruchsfrist"),
    "uninstructed_months": N_("Frist ohne richtige Rechtsbehelfsbelehrung"),
    "objection_first": N_("Widerspruch vor der Klage"),
    "objection_by_page": N_("Widerspruch über diese Seite"),
}
_HALF_YEARLY = {"base_rate"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the law, valid from a day until the next one of its name.

    land       "BW", or "DE" for all Länder
    note       what people must know before they rely on it
    confirmed  False: read in a secondary source only
    """

    name: str
    land: str
    valid_from: date
    value: Decimal
    unit: str
    source: str
    note: str
    confirmed: bool

    @property
    def cited(self) -> str:
        return self.source if self.confirmed else f"{self.source} (nicht bestätigt)"


@lru_cache(maxsize=1)
def load_figures() -> tuple[Figure, ...]:
    """Return the figures that ship with the software, by name and day.

    Law: each figure names its own paragraph.
    """
    tables = tomllib.loads(Path(__file__).with_name("figures.toml").read_text(encoding="utf-8"))
    return tuple(
        Figure(
            name=name,
            land=table["land"],
            valid_from=entry["from"],
            value=Decimal(entry["value"]),
            unit=table["unit"],
            source=entry.get("source", table["source"]),
            note=entry.get("note", ""),
            confirmed=entry.get("confirmed", True),
        )
        for name, table in tables.items()
        for entry in table["values"]
    )


def figure_on(figures: Iterable[Figure], name: str, day: date, land: str = "BW") -> Figure:
    """Return the figure in force on a day, for the Land or for all Länder.

    figures  any order, any names

    Refused: none is known on that day; for the base rate also: none is entered for that half-year, for
    even an unchanged rate must be entered by a person.
    Law: § 247 BGB (the base rate changes on 1 January and 1 July only).
    """
    known = [
        figure
        for figure in figures
        if figure.name == name and figure.land in (land, EVERYWHERE) and figure.valid_from <= day
    ]
    latest = max(known, key=lambda figure: figure.valid_from, default=None)
    if latest is None or (name in _HALF_YEARLY and latest.valid_from < half_year_start(day)):
        raise Refused(
            N_(
                "Für den %(day)s ist kein Wert für „%(figure)s“ hinterlegt. "
                "Bitte tragen Sie den Wert mit Gültigkeit und Quelle ein."
            ),
            field="figures",
            day=german(day),
            figure=LABELS.get(name, name),
        )
    return latest


def half_year_start(day: date) -> date:
    """Return 1 January or 1 July, the last day on which the base rate could change.

    Law: § 247 Abs. 1 BGB.
    """
    return date(day.year, 7 if day.month >= 7 else 1, 1)
