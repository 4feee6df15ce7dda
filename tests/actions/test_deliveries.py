"""Delivering: claims are leases, answers are written down once, and a sent letter is never claimed again."""

from datetime import datetime, timedelta

import pytest

from stellwerk.access import Rights
from stellwerk.actions import deliveries
from stellwerk.actions.deliveries import PAUSES, claim, give_back, record, settle
from stellwerk.actions.runs import stop_run
from stellwerk.gateways import smtp
from stellwerk.models import (
    Attempt,
    Dispatch,
    DispatchRole,
    DispatchState,
    Notice,
    Office,
    Run,
    RunState,
)
from tests.house.cases import RELEASED_AT, all_sent
from tests.house.environment import DAY

LEASE = timedelta(minutes=2)
NOW = RELEASED_AT


@pytest.fixture
def released(released_for_all: Run, db: None) -> Run:
    released_for_all.refresh_from_db()
    return released_for_all


def drawn(limit: int = 1, at: datetime = NOW) -> list[Dispatch]:
    return claim(at=at, limit=limit, lease=LEASE)


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.get(pk=dispatch.pk)


# --- claims --------------------------------------------------------------------------------------


def test_a_claim_draws_a_few_and_keeps_others_off(released: Run) -> None:
    first, second = drawn(16), drawn(16)

    assert len(first) == len(second) == 16
    assert not {one.pk for one in first} & {one.pk for one in second}
    assert {one.state for one in first} == {DispatchState.SENDING}
    assert {fresh(one).next_attempt_at for one in first} == {NOW + LEASE}
    assert len({one.claim for one in first}) == 1


def test_everything_is_drawn_once_and_then_nothing_is_due(released: Run) -> None:
    assert len(drawn(1000)) == 73
    assert drawn(1000) == []


def test_a_claim_of_a_worker_that_died_is_free_when_its_lease_ends(released: Run) -> None:
    lost = drawn(1000)

    assert drawn(1000, at=NOW + LEASE - timedelta(seconds=1)) == []
    assert {one.pk for one in drawn(1000, at=NOW + LEASE)} == {one.pk for one in lost}


def test_what_is_not_due_yet_waits(released: Run) -> None:
    Dispatch.objects.update(next_attempt_at=NOW + timedelta(seconds=1))

    assert drawn(1000) == []


@pytest.mark.parametrize("state", ["sent", "failed", "held_back", "stopped"])
def test_what_is_done_is_never_claimed(released: Run, state: str) -> None:
    Dispatch.objects.update(state=state, sent_at=NOW)

    assert drawn(1000) == []


def test_a_stopped_run_is_not_drawn_from(released: Run, releaser: Rights) -> None:
    stop_run(released.pk, rights=releaser, at=NOW, reason="Fehler")

    assert drawn(1000) == []


# --- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state", "tries", "pause", "said"),
    [
        (smtp.Accepted(250, "OK"), "sent", 1, None, "250 OK"),
        (smtp.RefusedRecipient(550, "unbekannt"), "failed", 1, None, "550 unbekannt"),
        (smtp.TryAgain(451, "später"), "waiting", 1, PAUSES[0], "451 später"),
        (smtp.TryAgain(0, "TimeoutError: aus"), "waiting", 1, PAUSES[0], "TimeoutError: aus"),
        (smtp.Uncertain(0, "abgeschnitten"), "waiting", 1, PAUSES[0], "abgeschnitten"),
        (smtp.HeldBack(0, "Sicherer Modus"), "held_back", 0, None, "Sicherer Modus"),
    ],
)
def test_each_answer_leads_to_a_state_and_is_written_down(
    released: Run, answer: smtp.Answer, state: str, tries: int, pause: timedelta | None, said: str
) -> None:
    (dispatch,) = drawn()

    assert record(dispatch, answer, at=NOW) == state

    found = fresh(dispatch)
    assert (found.state, found.attempts, found.answer, found.claim) == (state, tries, said, None)
    assert found.sent_at == (NOW if state == "sent" else None)
    assert found.next_attempt_at == (None if pause is None else NOW + pause)
    attempt = Attempt.objects.get(dispatch=dispatch)
    assert (attempt.outcome, attempt.answer, attempt.at) == (type(answer).__name__, said, NOW)


def test_the_pauses_grow_until_somebody_must_look(released: Run) -> None:
    assert list(PAUSES) == sorted(PAUSES)
    at, (dispatch,) = NOW, drawn()
    for pause in PAUSES:
        assert record(dispatch, smtp.TryAgain(451, "später"), at=at) == DispatchState.WAITING
        Dispatch.objects.exclude(pk=dispatch.pk).update(next_attempt_at=None)
        at += pause
        (dispatch,) = drawn(at=at)

    assert record(dispatch, smtp.TryAgain(451, "später"), at=at) == DispatchState.FAILED
    assert fresh(dispatch).attempts == len(PAUSES) + 1 == Attempt.objects.filter(dispatch=dispatch).count()


