"""Waves are read from the coverage: who is online, who is late and why, who could be next."""

from collections.abc import Callable
from datetime import date

import pytest

from stellwerk.access import Rights
from stellwerk.actions.coverage import enter
from stellwerk.actions.rollouts import close_wave
from stellwerk.law.coverage import Entry
from stellwerk.models import ChangeSetKind, Confidence, CoverageSource, Wave
from stellwerk.queries import rollouts as ask
from tests.house.area import BUILDING_PERMIT, DISTRICT, PLACES, building_permit, planned_wave
from tests.house.cases import ASKED_AT
from tests.house.environment import DAY

AIDLINGEN, BOEBLINGEN, SINDELFINGEN, WALDENBUCH = PLACES


@pytest.fixture
def say(coordinator: Rights) -> Callable[..., None]:
    def said(ags: str, state: str, **changes: object) -> None:
        values = {
            "ags": ags,
            "service_key": BUILDING_PERMIT,
            "state": state,
            "valid_from": date(2024, 2, 20),
        }
        enter(
            [Entry(**(values | changes))],  # type: ignore[arg-type]
            rights=coordinator,
            at=ASKED_AT,
            district=DISTRICT,
            kind=ChangeSetKind.GRID,
            title="Raster",
            source=CoverageSource.COORDINATOR,
            confidence=Confidence.HIGH,
            checked_on=DAY,
        )

    return said


@pytest.fixture
def wave(coordinator: Rights) -> Wave:
    """Return a wave with the days 6 March, 1 and 23 April, 17 May; today is 8 March."""
    return planned_wave(coordinator)


def standings(wave: Wave) -> dict[str, str]:
    return {row.ags: row.standing for row in ask.rows(wave, today=DAY)}


def test_who_is_online_is_done_whoever_is_past_the_day_is_late(wave: Wave, say: Callable) -> None:
    say(BOEBLINGEN, "live")

    assert standings(wave) == {
        AIDLINGEN: "late", BOEBLINGEN: "done", SINDELFINGEN: "later", WALDENBUCH: "later",
    }  # fmt: skip


def test_a_wave_for_one_way_counts_that_way_only(coordinator: Rights, say: Callable) -> None:
    wave = planned_wave(coordinator, channel="efa")
    say(AIDLINGEN, "live", channel="universal")
    say(BOEBLINGEN, "live", channel="efa")

    assert standings(wave)[AIDLINGEN] == "late"
    assert standings(wave)[BOEBLINGEN] == "done"
    assert "anderem Weg" in ask.rows(wave, today=DAY)[0].reason.text
    (counted,) = ask.waves(coordinator, today=DAY)
    assert (counted.target_count, counted.done_count, counted.late_count) == (4, 1, 1)


def test_the_reason_is_the_cell_or_the_wave_before(coordinator: Rights, wave: Wave, say: Callable) -> None:
    def why(of: Wave) -> str:
        late = [row for row in ask.rows(of, today=date(2024, 6, 1)) if row.ags == AIDLINGEN]
        return late[0].reason.text if late[0].reason else ""

    assert "nicht erhoben" in why(wave)
    say(AIDLINGEN, "planned", planned_on=date(2024, 7, 1))
    assert "Vorgesehen ist" in why(wave)
    follower = planned_wave(
        coordinator, after=wave, starts_on=date(2024, 5, 20), due_on=date(2024, 5, 31), title="Danach"
    )
    assert "davor" in why(follower)
    close_wave(wave.pk, rights=coordinator, at=ASKED_AT)
    follower.after.refresh_from_db()
    assert "Vorgesehen ist" in why(follower)


def test_candidates_are_chosen_by_what_is_known(say: Callable) -> None:
    say(AIDLINGEN, "live")
    say(BOEBLINGEN, "none")
    say(SINDELFINGEN, "planned", planned_on=date(2024, 7, 1))
    say(WALDENBUCH, "not_responsible")

    def chosen(choice: str, kind: str = "") -> set[str]:
        found = ask.candidates(DISTRICT, building_permit(), choice=choice, kind=kind, today=DAY)
        return {one.ags for one in found}

    assert chosen("none") == {BOEBLINGEN}
    assert chosen("planned") == {SINDELFINGEN}
    assert len(chosen("unknown")) == 22
    assert chosen("without") == chosen("unknown") | {BOEBLINGEN, SINDELFINGEN}
    assert chosen("none", "Gemeinde") == set()
    assert chosen("gibt es nicht") == chosen("without")


def test_the_next_targets_are_those_of_open_waves_of_the_own_district(
    coordinator: Rights, other_coordinator: Rights, wave: Wave, say: Callable
) -> None:
    until = date(2024, 4, 1)

    def found(rights: Rights) -> list[str]:
        return [one.municipality_id for one in ask.next_targets(rights, today=DAY, until=until)]

    assert found(coordinator) == [AIDLINGEN, BOEBLINGEN]
    assert found(other_coordinator) == []
    say(AIDLINGEN, "live")
    assert found(coordinator) == [BOEBLINGEN]
    close_wave(wave.pk, rights=coordinator, at=ASKED_AT)
    assert found(coordinator) == []


def test_the_calendar_has_each_municipality_in_its_month(wave: Wave) -> None:
    months = ask.by_month(ask.rows(wave, today=DAY))

    assert [(month, [row.ags for row in rows]) for month, rows in months] == [
        (date(2024, 3, 1), [AIDLINGEN]),
        (date(2024, 4, 1), [BOEBLINGEN, SINDELFINGEN]),
        (date(2024, 5, 1), [WALDENBUCH]),
    ]


def test_a_wave_is_read_with_a_constant_number_of_queries(wave: Wave, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert len(ask.rows(wave, today=DAY)) == 4
