"""Reforms of municipalities: successors get what can be said of them, predecessors end, history stays."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from stellwerk.access import Rights
from stellwerk.actions.coverage import undo
from stellwerk.actions.reforms import (
    Successor,
    planned_reform,
    reform,
    rename_municipality,
    waiting_for_a_reform,
)
from stellwerk.law.reforms import ReformKind
from stellwerk.management.terminal.commands import application
from stellwerk.models import ChangeSet, CoverageFact, JournalEntry, Municipality, Service
from stellwerk.queries.coverage import cells
from tests.actions.test_coverage import AT, BIRTH, BUILDING, LEONBERG, SINDELFINGEN, entered, now, said
from tests.house.cases import everything
from tests.house.reforms import CASES, carry_out, expected, found, know, state_on, store_places

DAY = date(2026, 4, 1)
NEW = Successor("08115999", "Neustadt am Beispiel")
Refuses = Callable[[str], AbstractContextManager[None]]


def merge(**changes: Any) -> Any:
    values: dict[str, Any] = {"day": DAY, "by": None, "at": AT}
    return reform(ReformKind.MERGE, [SINDELFINGEN, LEONBERG], [NEW], **(values | changes))


@pytest.fixture
def collected(coordinator: Rights) -> ChangeSet:
    """Have births live in both, building permits in one only, and known of one only."""
    return entered(
        coordinator,
        said(valid_from=date(2025, 1, 1)),
        said(LEONBERG, valid_from=date(2025, 6, 1)),
        said(key=BUILDING, channel="efa"),
        said(LEONBERG, key=BUILDING, channel="efa", state="none"),
        said(key=BUILDING, channel="own"),
    )


def test_a_merged_municipality_is_live_only_where_all_parts_were(collected: ChangeSet) -> None:
    plan = merge()

    assert (plan.ending, plan.added, plan.lost) == (5, 2, 1)
    assert now(NEW.ags) == [("live", "2026-04-01", "")]
    assert now(NEW.ags, BUILDING) == [("none", "2026-04-01", "")]
    fact = CoverageFact.objects.get(municipality=NEW.ags, service__key=BUILDING)
    assert fact.note == "Gebietsreform: Leonberg kein Angebot, Sindelfingen online"


def test_predecessors_end_on_the_day_and_their_history_stays(collected: ChangeSet) -> None:
    before = Municipality.objects.get(ags=SINDELFINGEN)

    merge()

    assert now() == [("live", "2025-01-01", "2026-04-01")]
    assert Municipality.objects.get(ags=SINDELFINGEN).gone_on == DAY
    service = Service.objects.get(key=BIRTH).pk
    for day, places in ((DAY - timedelta(days=1), {SINDELFINGEN, LEONBERG}), (DAY, {NEW.ags})):
        found = cells([SINDELFINGEN, LEONBERG, NEW.ags], [service], day=day)
        assert {ags for (ags, _service), cell in found.items() if cell.state} == places
    made = Municipality.objects.get(ags=NEW.ags)
    assert (made.name, made.district_id, made.kind) == (NEW.name, "08115", before.kind)


def test_a_dry_run_says_the_same_and_writes_nothing(
    collected: ChangeSet, everything_stays: Callable[[], AbstractContextManager[None]]
) -> None:
    with everything_stays():
        planned = planned_reform(ReformKind.MERGE, [SINDELFINGEN, LEONBERG], [NEW], day=DAY)

    assert merge() == planned


def test_what_was_entered_under_the_old_key_after_the_day_is_not_lost(
    coordinator: Rights, collected: ChangeSet
) -> None:
    entered(coordinator, said(LEONBERG, state="none", valid_from=date(2026, 5, 1)))

    merge()

    assert now(NEW.ags) == [("live", "2026-04-01", "2026-05-01"), ("none", "2026-05-01", "")]
    assert now(LEONBERG) == [("live", "2025-06-01", "2026-04-01")]


def test_a_split_gives_each_part_what_there_was(collected: ChangeSet) -> None:
    parts = [NEW, Successor("08115998", "Altstadt am Beispiel")]

    reform(ReformKind.SPLIT, [SINDELFINGEN], parts, day=DAY, by=None, at=AT)

    for part in parts:
        assert now(part.ags) == [("live", "2026-04-01", "")]
    assert set(CoverageFact.objects.filter(municipality=NEW.ags).values_list("confidence", flat=True)) == {
        "low"
    }


def test_another_key_takes_everything_along(collected: ChangeSet) -> None:
    reform(ReformKind.MOVE, [LEONBERG], [Successor("08136999", "Leonberg")], day=DAY, by=None, at=AT)

    assert now("08136999") == [("live", "2026-04-01", "")]
    assert Municipality.objects.get(ags="08136999").district_id == "08136"


def test_who_absorbs_keeps_what_is_known_of_it(collected: ChangeSet) -> None:
    reform(ReformKind.ABSORB, [LEONBERG], [Successor(SINDELFINGEN)], day=DAY, by=None, at=AT)

    assert now() == [("live", "2025-01-01", "")]
    assert now(LEONBERG) == [("live", "2025-06-01", "2026-04-01")]


def test_a_change_before_the_reform_cannot_be_undone_any_more(
    coordinator: Rights, collected: ChangeSet, refuses: Refuses
) -> None:
    merge()

    with refuses("Spätere Änderungen.*Gebietsreform 01.04.2026"):
        undo(collected.pk, rights=coordinator, at=AT)


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("merge", [SINDELFINGEN, "08115997"], [NEW], "Unbekannte Gemeindeschlüssel: 08115997"),
        ("merge", [SINDELFINGEN, LEONBERG], [Successor("08115999")], "08115999 ist nicht im Verzeichnis"),
        ("merge", [SINDELFINGEN, LEONBERG], [Successor("08999999", "Fern")], "08999999 ist nicht"),
        ("absorb", [SINDELFINGEN], [NEW], "08115999 ist nicht im Verzeichnis"),
        ("move", [SINDELFINGEN], [Successor(LEONBERG)], f"schon Angaben: {LEONBERG}"),
        ("split", [SINDELFINGEN], [NEW], "passen nicht zur Art"),
    ],
)
def test_a_refused_reform_leaves_everything_as_it_was(
    collected: ChangeSet, refuses: Refuses, kind: str, old: list[str], new: list[Successor], words: str
) -> None:
    with refuses(words):
        reform(ReformKind(kind), old, new, day=DAY, by=None, at=AT)


def test_what_the_register_let_go_waits_for_its_reform(collected: ChangeSet) -> None:
    Municipality.objects.filter(ags=LEONBERG).update(gone_on=DAY)
    assert [(place.ags, count) for place, count in waiting_for_a_reform()] == [(LEONBERG, 2)]

    reform(ReformKind.ABSORB, [LEONBERG], [Successor(SINDELFINGEN)], day=DAY, by=None, at=AT)

    assert waiting_for_a_reform() == []


def test_another_name_changes_the_name_alone(collected: ChangeSet, refuses: Refuses) -> None:
    rename_municipality(LEONBERG, "Leonberg im Beispiel", day=DAY, by=None, at=AT)

    assert Municipality.objects.get(ags=LEONBERG).name == "Leonberg im Beispiel"
    assert now(LEONBERG) == [("live", "2025-06-01", "")]
    assert JournalEntry.objects.order_by("-pk")[0].details["before"] == "Leonberg"
    with refuses("heißt schon so"):
        rename_municipality(LEONBERG, "Leonberg im Beispiel", day=DAY, by=None, at=AT)


@pytest.mark.parametrize("name", CASES)
def test_a_worked_case_comes_out_as_counted_by_hand(name: str, db: None) -> None:
    case = CASES[name]
    store_places()
    know(case)

    plan = carry_out(case)

    assert found(case) == expected(case)
    assert [{**row, "state": state_on(row)} for row in case["asked"]] == case["asked"]
    if plan is not None:
        assert (plan.ending, plan.added, plan.lost) == (case["ending"], case["added"], case["lost"])
    if case["kind"] != "absorb":
        made = Municipality.objects.filter(ags__in=case["new"].values())
        assert set(made.values_list("population", flat=True)) == {case.get("population")}


def test_every_kind_of_reform_has_a_worked_case() -> None:
    assert {case["kind"] for case in CASES.values()} == {*ReformKind, "rename"}


def test_the_command_shows_first_and_does_then(collected: ChangeSet) -> None:
    words = [
        "reform",
        "8115045",
        "08 115 028",
        "--kind",
        "merge",
        "--into",
        "08115999=Neustadt",
        "--on",
        "01.04.2026",
    ]
    run, before = CliRunner().invoke, everything()

    shown = run(application("reform"), [*words, "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert "Nichts wurde geschrieben" in shown.output
    assert everything() == before

    done = run(application("reform"), words)
    assert "Übernommen" in done.output
    assert now(NEW.ags) == [("live", "2026-04-01", "")]
    assert "Es steht nichts aus" in run(application("reform"), ["reform"]).output
