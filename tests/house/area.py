"""A wave and an activity of the Landkreis Böblingen, as its coordinator has them."""

from datetime import date

from stellwerk.access import Rights
from stellwerk.actions.activities import record_activity
from stellwerk.actions.rollouts import plan_wave
from stellwerk.models import Activity, Service, Wave
from tests.house.cases import ASKED_AT

DISTRICT = "08115"
PLACES = ("08115001", "08115003", "08115045", "08115050")
BUILDING_PERMIT = "99012008001000"


def building_permit() -> Service:
    return Service.objects.get(key=BUILDING_PERMIT)


def planned_wave(rights: Rights, **changes: object) -> Wave:
    values = {
        "rights": rights,
        "at": ASKED_AT,
        "district": DISTRICT,
        "service": building_permit(),
        "channel": "any",
        "title": "Bauanträge online",
        "places": PLACES,
        "starts_on": date(2024, 2, 12),
        "due_on": date(2024, 5, 17),
    }
    return plan_wave(**(values | changes))  # type: ignore[arg-type]


def recorded_activity(rights: Rights) -> Activity:
    return record_activity(
        rights=rights,
        at=ASKED_AT,
        today=ASKED_AT.date(),
        district=DISTRICT,
        on=date(2024, 2, 8),
        format="workshop",
        title="Vom Formular zum Onlinedienst",
        participants=17,
        places=PLACES[:3],
        services=[BUILDING_PERMIT],
    )
