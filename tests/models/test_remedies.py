"""Objections and actions: what the database refuses whatever way somebody takes."""

from collections.abc import Callable

import pytest

from stellwerk.actions.remedies import decide_remedy, propose_outcome
from stellwerk.models import RemedyCase, RemedyOutcome, Run
from tests.house.cases import all_sent, person
from tests.house.opinions import FILED_AT, recorded

Breaks = Callable[..., None]
CASE = "UPDATE stellwerk_remedycase SET"


@pytest.fixture
def case(released: Run) -> RemedyCase:
    all_sent(released)
    return recorded(released)


def test_the_same_remedy_is_open_once(case: RemedyCase, copy_breaks: Breaks) -> None:
    copy_breaks("remedy_case_open_once", RemedyCase.objects.get(pk=case.pk))


def test_what_is_contested_is_something(case: RemedyCase, breaks: Breaks) -> None:
    breaks("remedy_case_contests_something", f"{CASE} contested_amount = 0 WHERE id = %s", case.pk)


def test_immediate_execution_has_a_reason_and_a_person(case: RemedyCase, breaks: Breaks) -> None:
    words = "remedy_case_immediate_order_is_complete"

    breaks(words, f"{CASE} immediate_at = now() WHERE id = %s", case.pk)
    breaks(words, f"{CASE} immediate_reason = 'eilig' WHERE id = %s", case.pk)


def test_a_case_is_decided_by_two_people_and_for_a_reason(case: RemedyCase, breaks: Breaks) -> None:
    breaks("remedy_case_proposal_is_complete", f"{CASE} outcome = 'rejected' WHERE id = %s", case.pk)
    breaks("remedy_case_decision_is_complete", f"{CASE} state = 'decided' WHERE id = %s", case.pk)
    propose_outcome(
        case.pk, rights=person("vorbereitung"), at=FILED_AT, outcome=RemedyOutcome.SETTLED, reason="Erledigt."
    )
    same = f"{CASE} state = 'decided', decided_at = now(), decided_by_id = proposed_by_id WHERE id = %s"
    breaks("remedy_case_needs_four_eyes", same, case.pk)


def test_a_decided_case_stays_as_it_is_but_for_the_end_of_its_effect(
    case: RemedyCase, breaks: Breaks
) -> None:
    values = {"outcome": RemedyOutcome.REJECTED, "reason": "Unbegründet."}
    propose_outcome(case.pk, rights=person("vorbereitung"), at=FILED_AT, **values)
    decide_remedy(case.pk, rights=person("freigabe"), at=FILED_AT)
    words = "a decided remedy is append-only"

    breaks(words, f"{CASE} reason = 'anders' WHERE id = %s", case.pk)
    breaks(words, f"{CASE} outcome = 'redressed', effect_ends_on = now() WHERE id = %s", case.pk)
    breaks("a remedy is kept", "DELETE FROM stellwerk_remedycase WHERE id = %s", case.pk)
