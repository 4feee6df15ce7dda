"""Activities are recorded and corrected by the district's own coordinator, never ahead of time."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.activities import change_activity
from stellwerk.models import JournalEntry
from tests.house.area import BUILDING_PERMIT, PLACES, recorded_activity
from tests.house.cases import ASKED_AT

TODAY = ASKED_AT.date()


def test_an_activity_names_its_municipalities_and_what_it_was_about(
    coordinator: Rights, verbs: Callable[[], list[str]]
) -> None:
    made = recorded_activity(coordinator)

    assert set(made.municipalities.values_list("pk", flat=True)) == set(PLACES[:3])
    assert made.services.get().key == BUILDING_PERMIT
    assert (made.by, made.is_example) == (coordinator.person, False)
    assert verbs() == ["record_activity"]


def test_a_correction_keeps_what_stood_there_in_the_journal(coordinator: Rights) -> None:
    made = recorded_activity(coordinator)

    change_activity(
        made.pk,
        rights=coordinator,
        at=ASKED_AT,
        today=TODAY,
        places=PLACES[3:],
        services=[],
        on=date(2024, 2, 9),
        participants=None,
    )

    made.refresh_from_db()
    assert (made.on, made.participants, made.services.count()) == (date(2024, 2, 9), None, 0)
    entry = JournalEntry.objects.get(verb="change_activity")
    assert entry.details == {"on": "2024-02-08", "participants": "17"}


def test_nobody_records_for_another_district(
    coordinator: Rights, other_coordinator: Rights, preparer: Rights, county: Rights, forbids: Callable
) -> None:
    made = recorded_activity(coordinator)

    for rights in (other_coordinator, preparer, county):
        with forbids():
            recorded_activity(rights)
        with forbids():
            change_activity(made.pk, rights=rights, at=ASKED_AT, today=TODAY, places=PLACES, services=[])


def test_what_cannot_be_is_refused_and_nothing_changes(coordinator: Rights, refuses: Callable) -> None:
    made = recorded_activity(coordinator)

    for wrong, sentence in (
        ({"on": date(2024, 2, 13)}, "liegt in der Zukunft"),
        ({"places": []}, "mindestens eine Gemeinde"),
        ({"places": ["08136088", *PLACES]}, "gehört nicht zu diesem Landkreis"),
    ):
        values = {"rights": coordinator, "at": ASKED_AT, "today": TODAY, "places": PLACES, "services": []}
        with refuses(sentence):
            change_activity(made.pk, **(values | wrong))
    with pytest.raises(Http404):
        change_activity(0, rights=coordinator, at=ASKED_AT, today=TODAY, places=PLACES, services=[])
