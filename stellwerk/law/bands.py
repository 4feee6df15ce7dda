"""Bands: what terms grant depends on how many people live in the recipient's place."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from stellwerk.law.money import grouped
from stellwerk.law.periods import german
from stellwerk.law.terms import Band, Population, Terms
from stellwerk.law.working import N_, Refused, Step


def in_band(terms: Terms, population: Population | None) -> tuple[Terms, Step]:
    """Return the terms as they are for a place of this size, and the step that says why.

    Refused: nobody has stored the number of people, it was counted after the day of the terms, or no band
    holds for a place of this size.
    Law: programme terms (graded by population); no statute.
    """
    people = _counted(terms, population)
    assert population is not None
    assert population.as_of is not None
    values = {"place": population.place, "people": _number(people), "day": german(population.as_of)}
    found = next((one for one in terms.bands if _holds(one, people)), None)
    if found is None:
        raise Refused(
            N_(
                "%(place)s hat %(people)s Einwohnende; dafür sieht „%(terms)s“ keine Förderung vor. "
                "Bitte prüfen Sie, ob die Stelle zu den Antragsberechtigten gehört."
            ),
            place=population.place,
            people=_number(people),
            terms=terms.label,
        )
    step = Step(
        N_("Größe des Ortes: %(place)s mit %(people)s Einwohnenden am %(day)s"),
        size_of(found),
        terms.source,
        values,
    )
    return _as_banded(terms, found), step


def require_bands(bands: Sequence[Band]) -> None:
    """Refuse bands that overlap, or one that ends before it begins.

    Law: programme terms (graded by population); no statute.
    """
    reached: int | None = 0
    for one in sorted(bands, key=lambda band: band.people_from):
        if reached is None or one.people_from < reached:
            raise Refused(
                N_("Zwei Größenklassen überschneiden sich. Bitte ändern Sie die Grenzen."),
                field="people_from",
            )
        if one.people_to is not None and one.people_to <= one.people_from:
            raise Refused(
                N_("Die Größenklasse endet vor ihrem Beginn. Bitte ändern Sie die Grenzen."),
                field="people_to",
            )
        reached = one.people_to


def size_of(band: Band) -> str:
    """Say for which sizes a band holds, both ends included: "10.000–19.999", "ab 20.000".

    Law: programme terms (graded by population); no statute.
    """
    if band.people_to is None:
        return f"ab {_number(band.people_from)}"
    return f"{_number(band.people_from)}–{_number(band.people_to - 1)}"


def _counted(terms: Terms, population: Population | None) -> int:
    if population is None or population.people is None or population.as_of is None:
        raise Refused(
            N_(
                "Für %(place)s ist keine Einwohnerzahl mit Stichtag gespeichert; nach „%(terms)s“ hängt der "
                "Betrag davon ab. Bitte lassen Sie das Gemeindeverzeichnis (GV100AD) einlesen."
            ),
            place=population.place if population else N_("den Ort des Empfängers"),
            terms=terms.label,
        )
    if terms.population_on is not None and population.as_of > terms.population_on:
        raise Refused(
            N_(
                "Für %(place)s ist die Einwohnerzahl vom %(as_of)s gespeichert; nach „%(terms)s“ zählt die "
                "vom %(day)s. Bitte prüfen Sie den Stichtag der Förderbedingungen."
            ),
            place=population.place,
            as_of=german(population.as_of),
            terms=terms.label,
            day=german(terms.population_on),
        )
    return population.people


def _holds(band: Band, people: int) -> bool:
    return band.people_from <= people and (band.people_to is None or people < band.people_to)


def _as_banded(terms: Terms, band: Band) -> Terms:
    """Return the terms with what the band says in the place of what they say for all."""
    banded = replace(terms, bands=())
    if band.percent is not None:
        banded = replace(banded, percent=band.percent)
    if band.yearly_rate is not None:
        banded = replace(banded, yearly_rate=band.yearly_rate, monthly_rate=None)
    if band.yearly_cap is not None:
        banded = replace(banded, yearly_cap=band.yearly_cap, monthly_cap=None)
    return banded


def _number(people: int) -> str:
    return grouped(Decimal(people), 0)
