"""Waves are planned, moved, chained and closed in one's own district, each as one entry in the journal."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.coverage import enter, undo
from stellwerk.actions.rollouts import chain_wave, close_wave, move_targets, plan_wave
from stellwerk.law.coverage import Entry
from stellwerk.models import ChangeSetKind, Confidence, CoverageFact, CoverageSource, Wave
from tests.house.area import BUILDING_PERMIT, DISTRICT, PLACES, building_permit, planned_wave
from tests.house.cases import ASKED_AT

TODAY = ASKED_AT.date()


def entered(rights: Rights, ags: str, state: str) -> None:
    enter(
        [Entry(ags=ags, service_key=BUILDING_PERMIT, state=state, valid_from=TODAY)],
        rights=rights,
        at=ASKED_AT,
        district=DISTRICT,
        kind=ChangeSetKind.GRID,
        title="Raster",
        source=CoverageSource.COORDINATOR,
        confidence=Confidence.HIGH,
        checked_on=TODAY,
    )


def test_the_days_of_a_new_wave_are_spread_and_the_last_one_is_the_aim(
    coordinator: Rights, verbs: Callable[[], list[str]]
) -> None:
    wave = planned_wave(coordinator)

    days = list(wave.targets.order_by("planned_on").values_list("planned_on", flat=True))
    assert days == [date(2024, 3, 6), date(2024, 4, 1), date(2024, 4, 23), date(2024, 5, 17)]
    assert verbs() == ["plan_wave"]
    assert not CoverageFact.objects.exists()  # saying „planned“ is a choice


def test_planned_is_said_as_one_change_that_can_be_taken_back_but_not_where_it_is_live(
    coordinator: Rights,
) -> None:
    entered(coordinator, PLACES[0], "live")
    entered(coordinator, PLACES[1], "not_responsible")

    wave = planned_wave(coordinator, writes_planned=True)

    open_facts = CoverageFact.objects.filter(replaced_by=None, valid_to=None)
    said = {fact.municipality_id: (fact.state, fact.planned_on) for fact in open_facts.order_by("pk")}
    day = dict(wave.targets.values_list("municipality_id", "planned_on"))
    assert said == {
        PLACES[0]: ("live", None),
        PLACES[1]: ("not_responsible", None),
        PLACES[2]: ("planned", day[PLACES[2]]),
        PLACES[3]: ("planned", day[PLACES[3]]),
    }
    change_set = open_facts.get(municipality=PLACES[2]).change_set
    undo(change_set.pk, rights=coordinator, at=ASKED_AT)
    assert open_facts.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"places": []}, "mindestens eine Gemeinde"),
        ({"places": ["08136088", PLACES[0]]}, "gehört nicht zu diesem Landkreis"),
        ({"due_on": date(2024, 2, 11)}, "liegt vor dem Beginn"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    coordinator: Rights, refuses: Callable, wrong: dict[str, object], sentence: str
) -> None:
    with refuses(sentence):
        planned_wave(coordinator, **wrong)


def test_nobody_plans_for_another_district(
    coordinator: Rights, other_coordinator: Rights, preparer: Rights, county: Rights, forbids: Callable
) -> None:
    wave = planned_wave(coordinator)

    for rights in (other_coordinator, preparer, county):
        with forbids():
            planned_wave(rights)
        with forbids():
            move_targets(wave.pk, rights=rights, at=ASKED_AT, days={})
        with forbids():
            chain_wave(wave.pk, rights=rights, at=ASKED_AT, after=None)
        with forbids():
            close_wave(wave.pk, rights=rights, at=ASKED_AT)
    with pytest.raises(Http404):
        close_wave(0, rights=coordinator, at=ASKED_AT)


def test_moving_days_moves_the_aim_and_keeps_the_others(
    coordinator: Rights, verbs: Callable[[], list[str]]
) -> None:
    wave = planned_wave(coordinator)

    move_targets(
        wave.pk, rights=coordinator, at=ASKED_AT, days={PLACES[0]: date(2024, 6, 4)}, without=[PLACES[3]]
    )

    wave.refresh_from_db()
    assert dict(wave.targets.values_list("municipality_id", "planned_on")) == {
        PLACES[0]: date(2024, 6, 4),
        PLACES[1]: date(2024, 4, 1),
        PLACES[2]: date(2024, 4, 23),
    }
    assert wave.due_on == date(2024, 6, 4)
    assert verbs() == ["plan_wave", "move_targets"]


def test_no_day_before_the_beginning_and_no_wave_without_anybody(
    coordinator: Rights, refuses: Callable
) -> None:
    wave = planned_wave(coordinator)

    with refuses(r"11\.02\.2024 liegt vor dem Beginn"):
        move_targets(wave.pk, rights=coordinator, at=ASKED_AT, days={PLACES[0]: date(2024, 2, 11)})
    with refuses("Mindestens eine Gemeinde bleibt"):
        move_targets(wave.pk, rights=coordinator, at=ASKED_AT, days={}, without=PLACES)


def test_a_wave_waits_for_another_one_but_never_in_a_circle(coordinator: Rights, refuses: Callable) -> None:
    first = planned_wave(coordinator)
    second = planned_wave(
        coordinator, after=first, starts_on=date(2024, 5, 20), due_on=date(2024, 7, 31), title="Danach"
    )

    with refuses("aufeinander warten"):
        chain_wave(first.pk, rights=coordinator, at=ASKED_AT, after=second)
    with refuses(r"erst am 17\.05\.2024"):
        planned_wave(coordinator, after=first)
    chain_wave(second.pk, rights=coordinator, at=ASKED_AT, after=None)

    second.refresh_from_db()
    assert second.after is None


def test_a_wave_of_another_district_is_not_found_to_wait_for(
    coordinator: Rights, other_coordinator: Rights
) -> None:
    own = planned_wave(coordinator)
    other = planned_wave(other_coordinator, district="08136", places=["08136088"])

    with pytest.raises(Http404):
        chain_wave(own.pk, rights=coordinator, at=ASKED_AT, after=other)
    with pytest.raises(Http404):
        planned_wave(coordinator, after=other)


def test_a_closed_wave_stays_as_it_is(coordinator: Rights, refuses: Callable) -> None:
    wave = planned_wave(coordinator)
    close_wave(wave.pk, rights=coordinator, at=ASKED_AT)

    for step in (
        lambda: close_wave(wave.pk, rights=coordinator, at=ASKED_AT),
        lambda: move_targets(wave.pk, rights=coordinator, at=ASKED_AT, days={}),
        lambda: chain_wave(wave.pk, rights=coordinator, at=ASKED_AT, after=None),
    ):
        with refuses("ist beendet"):
            step()


def test_a_wave_for_one_way_says_planned_for_that_way(coordinator: Rights) -> None:
    plan_wave(
        rights=coordinator,
        at=ASKED_AT,
        district=DISTRICT,
        service=building_permit(),
        channel="efa",
        title="EfA",
        places=PLACES,
        starts_on=TODAY,
        due_on=TODAY,
        writes_planned=True,
    )

    assert set(CoverageFact.objects.values_list("channel", flat=True)) == {"efa"}
    assert Wave.objects.get().channel == "efa"