def test_a_worker_that_lost_its_claim_writes_nothing(released: Run) -> None:
    (slow,) = drawn()
    Dispatch.objects.exclude(pk=slow.pk).update(next_attempt_at=None)
    (taken_over,) = drawn(at=NOW + LEASE)
    assert slow.pk == taken_over.pk

    record(slow, smtp.RefusedRecipient(550, "zu spät"), at=NOW + LEASE)
    assert fresh(slow).state == DispatchState.SENDING
    record(taken_over, smtp.Accepted(250, "OK"), at=NOW + LEASE)

    assert fresh(slow).state == DispatchState.SENT
    assert Attempt.objects.filter(dispatch=slow).count() == 1


def test_what_was_not_tried_goes_back_without_counting_as_an_attempt(released: Run) -> None:
    batch = drawn(3)

    give_back(batch, at=NOW)
    give_back([], at=NOW)

    assert {(fresh(one).state, fresh(one).attempts, fresh(one).claim) for one in batch} == {
        ("waiting", 0, None)
    }
    assert len(drawn(1000)) == 73


# --- the end of a run ----------------------------------------------------------------------------


def test_a_run_is_sent_once_all_its_letters_are(released: Run) -> None:
    last = Dispatch.objects.filter(letter__kind="notice").order_by("pk")[0]
    Dispatch.objects.exclude(pk=last.pk).update(state=DispatchState.SENT, sent_at=NOW)

    settle(at=NOW)
    assert Run.objects.get(pk=released.pk).state == RunState.RELEASED
    Dispatch.objects.filter(pk=last.pk).update(state=DispatchState.SENT, sent_at=NOW)
    settle(at=NOW)

    run = Run.objects.get(pk=released.pk)
    assert (run.state, run.sent_at) == (RunState.SENT, NOW)


def test_a_question_that_did_not_arrive_does_not_keep_a_run_open(released: Run) -> None:
    asked = Dispatch.objects.filter(letter__kind="consultation").order_by("pk")[0]
    Dispatch.objects.exclude(pk=asked.pk).exclude(state="sent").update(state="sent", sent_at=NOW)
    Dispatch.objects.filter(pk=asked.pk).update(state="failed")

    settle(at=NOW)

    assert Run.objects.get(pk=released.pk).state == RunState.SENT


@pytest.mark.parametrize("state", ["failed", "held_back"])
def test_a_run_with_a_problem_is_not_sent(released: Run, state: str) -> None:
    last = Dispatch.objects.filter(letter__kind="notice").order_by("pk")[0]
    Dispatch.objects.exclude(pk=last.pk).update(state=DispatchState.SENT, sent_at=NOW)
    Dispatch.objects.filter(pk=last.pk).update(state=state)

    settle(at=NOW)

    assert Run.objects.get(pk=released.pk).state == RunState.RELEASED


def test_what_a_dead_worker_left_of_a_stopped_run_is_stopped_with_its_notice(
    released: Run, releaser: Rights
) -> None:
    batch = drawn(1000)
    stop_run(released.pk, rights=releaser, at=NOW, reason="Fehler")
    assert {fresh(one).state for one in batch} == {"sending"}

    settle(at=NOW + LEASE)

    assert {fresh(one).state for one in batch} == {"stopped"}
    assert set(Notice.objects.filter(run=released).values_list("stopped_on", flat=True)) == {DAY}


def test_a_copy_left_behind_does_not_stop_the_notice_that_went_out(released: Run, releaser: Rights) -> None:
    notice = Notice.objects.filter(run=released).order_by("pk")[0]
    to = notice.letter.dispatches.get()
    office = Office.objects.exclude(pk=to.office_id).get(key="staedtetag")
    copy = Dispatch.objects.create(
        letter=notice.letter, office=office, role=DispatchRole.COPY, address="a@amt.invalid",
        message_id="<7>", created_at=NOW, state=DispatchState.SENDING, next_attempt_at=NOW,
    )  # fmt: skip
    Dispatch.objects.filter(pk=to.pk).update(state=DispatchState.SENT, sent_at=NOW)
    stop_run(released.pk, rights=releaser, at=NOW, reason="Fehler")

    settle(at=NOW + LEASE)

    assert fresh(copy).state == DispatchState.STOPPED
    assert Notice.objects.get(pk=notice.pk).stopped_on is None


# --- the file of a letter ------------------------------------------------------------------------


class Counting:
    """A typesetter that counts; the real one is tried elsewhere."""

    def __init__(self) -> None:
        self.set: list[str] = []

    def pdf(self, document: dict[str, object], *, at: datetime) -> bytes:
        self.set.append(str(document["title"]))
        return f"%PDF {document['title']} {at}".encode()


def test_each_letter_is_set_once_however_many_recipients_it_has(released: Run) -> None:
    typesetter = Counting()
    circular = list(Dispatch.objects.filter(letter__kind="circular").order_by("pk").select_related("letter"))

    first = deliveries.attachments(circular[:20], typesetter=typesetter, at=NOW)
    second = deliveries.attachments(circular[20:], typesetter=typesetter, at=NOW)

    assert len(typesetter.set) == 1
    assert first == second


def test_a_run_in_its_last_state_is_left_alone(released: Run) -> None:
    all_sent(released)
    at = Run.objects.get(pk=released.pk).sent_at

    settle(at=NOW + timedelta(days=1))

    assert Run.objects.get(pk=released.pk).sent_at == at
