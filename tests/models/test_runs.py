"""A run: four eyes whatever way somebody takes, and what was released stays as it was."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from stellwerk.access import Rights
from stellwerk.models import Consultation, JournalEntry, Letter, Notice, Run, RunLine, RunYear

Breaks = Callable[..., None]
RUN = "UPDATE stellwerk_run SET"
RELEASED = "released_at = now(), state = 'released' WHERE id = %s"
KEEPS = "a run keeps who prepared and released it"


def test_whoever_prepared_cannot_release_by_plain_sql(computed: Run, breaks: Breaks) -> None:
    statement = f"{RUN} released_by_id = prepared_by_id, {RELEASED}"

    breaks("run_needs_four_eyes", statement, computed.pk)


def test_whoever_computed_cannot_release_by_plain_sql(
    computed: Run, releaser: Rights, breaks: Breaks
) -> None:
    release = f"{RUN} released_by_id = computed_by_id, {RELEASED}"
    with connection.cursor() as cursor:
        cursor.execute(f"{RUN} computed_by_id = %s WHERE id = %s", [releaser.person.pk, computed.pk])

    breaks("run_needs_four_eyes", release, computed.pk)


@pytest.mark.parametrize("verb", ["draft_run", "change_run", "compute_run"])
def test_whoever_ever_had_a_hand_in_it_cannot_release_by_plain_sql(
    computed: Run, releaser: Rights, breaks: Breaks, verb: str
) -> None:
    JournalEntry.objects.create(
        by=releaser.person, at=timezone.now(), verb=verb, thing="run", thing_id=computed.pk, text="Früher"
    )

    breaks("run_needs_four_eyes", f"{RUN} released_by_id = %s, {RELEASED}", releaser.person.pk, computed.pk)


def test_it_holds_even_where_an_administrator_turns_the_triggers_off(computed: Run, breaks: Breaks) -> None:
    statement = f"{RUN} released_by_id = prepared_by_id, {RELEASED}"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE stellwerk_run DISABLE TRIGGER USER")

    breaks("run_needs_four_eyes", statement, computed.pk)


def test_the_name_of_the_preparer_cannot_be_exchanged_before_the_release(
    computed: Run, releaser: Rights, breaks: Breaks
) -> None:
    breaks(KEEPS, f"{RUN} prepared_by_id = %s WHERE id = %s", releaser.person.pk, computed.pk)


@pytest.mark.parametrize(
    "change",
    [
        "prepared_by_id = released_by_id",
        "released_by_id = prepared_by_id",
        "released_by_id = NULL, released_at = NULL, state = 'consulted'",
        "computed_by_id = NULL",
        "new_end = '2025-10-01'",
        "terms_id = (SELECT max(id) FROM stellwerk_terms WHERE id <> terms_id)",
        "reason = 'Eine andere Begründung'",
        "legal_basis = 'Eine andere Grundlage'",
        "letter_date = '2024-03-11'",
        "state = 'draft'",
        "state = 'computed'",
        "state = 'consulted'",
    ],
)
def test_a_released_run_keeps_its_decision(released: Run, breaks: Breaks, change: str) -> None:
    breaks(f"{KEEPS}|run_needs_four_eyes", f"{RUN} {change} WHERE id = %s", released.pk)


def test_a_run_is_never_deleted(draft: Run, breaks: Breaks) -> None:
    breaks(KEEPS, "DELETE FROM stellwerk_run WHERE id = %s", draft.pk)


@pytest.mark.parametrize("state", ["released", "sent", "closed"])
def test_nothing_is_released_by_nobody(computed: Run, breaks: Breaks, state: str) -> None:
    breaks("run_is_released_by_somebody", f"{RUN} state = %s WHERE id = %s", state, computed.pk)


def test_a_release_without_a_time_or_a_computation_is_incomplete(
    draft: Run, releaser: Rights, breaks: Breaks
) -> None:
    by = releaser.person.pk

    breaks("run_release_is_complete", f"{RUN} released_by_id = %s WHERE id = %s", by, draft.pk)
    breaks(
        "run_release_is_complete",
        f"{RUN} released_by_id = %s, released_at = now() WHERE id = %s",
        by,
        draft.pk,
    )


@pytest.mark.parametrize("table", ["runline", "runyear"])
def test_the_result_of_a_released_run_is_kept(released: Run, breaks: Breaks, table: str) -> None:
    words = "the lines of a released run are append-only"
    column = "total_added" if table == "runline" else "added"

    breaks(words, f"UPDATE stellwerk_{table} SET {column} = 1 WHERE run_id = %s", released.pk)
    breaks(words, f"DELETE FROM stellwerk_{table} WHERE run_id = %s", released.pk)


def test_the_result_of_a_draft_may_be_computed_anew(computed: Run) -> None:
    assert RunLine.objects.filter(run=computed).delete()[0] == 38


def test_a_run_never_shortens(released: Run, stored: Callable, copy_breaks: Breaks) -> None:
    line = stored(RunLine, run=released)

    copy_breaks("run_never_shortens", line, old_end=date(2025, 7, 1), new_end=date(2025, 6, 30))


def test_each_thing_of_a_run_is_there_once(released: Run, stored: Callable, copy_breaks: Breaks) -> None:
    other_letter = stored(Letter, kind="notice")

    copy_breaks("run_line_is_unique", stored(RunLine))
    copy_breaks("run_year_is_unique", stored(RunYear))
    copy_breaks("run_number_is_unique", stored(Run))
    copy_breaks("consultation_is_unique", stored(Consultation), letter=other_letter)
    copy_breaks("notice_once_per_run", stored(Notice, run=released), number=2, letter=None)
