"""A municipality answers: one change set, only about what it saw, and only while the round is open."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest

from stellwerk.access import Rights
from stellwerk.actions.campaigns import close_campaign
from stellwerk.actions.confirmations import Cell, Correction, answer, begin_answer
from stellwerk.actions.coverage import undo
from stellwerk.models import Campaign, ChangeSet, CoverageFact, Invitation, JournalEntry
from stellwerk.queries.campaigns import lines
from tests.house.campaigns import (
    AT,
    BIRTH,
    BUILDING,
    HOLZGERLINGEN,
    LEONBERG,
    LONG_AGO,
    SINDELFINGEN,
    entered,
    invited,
    said,
    sent,
)

Refuses = Callable[[str], AbstractContextManager[None]]
LATER = AT + timedelta(days=10)
TODAY = date(2024, 3, 18)
WHO = "Erika Beispiel (Leitung Bürgerbüro)"


@pytest.fixture
def campaign(coordinator: Rights) -> Campaign:
    return sent(coordinator)


def seen(campaign: Campaign, ags: str = SINDELFINGEN) -> dict[Cell, int | None]:
    return {line.cell: line.seen for line in lines(campaign.pk, [ags])[ags]}


def answered(
    campaign: Campaign,
    ags: str = SINDELFINGEN,
    corrections: Mapping[Cell, Correction] | None = None,
    **more: Any,
) -> Invitation:
    values = {"at": LATER, "by_text": WHO, "seen": seen(campaign, ags), "corrections": corrections or {}}
    return answer(invited(campaign, ags).pk, **(values | more))


def now(ags: str = SINDELFINGEN, key: str = BIRTH) -> CoverageFact:
    return CoverageFact.objects.get(municipality=ags, service__key=key, replaced_by=None, valid_to=None)


def test_all_is_right_confirms_every_line_as_it_was_and_renews_the_check(campaign: Campaign) -> None:
    done = answered(campaign)

    birth, building = now(), now(key=BUILDING)
    assert (birth.state, birth.valid_from, birth.maturity, birth.maturity_model) == (
        "live",
        LONG_AGO,
        3,
        "1.1",
    )
    assert (building.state, building.planned_on) == ("planned", date(2024, 9, 30))
    for fact in (birth, building):
        assert (fact.source, fact.confidence, fact.checked_on, fact.checked_by) == (
            "municipality", "high", TODAY, WHO,
        )  # fmt: skip
    change_set = done.change_set
    assert change_set is not None
    assert (change_set.kind, change_set.by, change_set.by_text, change_set.added) == (
        "confirmation", None, WHO, 2,
    )  # fmt: skip
    assert (done.answered_at, done.answered_by, done.opened_at) == (LATER, WHO, LATER)
    assert JournalEntry.objects.get(verb="answer_campaign").by is None


def test_what_nobody_collected_stays_uncollected_unless_it_is_said(campaign: Campaign) -> None:
    answered(campaign, LEONBERG)

    assert not CoverageFact.objects.filter(municipality=LEONBERG, service__key=BUILDING).exists()


def test_a_correction_holds_from_its_day_and_the_rest_is_confirmed(campaign: Campaign) -> None:
    cell = (LEONBERG, BIRTH, "any")

    done = answered(campaign, LEONBERG, {cell: Correction("live", date(2024, 2, 1))})

    fact = now(LEONBERG)
    assert (fact.state, fact.valid_from, fact.change_set_id) == ("live", date(2024, 2, 1), done.change_set_id)
    before = CoverageFact.objects.get(municipality=LEONBERG, replaced_by=None, valid_to=date(2024, 2, 1))
    assert (before.state, before.valid_from) == ("none", LONG_AGO)


def test_a_line_without_a_statement_can_be_filled_in(campaign: Campaign) -> None:
    cell = (HOLZGERLINGEN, BUILDING, "any")

    answered(campaign, HOLZGERLINGEN, {cell: Correction("planned", date(2024, 7, 1))})

    assert (now(HOLZGERLINGEN, BUILDING).state, now(HOLZGERLINGEN, BUILDING).valid_from) == ("planned", TODAY)


def test_a_second_answer_replaces_the_first_and_both_stay_in_the_history(campaign: Campaign) -> None:
    answered(campaign)
    cell = (SINDELFINGEN, BIRTH, "any")

    done = answered(campaign, corrections={cell: Correction("none")}, at=LATER + timedelta(days=1))

    assert now().state == "none"
    assert ChangeSet.objects.filter(kind="confirmation").count() == 2
    assert done.answered_at == LATER + timedelta(days=1)


def test_a_cell_that_a_coordinator_changed_meanwhile_refuses_the_answer(
    campaign: Campaign, coordinator: Rights, refuses: Refuses
) -> None:
    shown = seen(campaign)
    entered(coordinator, said(state="none", valid_from=date(2024, 3, 11)), at=AT + timedelta(days=3))

    with refuses(r"Zeilen: 1"):
        answered(campaign, seen=shown)

    answered(campaign)
    assert now().state == "none"


def test_a_forged_list_of_what_was_seen_changes_nothing(campaign: Campaign, refuses: Refuses) -> None:
    with refuses("Zeilen: 2"):
        answered(campaign, seen={})
    with refuses("Zeilen: 1"):
        answered(campaign, seen=seen(campaign) | {(SINDELFINGEN, BIRTH, "any"): 1})


def test_a_correction_for_another_municipality_is_not_written(campaign: Campaign) -> None:
    before = now(LEONBERG).pk

    answered(campaign, corrections={(LEONBERG, BIRTH, "any"): Correction("live")})

    assert now(LEONBERG).pk == before


def test_a_closed_round_takes_no_answer(campaign: Campaign, coordinator: Rights, refuses: Refuses) -> None:
    close_campaign(campaign.pk, rights=coordinator, at=AT)

    with refuses("Runde ist beendet"):
        answered(campaign)


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        (Correction("live", TODAY + timedelta(days=1)), "gilt ab einem Tag, der schon war"),
        (Correction("planned"), "fehlt ein künftiger Tag"),
        (Correction("planned", TODAY - timedelta(days=1)), "fehlt ein künftiger Tag"),
    ],
)
def test_a_day_must_fit_its_state(
    campaign: Campaign, refuses: Refuses, correction: Correction, words: str
) -> None:
    with refuses(words):
        answered(campaign, corrections={(SINDELFINGEN, BIRTH, "any"): correction})


def test_nothing_to_say_is_no_answer(campaign: Campaign, refuses: Refuses) -> None:
    with refuses("nichts zu übernehmen"):
        answered(campaign, HOLZGERLINGEN)


def test_the_first_click_counts_as_begun(campaign: Campaign) -> None:
    begin_answer(invited(campaign).pk, at=AT)
    begin_answer(invited(campaign).pk, at=LATER)

    assert invited(campaign).opened_at == AT


def test_a_coordinator_can_take_an_answer_back(campaign: Campaign, coordinator: Rights) -> None:
    done = answered(campaign, corrections={(SINDELFINGEN, BIRTH, "any"): Correction("none")})

    undo(done.change_set_id or 0, rights=coordinator, at=LATER)

    assert (now().state, now().source) == ("live", "coordinator")
