"""Record what a coordinator did, and correct it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require_district
from stellwerk.actions._steps import journal
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.models import Activity, Municipality, Service


@transaction.atomic(durable=True)
def record_activity(
    *,
    rights: Rights,
    at: datetime,
    today: date,
    district: str,
    on: date,
    format: str,  # noqa: A002  (the word of the house)
    title: str,
    participants: int | None,
    places: Collection[str],
    services: Collection[str],
    note: str = "",
) -> Activity:
    """Record one contact with municipalities of a district.

    places    keys of the municipalities, at least one
    services  LeiKa keys of what it was about; none is possible

    Refused: a day to come, no municipality, or one of another district.
    """
    require_district(rights, Verb.ENTER_COVERAGE, district)
    reached = _reached(on, today, places, district)
    activity = Activity.objects.create(
        district_id=district,
        on=on,
        format=format,
        title=title,
        participants=participants,
        note=note,
        by=rights.person,
        recorded_at=at,
    )
    activity.municipalities.set(reached)
    activity.services.set(Service.objects.filter(key__in=services))
    text = f"Tätigkeit vom {german(on)} eingetragen: {title}"
    journal(rights.person, at, "record_activity", activity, text, {"places": len(reached)})
    return activity


@transaction.atomic(durable=True)
def change_activity(
    activity_id: int,
    *,
    rights: Rights,
    at: datetime,
    today: date,
    places: Collection[str],
    services: Collection[str],
    **values: date | str | int | None,
) -> Activity:
    """Correct an entry; ``values`` are on, format, title, participants and note.

    Http404: there is none; Refused: as when it is recorded.
    """
    activity = Activity.objects.select_for_update().filter(pk=activity_id).first()
    if activity is None:
        raise Http404
    require_district(rights, Verb.ENTER_COVERAGE, activity.district_id)
    before = {name: str(getattr(activity, name)) for name in values}
    for name, value in values.items():
        setattr(activity, name, value)
    reached = _reached(activity.on, today, places, activity.district_id)
    activity.save(update_fields=list(values))
    activity.municipalities.set(reached)
    activity.services.set(Service.objects.filter(key__in=services))
    journal(rights.person, at, "change_activity", activity, f"Tätigkeit berichtigt: {activity.title}", before)
    return activity


def _reached(on: date, today: date, places: Collection[str], district: str) -> list[Municipality]:
    if on > today:
        raise Refused(
            N_("Der Tag liegt in der Zukunft. Bitte tragen Sie ein, was stattgefunden hat."), field="on"
        )
    found = list(Municipality.objects.filter(ags__in=set(places), district=district).order_by("ags"))
    if not found:
        raise Refused(N_("Bitte wählen Sie mindestens eine Gemeinde aus."), field="places")
    if len(found) < len(set(places)):
        raise Refused(
            N_("Eine der Gemeinden gehört nicht zu diesem Landkreis. Bitte laden Sie die Seite neu."),
            field="places",
        )
    return found
