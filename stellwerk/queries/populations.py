"""How many people live where an office is, as the register of places has it."""

from stellwerk.law.terms import Population
from stellwerk.models import Grant, Office, Programme

PLACES = ("municipality", "district")


def population_of(office: Office) -> Population:
    """Return the population of the office's municipality, else of its district; None where nobody stored it.

    One query for each of ``PLACES`` unless they were selected with the office.
    """
    place = office.municipality or office.district
    if place is None:
        return Population(office.legal_entity, None, None)
    return Population(place.name, place.population, place.as_of)


def populations_of(programme: Programme) -> dict[int, Population]:
    """Return the population for each grant of a programme, by the key of the grant, in one query."""
    related = [f"recipient__{place}" for place in PLACES]
    rows = Grant.objects.filter(programme=programme).select_related("recipient", *related).order_by("pk")
    return {grant.pk: population_of(grant.recipient) for grant in rows}
