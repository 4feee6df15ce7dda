"""Activities reach each municipality once; what went live after them is told from what went live anyway."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from stellwerk.access import Rights
from stellwerk.actions.activities import record_activity
from stellwerk.actions.coverage import enter
from stellwerk.law.coverage import Entry
from stellwerk.models import ChangeSetKind, Confidence, CoverageSource
from stellwerk.queries import activities as ask
from tests.house.area import BUILDING_PERMIT, DISTRICT, PLACES, recorded_activity
from tests.house.cases import ASKED_AT
from tests.house.environment import DAY

AIDLINGEN, BOEBLINGEN, SINDELFINGEN, WALDENBUCH = PLACES
HERRENBERG = "08115021"


@pytest.fixture
def live(coordinator: Rights) -> Callable[[str, date], None]:
    def since(ags: str, day: date) -> None:
        enter(
            [Entry(ags=ags, service_key=BUILDING_PERMIT, state="live", valid_from=day)],
            rights=coordinator,
            at=ASKED_AT,
            district=DISTRICT,
            kind=ChangeSetKind.GRID,
            title="Raster",
            source=CoverageSource.COORDINATOR,
            confidence=Confidence.HIGH,
            checked_on=day,
        )

    return since


def twice(coordinator: Rights) -> None:
    """Meet three places on 8 February, and one of them again with a fourth on 12 February."""
    recorded_activity(coordinator)
    record_activity(
        rights=coordinator,
        at=ASKED_AT,
        today=ASKED_AT.date(),
        district=DISTRICT,
        on=date(2024, 2, 12),
        format="call",
        title="Nachfrage",
        participants=None,
        places=[SINDELFINGEN, WALDENBUCH],
        services=[],
    )


def test_a_municipality_that_came_twice_is_reached_once(coordinator: Rights) -> None:
    twice(coordinator)

    found = ask.reach(ask.activities(coordinator), district=DISTRICT)

    assert (found.reached, found.whole, found.percent) == (4, 26, Decimal("15.4"))
    assert found.by_format == [("Beratung am Telefon", 1, None), ("Workshop", 1, 17)]


def test_both_days_of_a_period_count(coordinator: Rights) -> None:
    twice(coordinator)

    def days(**wanted: date) -> list[int]:
        return [one.on.day for one in ask.activities(coordinator, **wanted)]  # type: ignore[arg-type]

    assert days() == [12, 8]
    assert days(since=date(2024, 2, 8), until=date(2024, 2, 12)) == [12, 8]
    assert days(since=date(2024, 2, 9)) == [12]
    assert days(until=date(2024, 2, 11)) == [8]


def test_effects_count_by_hand(coordinator: Rights, live: Callable) -> None:
    """Live before the workshop of 8 February: Aidlingen; on that day: Böblingen; without it: Herrenberg."""
    recorded_activity(coordinator)
    live(AIDLINGEN, date(2024, 2, 7))
    live(BOEBLINGEN, date(2024, 2, 8))
    live(HERRENBERG, date(2024, 3, 1))

    (found,) = ask.effects(ask.activities(coordinator), district=DISTRICT, until=DAY)

    assert found.service.key == BUILDING_PERMIT
    assert (found.activities, found.advised) == (1, 3)
    assert (found.live_after, found.already_live, found.missing, found.live_without) == (1, 1, 1, 1)


def test_what_goes_live_after_the_period_does_not_count_yet(coordinator: Rights, live: Callable) -> None:
    recorded_activity(coordinator)
    live(BOEBLINGEN, date(2024, 3, 1))

    (found,) = ask.effects(ask.activities(coordinator), district=DISTRICT, until=date(2024, 2, 29))

    assert (found.live_after, found.missing) == (0, 3)


def test_without_a_service_there_is_nothing_to_show(coordinator: Rights) -> None:
    twice(coordinator)

    found = ask.activities(coordinator, form="call")

    assert ask.effects(found, district=DISTRICT, until=DAY) == []
