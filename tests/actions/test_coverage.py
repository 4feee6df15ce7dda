"""Entering coverage: from a day on, as one change, undone as a whole; refusals leave everything as it was."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.coverage import enter, expand, undo
from stellwerk.law.coverage import Entry
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Channel,
    Confidence,
    CoverageFact,
    CoverageSource,
    Municipality,
    OnlineService,
    Service,
)
from stellwerk.queries.coverage import cells, known
from tests.actions.test_second_click import at_once
from tests.house.cases import BERLIN, everything, person

AT = datetime(2026, 3, 2, 9, 41, tzinfo=BERLIN)
MARCH = date(2026, 3, 2)
BIRTH, BUILDING = "99027002012000", "99012008001000"
SINDELFINGEN, LEONBERG, AALEN = "08115045", "08115028", "08136088"
Refuses = Callable[[str], AbstractContextManager[None]]
Forbids = Callable[[], AbstractContextManager[None]]


def said(ags: str = SINDELFINGEN, key: str = BIRTH, state: str = "live", **more: Any) -> Entry:
    return Entry(**({"ags": ags, "service_key": key, "state": state, "valid_from": MARCH} | more))


def entered(rights: Rights, *entries: Entry, **more: Any) -> ChangeSet:
    values: dict[str, Any] = {
        "rights": rights,
        "at": AT,
        "district": "08115",
        "kind": ChangeSetKind.GRID,
        "title": "Raster",
        "source": CoverageSource.COORDINATOR,
        "confidence": Confidence.HIGH,
        "checked_on": MARCH,
    }
    return enter(entries, **(values | more))


def now(ags: str = SINDELFINGEN, key: str = BIRTH) -> list[tuple[str, str, str]]:
    """Return what is known of a cell now, in order: state, first day, first day after."""
    found = CoverageFact.objects.filter(municipality=ags, service__key=key, replaced_by=None)
    rows = found.order_by("channel", "valid_from").values_list("state", "valid_from", "valid_to")
    return [(state, str(start), str(end or "")) for state, start, end in rows]


def test_what_is_entered_holds_from_its_day_on(coordinator: Rights, verbs: Callable[[], list[str]]) -> None:
    change_set = entered(coordinator, said(), said(LEONBERG, state="planned", planned_on=date(2026, 7, 1)))

    assert now() == [("live", "2026-03-02", "")]
    assert now(LEONBERG) == [("planned", "2026-03-02", "")]
    assert (change_set.added, change_set.by) == (2, coordinator.person)
    assert verbs()[-1] == "enter_coverage"
    assert not known(date(2026, 3, 1)).filter(municipality=SINDELFINGEN, service__key=BIRTH).exists()


def test_what_held_before_is_cut_at_the_day(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2024, 1, 1)))

    entered(coordinator, said())

    assert now() == [("none", "2024-01-01", "2026-03-02"), ("live", "2026-03-02", "")]


def test_undo_brings_back_what_was_known(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2024, 1, 1)))
    before = now()
    change_set = entered(coordinator, said(), said(LEONBERG))

    undo(change_set.pk, rights=coordinator, at=AT)

    assert now() == before
    assert now(LEONBERG) == []


def facts() -> list[tuple[Any, ...]]:
    """Return everything that is known now, without the numbers of rows and changes."""
    left_out = {"id", "change_set", "replaced_by"}
    names = [it.name for it in CoverageFact._meta.concrete_fields if it.name not in left_out]
    found = CoverageFact.objects.filter(replaced_by=None)
    return list(found.order_by("municipality", "service", "channel", "valid_from").values_list(*names))


def test_what_was_known_before_can_still_be_asked(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2024, 1, 1)))
    later = AT + timedelta(days=1)

    entered(coordinator, said(valid_from=date(2025, 1, 1)), at=later)

    place, service = SINDELFINGEN, Service.objects.get(key=BIRTH).pk
    day = date(2025, 6, 1)
    assert cells([place], [service], day=day)[place, service].state == "live"
    assert cells([place], [service], day=day, at=AT)[place, service].state == "none"
    assert cells([place], [service], day=day, at=AT - timedelta(seconds=1)) == {}


def test_an_earlier_day_replaces_everything_from_there_on(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2024, 1, 1)))
    entered(coordinator, said(valid_from=date(2025, 1, 1)))

    entered(coordinator, said(state="not_responsible", valid_from=date(2024, 7, 1)))

    assert now() == [("none", "2024-01-01", "2024-07-01"), ("not_responsible", "2024-07-01", "")]


def test_entries_of_one_cell_follow_one_another(coordinator: Rights) -> None:
    entered(
        coordinator,
        said(valid_from=date(2025, 3, 1)),
        said(state="none", valid_from=date(2024, 1, 1)),
        said(state="planned", valid_from=date(2024, 9, 1), planned_on=date(2025, 3, 1)),
    )

    assert now() == [
        ("none", "2024-01-01", "2024-09-01"),
        ("planned", "2024-09-01", "2025-03-01"),
        ("live", "2025-03-01", ""),
    ]


def test_who_says_what_holds_anyway_confirms_it(coordinator: Rights) -> None:
    entered(coordinator, said(valid_from=date(2024, 1, 1)), checked_on=date(2024, 1, 10))

    entered(coordinator, said(note="angerufen"))

    fact = known(MARCH).get(municipality=SINDELFINGEN, service__key=BIRTH)
    assert now() == [("live", "2024-01-01", "")]
    assert (fact.checked_on, fact.note) == (MARCH, "angerufen")


def test_channels_of_a_cell_stand_beside_each_other(coordinator: Rights) -> None:
    entered(coordinator, said(channel="universal"), said(channel="efa", state="none"))

    place, service = SINDELFINGEN, Service.objects.get(key=BIRTH).pk
    cell = cells([place], [service], day=MARCH)[place, service]
    assert cell.state == "live"
    assert {channel: fact.state for channel, fact in cell.facts.items()} == {
        "universal": "live",
        "efa": "none",
    }


def test_the_same_entry_twice_is_one(coordinator: Rights) -> None:
    assert entered(coordinator, said(), said()).added == 1


def test_all_except_a_few_becomes_rows(coordinator: Rights) -> None:
    entries = expand("08115", [BIRTH, BUILDING], [LEONBERG], state="live", valid_from=MARCH, channel="efa")

    there = Municipality.objects.filter(district="08115").count()
    assert there == 26
    assert len(entries) == 2 * (there - 1)
    assert LEONBERG not in {entry.ags for entry in entries}
    assert entered(coordinator, *entries).added == len(entries)


def test_an_exception_from_elsewhere_is_refused(refuses: Refuses) -> None:
    with refuses(f"gehören nicht zum Landkreis: {AALEN}"):
        expand("08115", [BIRTH], [AALEN], state="live", valid_from=MARCH)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([said(AALEN)], f"gehören nicht zum Landkreis: {AALEN}"),
        ([said(), said("08115999")], "Unbekannte Gemeindeschlüssel: 08115999"),
        ([said(), said(key="99999999999999")], "Unbekannte LeiKa-Schlüssel: 99999999999999"),
        ([said(), said(state="none")], f"{SINDELFINGEN} / {BIRTH} steht zweimal"),
        ([said(state="planned")], "fehlt der Tag"),
        ([said(planned_on=MARCH)], "gehört nur zu „geplant“"),
        ([said(state="none", maturity=3, maturity_model="1.1")], "gehört nur zu „online“"),
        ([], "Es gibt nichts zu übernehmen"),
    ],
)
def test_a_refusal_leaves_everything_as_it_was(
    coordinator: Rights, refuses: Refuses, entries: list[Entry], words: str
) -> None:
    with refuses(words):
        entered(coordinator, *entries)


def test_a_municipality_that_is_gone_takes_nothing_any_more(coordinator: Rights, refuses: Refuses) -> None:
    Municipality.objects.filter(ags=LEONBERG).update(gone_on=MARCH)

    with refuses(f"Aufgelöste Gemeinden: {LEONBERG}"):
        entered(coordinator, said(), said(LEONBERG))


def test_what_is_said_of_its_past_ends_with_the_municipality(coordinator: Rights) -> None:
    Municipality.objects.filter(ags=LEONBERG).update(gone_on=MARCH)

    entered(coordinator, said(LEONBERG, valid_from=date(2025, 1, 1)))

    assert now(LEONBERG) == [("live", "2025-01-01", "2026-03-02")]


@pytest.mark.parametrize("name", ["koordination.ostalb", "vorbereitung", "landkreis", "pruefung", "verband"])
def test_only_the_districts_own_coordinators_enter_and_undo(
    coordinator: Rights, forbids: Forbids, name: str
) -> None:
    change_set = entered(coordinator, said())

    with forbids():
        entered(person(name), said(state="none"))
    with forbids():
        undo(change_set.pk, rights=person(name), at=AT)


def test_a_cell_that_has_changed_since_it_was_seen_is_a_conflict(
    coordinator: Rights, refuses: Refuses
) -> None:
    seen = {(SINDELFINGEN, BIRTH, "any"): None, (LEONBERG, BIRTH, "any"): None}
    entered(coordinator, said(state="none"))

    with refuses(f"Angaben geändert: {SINDELFINGEN} / {BIRTH}. Nichts"):
        entered(coordinator, said(), said(LEONBERG), seen=seen)


def test_a_cell_that_is_as_it_was_seen_is_none(coordinator: Rights) -> None:
    entered(coordinator, said(state="none", valid_from=date(2025, 1, 1)))
    fact = known(MARCH).get(municipality=SINDELFINGEN, service__key=BIRTH)

    entered(coordinator, said(), said(LEONBERG), seen={(SINDELFINGEN, BIRTH, "any"): fact.pk})

    assert [state for state, _start, _end in now()] == ["none", "live"]


def test_of_two_who_saw_the_same_cell_one_is_told(own_database: str) -> None:
    rights, seen = person("koordination"), {(SINDELFINGEN, BIRTH, "any"): None}

    outcomes = at_once(*(lambda s=s: entered(rights, said(state=s), seen=seen) for s in ("live", "none")))

    assert outcomes.pop("done") == 1
    assert [words[:29] for words in outcomes] == ["Inzwischen hat jemand anderes"]
    assert ChangeSet.objects.count() == len(now()) == 1


def test_undone_at_once_it_is_undone_once(own_database: str) -> None:
    rights = person("koordination")
    change_set = entered(rights, said())

    outcomes = at_once(*[lambda: undo(change_set.pk, rights=rights, at=AT)] * 3)

    assert outcomes.pop("done") == 1
    assert [words[:40] for words in outcomes] == ["Diese Änderung ist schon rückgängig gema"]
    assert now() == []


def test_killed_half_way_nothing_of_it_is_there(own_database: str) -> None:
    rights = person("koordination")
    entered(rights, *expand("08115", [BIRTH], state="none", valid_from=date(2025, 1, 1)))
    before = everything()
    dies_at_the_twentieth_fact()

    with pytest.raises(DatabaseError):
        entered(rights, *expand("08115", [BIRTH], state="live", valid_from=MARCH))

    with suppress(DatabaseError):
        connection.close()
    assert everything() == before


def dies_at_the_twentieth_fact() -> None:
    """Have the server end the connection while it stores what is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.state = 'live' AND NEW.municipality_id > '08115030'"
            " THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER dies BEFORE INSERT ON stellwerk_coveragefact"
            " FOR EACH ROW EXECUTE FUNCTION dies()"
        )


