"""Give every municipality of the example an office that can be written to; no address leads anywhere."""

from django.db import transaction

from stellwerk.models import Municipality, Office, OfficeKind


@transaction.atomic(durable=True)
def load_example_offices() -> int:
    """Create the offices that are missing, and return how many there are now. Safe to repeat.

    Names say only what a municipality is; addresses end in .invalid.
    """
    lacking = Municipality.objects.filter(office=None, gone_on=None).order_by("ags")
    Office.objects.bulk_create(_town_hall(one) for one in lacking)
    return Office.objects.filter(municipality__isnull=False).count()


def _town_hall(place: Municipality) -> Office:
    title = "Gemeindeverwaltung" if place.kind == "Gemeinde" else "Stadtverwaltung"
    return Office(
        key=f"GEM-{place.ags}",
        kind=OfficeKind.MUNICIPALITY,
        name=f"{title} {place.name}",
        legal_entity=f"{'Gemeinde' if place.kind == 'Gemeinde' else 'Stadt'} {place.name}",
        municipality=place,
        city=place.name,
        email=f"poststelle@gem-{place.ags}.stellwerk.invalid",
        electronic_access=True,
    )
