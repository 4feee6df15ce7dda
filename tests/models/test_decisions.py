"""Rounds of decisions: other eyes whatever way somebody takes, and what was released stays as it was."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from stellwerk.models import Decision, DecisionRound, JournalEntry, RoundYear, Variant
from tests.house.cases import person
from tests.house.decisions import all_told, computed, drafted, proposed, ready, released, two_ready, varied

Breaks = Callable[..., None]
ROUND = "UPDATE stellwerk_decisionround SET"
DECISION = "UPDATE stellwerk_decision SET"
RELEASED = "released_at = now(), state = 'released' WHERE id = %s"
KEEPS = "a round keeps who prepared and released it"
STAYS = "the decisions of a released round are append-only"


def test_whoever_prepared_or_computed_cannot_release_by_plain_sql(db: None, breaks: Breaks) -> None:
    made = computed()

    for name in ("prepared_by_id", "computed_by_id"):
        breaks("decision_round_needs_four_eyes", f"{ROUND} released_by_id = {name}, {RELEASED}", made.pk)


@pytest.mark.parametrize("verb", ["draft_round", "propose_decisions", "take_variant", "compute_round"])
def test_whoever_ever_had_a_hand_in_it_cannot_sign_by_plain_sql(db: None, breaks: Breaks, verb: str) -> None:
    made, by = computed(), person("freigabe").person
    values = {"thing": "decisionround", "thing_id": made.pk, "text": "Früher"}
    JournalEntry.objects.create(by=by, at=timezone.now(), verb=verb, **values)

    breaks("decision_round_needs_four_eyes", f"{ROUND} released_by_id = %s, {RELEASED}", by.pk, made.pk)
    breaks("decision_round_needs_four_eyes", f"{ROUND} third_by_id = %s WHERE id = %s", by.pk, made.pk)


def test_it_holds_even_where_an_administrator_turns_the_triggers_off(db: None, breaks: Breaks) -> None:
    made, by = computed(), person("freigabe").person.pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE stellwerk_decisionround DISABLE TRIGGER USER")

    own = f"{ROUND} released_by_id = prepared_by_id, {RELEASED}"
    breaks("decision_round_needs_four_eyes", own, made.pk)
    for_the_preparer = f"{ROUND} released_by_id = %s, released_for_id = prepared_by_id, {RELEASED}"
    breaks("decision_round_substitution_keeps_four_eyes", for_the_preparer, by, made.pk)
    third = f"{ROUND} third_by_id = computed_by_id, third_at = now() WHERE id = %s"
    breaks("decision_round_third_is_another", third, made.pk)


def test_whoever_countersigned_does_not_release_by_plain_sql(db: None, breaks: Breaks) -> None:
    made, by = computed(), person("freigabe").person.pk
    both = f"{ROUND} third_by_id = %s, released_by_id = %s, {RELEASED}"

    breaks("decision_round_needs_four_eyes", both, by, by, made.pk)


def test_a_threshold_that_is_reached_wants_its_third_pair(db: None, breaks: Breaks) -> None:
    made, by = computed(), person("freigabe").person.pk
    statement = f"{ROUND} needs_third = true, released_by_id = %s, {RELEASED}"

    breaks("decision_round_has_its_third_pair", statement, by, made.pk)


def test_nothing_is_released_by_nobody_or_without_a_time(db: None, breaks: Breaks) -> None:
    made, by = proposed(), person("freigabe").person.pk

    breaks("decision_round_is_released_by_somebody", f"{ROUND} state = 'released' WHERE id = %s", made.pk)
    breaks("decision_round_release_is_complete", f"{ROUND} released_by_id = %s WHERE id = %s", by, made.pk)
    breaks("decision_round_release_is_complete", f"{ROUND} released_by_id = %s, {RELEASED}", by, made.pk)


@pytest.mark.parametrize(
    "change",
    [
        "prepared_by_id = released_by_id",
        "computed_by_id = NULL",
        "released_by_id = NULL, released_at = NULL, state = 'computed'",
        "legal_basis = 'Eine andere Grundlage'",
        "letter_date = '2024-03-11'",
        "needs_third = true",
        "state = 'draft'",
    ],
)
def test_a_released_round_keeps_its_decision(db: None, breaks: Breaks, change: str) -> None:
    words = f"{KEEPS}|decision_round_needs_four_eyes"

    breaks(words, f"{ROUND} {change} WHERE id = %s", released(ready()).pk)


def test_a_round_is_never_deleted(db: None, breaks: Breaks) -> None:
    made = drafted(ready())
    Decision.objects.filter(round=made).delete()

    breaks(KEEPS, "DELETE FROM stellwerk_decisionround WHERE id = %s", made.pk)


def test_the_record_of_a_released_round_is_never_changed(
    db: None, breaks: Breaks, copy_breaks: Breaks
) -> None:
    made = released(ready())

    breaks(STAYS, f"{DECISION} decided = 1 WHERE round_id = %s", made.pk)
    breaks(STAYS, f"{DECISION} reason = 'Anders' WHERE round_id = %s", made.pk)
    breaks(STAYS, f"{DECISION} is_live = false, decided = 1 WHERE round_id = %s", made.pk)
    breaks(STAYS, "DELETE FROM stellwerk_decision WHERE round_id = %s", made.pk)
    copy_breaks(STAYS, Decision.objects.get(round=made), is_live=False)
    words = "the years of a released round are append-only"
    breaks(words, "UPDATE stellwerk_roundyear SET decided = 1 WHERE round_id = %s", made.pk)
    breaks(words, "DELETE FROM stellwerk_roundyear WHERE round_id = %s", made.pk)


def test_a_decision_that_was_sent_counts_for_good(db: None, breaks: Breaks) -> None:
    made = released(ready())
    all_told(made)

    breaks(STAYS, f"{DECISION} is_live = false WHERE round_id = %s", made.pk)


def test_a_decision_is_complete_or_is_none(db: None, breaks: Breaks) -> None:
    made = drafted(ready())
    one = f"round_id = {made.pk}"

    breaks("decision_refusal_has_a_reason", f"{DECISION} outcome = 'refuse' WHERE {one}")
    breaks("decision_approval_is_complete", f"{DECISION} outcome = 'approve', asked = NULL WHERE {one}")
    less = (
        f"{DECISION} outcome = 'approve', decided = 1, share = 1, starts_on = '2024-07-01', "
        f"ends_on = '2025-07-01' WHERE {one}"
    )
    breaks("decision_less_has_a_reason", less)
    nothing = f"{DECISION} outcome = 'refuse', reason = 'x', decided = 1 WHERE {one}"
    breaks("decision_refusal_grants_nothing", nothing)
    breaks("decision_share_is_a_share", f"{DECISION} share = 1.5 WHERE {one}")
    ends = f"{DECISION} starts_on = '2024-07-01', ends_on = '2024-07-01' WHERE {one}"
    breaks("decision_ends_after_start", ends)


def test_each_thing_of_a_round_is_there_once(db: None, copy_breaks: Breaks) -> None:
    first, second = two_ready()
    made, other = computed(first), drafted(second)
    variant = varied(other)

    copy_breaks("decision_once_per_round", Decision.objects.get(round=made), is_live=False)
    copy_breaks("decision_only_one_counts", Decision.objects.get(round=made), round_id=other.pk)
    copy_breaks("round_year_is_unique", RoundYear.objects.filter(round=made).order_by("pk")[0])
    copy_breaks("decision_round_number_is_unique", DecisionRound.objects.get(pk=made.pk))
    copy_breaks("variant_name_is_unique", Variant.objects.get(pk=variant.pk))