def test_undo_restores_exactly(coordinator: Rights) -> None:
    entered(
        coordinator,
        *expand("08115", [BIRTH, BUILDING], [LEONBERG], state="none", valid_from=date(2025, 1, 1)),
    )
    before = facts()
    change_set = entered(
        coordinator,
        said(valid_from=date(2024, 6, 1)),
        said(LEONBERG),
        said(state="planned", valid_from=MARCH, planned_on=date(2026, 9, 1)),
        said(key=BUILDING, maturity=4, maturity_model="2.0", note="seit gestern"),
    )
    assert facts() != before

    undone = undo(change_set.pk, rights=coordinator, at=AT)

    assert facts() == before
    assert (undone.undoes, undone.kind) == (change_set, "undo")


def test_what_was_undone_can_be_brought_back(coordinator: Rights) -> None:
    change_set = entered(coordinator, said())
    after = facts()
    undone = undo(change_set.pk, rights=coordinator, at=AT)

    undo(undone.pk, rights=coordinator, at=AT)

    assert facts() == after


def test_changes_are_taken_back_the_last_one_first(coordinator: Rights, refuses: Refuses) -> None:
    before = facts()
    first = entered(coordinator, said(state="none"), title="Erste")
    second = entered(coordinator, said(), said(LEONBERG), title="Zweite")

    with refuses("Spätere Änderungen betreffen dieselben Angaben: „Zweite“"):
        undo(first.pk, rights=coordinator, at=AT)
    undo(second.pk, rights=coordinator, at=AT)
    undo(first.pk, rights=coordinator, at=AT)

    assert facts() == before


