"""Requests for an opinion and what is said: what the database refuses whatever way somebody takes."""

from collections.abc import Callable

import pytest

from stellwerk.actions.opinion_answers import treat_point
from stellwerk.actions.opinions import withdraw_request
from stellwerk.models import Letter, OpinionFile, OpinionPoint, OpinionRequest, OpinionSubject, Treatment
from tests.house.cases import person
from tests.house.opinions import ANSWERED_AT, asked, objected, opinion

Breaks = Callable[..., None]
REQUEST = "UPDATE stellwerk_opinionrequest SET"
OPINION = "UPDATE stellwerk_opinion SET"
POINT = "UPDATE stellwerk_opinionpoint SET"


@pytest.fixture
def request_(db: None) -> OpinionRequest:
    return asked()


def test_a_body_is_asked_once_and_about_each_application_once(
    request_: OpinionRequest, copy_breaks: Breaks
) -> None:
    letter = Letter.objects.filter(opinion=None).order_by("pk")[0]

    copy_breaks("opinion_is_unique", opinion(request_), letter=letter)
    copy_breaks("opinion_subject_is_unique", OpinionSubject.objects.get())


def test_a_due_day_comes_after_the_question(
    request_: OpinionRequest, breaks: Breaks, copy_breaks: Breaks
) -> None:
    copy_breaks("opinion_has_time", OpinionRequest.objects.get(), due_on=request_.asked_on)


def test_a_withdrawal_names_who_when_and_why(request_: OpinionRequest, breaks: Breaks) -> None:
    breaks(
        "opinion_request_withdrawal_is_complete", f"{REQUEST} withdrawn_at = now() WHERE id = %s", request_.pk
    )


def test_an_answer_is_whole_or_not_there(request_: OpinionRequest, breaks: Breaks) -> None:
    one = opinion(request_)

    breaks("opinion_answer_is_complete", f"{OPINION} state = 'answered' WHERE id = %s", one.pk)
    breaks("opinion_answer_is_complete", f"{OPINION} answer = 'agreed' WHERE id = %s", one.pk)
    breaks("opinion_reminder_is_a_letter", f"{OPINION} state = 'reminded' WHERE id = %s", one.pk)


def test_an_answer_is_never_taken_away(request_: OpinionRequest, breaks: Breaks) -> None:
    one = objected(request_)
    words = "an opinion is kept"

    breaks(words, f"{OPINION} state = 'asked', answer = '' WHERE id = %s", one.pk)
    breaks(words, f"{OPINION} answered_by_id = NULL, recorded_by_id = answered_by_id WHERE id = %s", one.pk)
    breaks(words, "DELETE FROM stellwerk_opinion WHERE id = %s", one.pk)


def test_what_was_asked_stays_as_it_was_asked(request_: OpinionRequest, breaks: Breaks) -> None:
    words = "what was asked is append-only"

    breaks(words, f"{REQUEST} question = 'anders' WHERE id = %s", request_.pk)
    breaks(words, f"{REQUEST} due_on = due_on + 1 WHERE id = %s", request_.pk)
    breaks(words, "DELETE FROM stellwerk_opinionrequest WHERE id = %s", request_.pk)
    withdraw_request(request_.pk, rights=person("vorbereitung"), at=ANSWERED_AT, reason="Erledigt.")
    breaks(words, f"{REQUEST} withdrawal_reason = 'anders' WHERE id = %s", request_.pk)


def test_a_point_keeps_its_words_and_its_treatment_is_whole(
    request_: OpinionRequest, breaks: Breaks, copy_breaks: Breaks
) -> None:
    objected(request_)
    point = OpinionPoint.objects.order_by("pk")[0]
    words = "what a point says is append-only"

    breaks(words, f"{POINT} text = 'anders' WHERE id = %s", point.pk)
    breaks(words, "DELETE FROM stellwerk_opinionpoint WHERE id = %s", point.pk)
    breaks("opinion_point_treatment_is_complete", f"{POINT} treatment = 'followed' WHERE id = %s", point.pk)
    copy_breaks("opinion_point_number_is_unique", OpinionPoint.objects.get(pk=point.pk))


def test_a_point_that_was_replaced_is_left_alone(request_: OpinionRequest, breaks: Breaks) -> None:
    objected(request_)
    point = OpinionPoint.objects.order_by("pk")[0]
    values = {"treatment": Treatment.FOLLOWED, "why": "Das leuchtet ein."}
    treat_point(point.pk, rights=person("vorbereitung"), at=ANSWERED_AT, **values)
    objected(request_, points=["Ein anderer Punkt."])

    breaks("what a point says is append-only", f"{POINT} why = 'anders' WHERE id = %s", point.pk)


@pytest.mark.parametrize("table", ["opinionfile", "opinionsubject"])
def test_what_was_handed_over_is_never_changed(request_: OpinionRequest, breaks: Breaks, table: str) -> None:
    assert OpinionFile.objects.exists()

    breaks(f"stellwerk_{table} is append-only", f"UPDATE stellwerk_{table} SET id = id")
    breaks(f"stellwerk_{table} is append-only", f"DELETE FROM stellwerk_{table}")
