"""Bring the register of places up to date from the official file, or show what that would change."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from stellwerk.actions._steps import journal
from stellwerk.gateways.gv100ad import MalformedRegister
from stellwerk.gateways.places_register import (
    Changes,
    Place,
    Register,
    compare,
    read_register,
)
from stellwerk.law.working import N_, Refused
from stellwerk.models import District, Municipality, Person


def proposed_changes(path: Path) -> tuple[Register, Changes]:
    """Return what the file would change; nothing is written.

    Refused: the file is not the register it should be; the sentence names the line.
    """
    try:
        register = read_register(path)
    except MalformedRegister as fault:
        raise Refused(fault.text, field="file", **fault.values) from fault
    return register, compare(register, known_places())


@transaction.atomic(durable=True)
def import_places(path: Path, *, by: Person | None, at: datetime) -> Changes:
    """Take over names, kinds, population and area; what is gone gets its day, nothing is deleted."""
    register, changes = proposed_changes(path)
    _refuse_new_districts(changes)
    for district in register.districts:
        District.objects.filter(ags=district.ags).update(
            population=district.population, area_km2=district.area_km2, as_of=register.as_of
        )
    Municipality.objects.bulk_create(
        (
            Municipality(
                ags=place.ags,
                name=place.name,
                kind=place.kind,
                district_id=place.ags[:5],
                population=place.population,
                area_km2=place.area_km2,
                postal_code=place.postal_code,
                as_of=register.as_of,
            )
            for place in register.municipalities
        ),
        update_conflicts=True,
        unique_fields=["ags"],
        update_fields=["name", "kind", "population", "area_km2", "postal_code", "as_of"],
    )
    gone = [change.ags for change in changes.gone]
    Municipality.objects.filter(ags__in=gone, gone_on=None).update(gone_on=register.as_of)
    text = f"Ortsverzeichnis vom {register.as_of:%d.%m.%Y} übernommen"
    details = {"new": len(changes.new), "gone": len(gone), "renamed": len(changes.renamed)}
    journal(by, at, "import_places", None, text, details)
    return changes


def _refuse_new_districts(changes: Changes) -> None:
    """A new district needs a court and a place on the tile map, which the register does not know."""
    if new := [place.name for place in changes.new if len(place.ags) == 5]:
        raise Refused(
            N_(
                "Das Verzeichnis enthält einen unbekannten Kreis: %(name)s. "
                "Bitte ergänzen Sie ihn zuerst mit Verwaltungsgericht und Kachel in den Faktentabellen."
            ),
            field="file",
            name=new[0],
        )


def known_places() -> dict[str, Place]:
    """Return districts and municipalities as they stand in the database, by key."""
    fields = "ags", "name", "kind", "population", "area_km2"
    known = [Place(*row) for row in District.objects.values_list(*fields)]
    known += [Place(*row) for row in Municipality.objects.filter(gone_on=None).values_list(*fields)]
    return {place.ags: place for place in known}