def test_a_later_change_that_was_brought_back_is_in_the_way_again(
    coordinator: Rights, refuses: Refuses
) -> None:
    first = entered(coordinator, said(state="none"), title="Erste")
    second = entered(coordinator, said(), title="Zweite")
    undone = undo(second.pk, rights=coordinator, at=AT)
    undo(undone.pk, rights=coordinator, at=AT)

    with refuses("„Zweite“"):
        undo(first.pk, rights=coordinator, at=AT)


def test_a_change_elsewhere_is_not_in_the_way(coordinator: Rights) -> None:
    first = entered(coordinator, said())
    entered(coordinator, said(LEONBERG), said(key=BUILDING), said(channel="efa"))

    undo(first.pk, rights=coordinator, at=AT)

    assert now() == [("live", "2026-03-02", "")]  # by the other channel


def test_undoing_twice_is_refused(coordinator: Rights, refuses: Refuses) -> None:
    change_set = entered(coordinator, said())
    undo(change_set.pk, rights=coordinator, at=AT)

    with refuses("schon rückgängig gemacht"):
        undo(change_set.pk, rights=coordinator, at=AT)


def test_what_is_not_there_cannot_be_undone(coordinator: Rights) -> None:
    with pytest.raises(Http404):
        undo(0, rights=coordinator, at=AT)


@pytest.mark.parametrize("seed", [3, 8])
def test_whatever_is_entered_and_undone_facts_never_overlap(coordinator: Rights, seed: int) -> None:
    chance, made, stack = random.Random(seed), [facts()], []
    for _step in range(25):
        if stack and chance.random() < 0.3:
            made.pop()
            undo(stack.pop().pk, rights=coordinator, at=AT)
            assert facts() == made[-1]
            continue
        days = chance.sample(range(1, 28), 3)
        entries = [
            said(chance.choice([SINDELFINGEN, LEONBERG]), state=chance.choice(["live", "none"]),
                 valid_from=date(2026, 3, day))
            for day in days
        ]  # fmt: skip
        stack.append(entered(coordinator, *entries))
        made.append(facts())

        for ags in (SINDELFINGEN, LEONBERG):
            spans = now(ags)
            assert all(end == start for (_s, _d, end), (_t, start, _e) in pairwise(spans))
            assert not spans or spans[-1][2] == ""


@pytest.fixture
def online_service(db: None) -> OnlineService:
    made = OnlineService.objects.create(name="Geburt digital", channel=Channel.EFA, source="Test")
    made.services.add(Service.objects.get(key=BIRTH))
    return made


def named_by(ags: str = SINDELFINGEN) -> list[tuple[str, int | None]]:
    found = CoverageFact.objects.filter(municipality=ags, replaced_by=None).order_by("valid_from", "pk")
    return [(str(start), number) for start, number in found.values_list("valid_from", "online_service")]


def test_a_statement_names_its_online_service_and_keeps_it_when_confirmed(
    coordinator: Rights, online_service: OnlineService
) -> None:
    said_of = {"channel": "efa", "valid_from": date(2024, 1, 1)}
    entered(coordinator, said(**said_of, online_service=online_service.pk))

    entered(coordinator, said(channel="efa"))

    assert named_by() == [("2024-01-01", online_service.pk)]


def test_another_online_service_begins_on_its_day(coordinator: Rights, online_service: OnlineService) -> None:
    entered(coordinator, said(channel="efa", valid_from=date(2024, 1, 1)))

    entered(coordinator, said(channel="efa", online_service=online_service.pk))

    assert named_by() == [("2024-01-01", None), ("2026-03-02", online_service.pk)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"key": BUILDING, "channel": "efa"}, "„Geburt digital“ deckt diese Leistung nicht ab"),
        ({"channel": "standard"}, "oder nicht auf diese Art"),
        ({"state": "none", "channel": "efa"}, "Ein Onlinedienst gehört nur zu „online“ und „geplant“"),
    ],
)
def test_an_online_service_must_serve_the_cell(
    coordinator: Rights, online_service: OnlineService, refuses: Refuses, words: dict[str, Any], sentence: str
) -> None:
    with refuses(sentence):
        entered(coordinator, said(**words, online_service=online_service.pk))


def test_what_an_online_service_no_longer_serves_can_still_be_confirmed(
    coordinator: Rights, online_service: OnlineService
) -> None:
    entered(coordinator, said(channel="efa", online_service=online_service.pk))
    online_service.services.clear()

    entered(coordinator, said(channel="efa", online_service=online_service.pk))

    assert named_by() == [("2026-03-02", online_service.pk)]
