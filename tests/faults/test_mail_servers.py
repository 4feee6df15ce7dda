"""Mail servers that are down, slow, choosy or rude: each letter goes out once, and none waits for others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from stellwerk.actions.dispatches import repeat
from stellwerk.gateways.clock import now
from stellwerk.management.delivery import drain
from stellwerk.models import Attempt, Dispatch, DispatchState, Notice, Office, Run, RunState
from stellwerk.queries import dispatches, runs
from tests.faults.conftest import MAILS, everything_is_sent_once, time_passes
from tests.faults.postbox import (
    Choosy,
    CutsOnce,
    FullDisk,
    Greylisting,
    Postbox,
    Tired,
    free_port,
    serving,
    silent,
)
from tests.house.cases import person


@pytest.fixture
def drain_into(typeset_outbox: str, settings: Any) -> Callable[[int], int]:
    """Return a way to do one round of a worker into a server."""
    settings.DEMO_BEHIND = timedelta()  # pauses are counted from now

    def into(port: int) -> int:
        settings.SMTP_PORT = port
        return drain()

    return into


def states() -> dict[str, int]:
    return dispatches.counts(person("pruefung"))


def test_a_server_that_is_up_gets_everything_in_one_round(drain_into: Callable) -> None:
    postbox = Postbox()

    with serving(postbox) as port:
        assert drain_into(port) == MAILS
        assert drain_into(port) == 0

    everything_is_sent_once(postbox)


def test_a_server_that_is_down_costs_one_attempt_and_no_letter(drain_into: Callable) -> None:
    postbox = Postbox()

    drain_into(free_port())

    assert states() == {"waiting": MAILS}
    (tried,) = Attempt.objects.all()
    assert (tried.outcome, tried.dispatch.attempts) == ("TryAgain", 1)
    time_passes()
    with serving(postbox) as port:
        drain_into(port)
    everything_is_sent_once(postbox)


def test_a_server_that_never_says_a_word_holds_a_round_for_one_time_out(
    drain_into: Callable, settings: Any
) -> None:
    postbox, settings.SMTP_TIMEOUT_SECONDS = Postbox(), 0.2

    with silent() as port:
        drain_into(port)

    assert states() == {"waiting": MAILS}
    assert "timed out" in Attempt.objects.get().answer
    settings.SMTP_TIMEOUT_SECONDS = 5
    time_passes()
    with serving(postbox) as port:
        drain_into(port)
    everything_is_sent_once(postbox)


def test_a_server_that_sends_everybody_away_at_first_gets_everything_later(drain_into: Callable) -> None:
    postbox = Greylisting()

    with serving(postbox) as port:
        drain_into(port)
        greylisted = Attempt.objects.filter(answer__startswith="451 4.7.1 Greylisted").count()
        time_passes()
        drain_into(port)

    assert greylisted == len(postbox.seen) == 38
    everything_is_sent_once(postbox)


def test_a_full_disk_is_tried_again(drain_into: Callable) -> None:
    postbox = FullDisk()

    with serving(postbox) as port:
        for _round in range(3):
            drain_into(port)
            time_passes()

    assert Attempt.objects.filter(answer__startswith="452").count() == 20
    everything_is_sent_once(postbox)


def test_a_server_that_hangs_up_after_every_tenth_mail_gets_everything(drain_into: Callable) -> None:
    postbox = Tired()

    with serving(postbox) as port:
        for _round in range(3):
            drain_into(port)
            time_passes()

    assert Attempt.objects.filter(answer__startswith="421 4.3.2 Busy").count() == 7
    everything_is_sent_once(postbox)


def test_one_unknown_mailbox_fails_with_the_words_of_the_server_and_the_others_get_theirs(
    drain_into: Callable,
) -> None:
    postbox = Choosy("lra-08136")

    with serving(postbox) as port:
        drain_into(port)

        assert states() == {"sent": MAILS - 2, "failed": 2}
        failed = Dispatch.objects.filter(state=DispatchState.FAILED)
        assert set(failed.values_list("answer", flat=True)) == {"550 5.1.1 No such mailbox"}
        assert Run.objects.get().state == RunState.RELEASED
        (forgotten,) = runs.forgotten(person("pruefung"))
        assert forgotten.recipient.name == "Landratsamt Ostalbkreis"

        Office.objects.filter(key="LRA-08136").update(email="neu@ostalb.invalid")
        for dispatch in failed.order_by("pk"):
            repeat(dispatch.pk, rights=person("vorbereitung"), at=now())
        drain_into(port)

    everything_is_sent_once(postbox)


@pytest.mark.parametrize(("number", "keeps"), [(1, True), (36, False), (MAILS, True), (MAILS, False)])
def test_a_cut_after_the_content_is_repeated_under_the_same_id(
    drain_into: Callable, number: int, keeps: bool
) -> None:
    postbox = CutsOnce(number, keeps=keeps)

    with serving(postbox) as port:
        drain_into(port)
        (cut,) = Attempt.objects.exclude(outcome="Accepted")
        assert (cut.outcome, cut.dispatch.state) == ("Uncertain", DispatchState.WAITING)
        time_passes()
        drain_into(port)

    everything_is_sent_once(postbox, repeats=int(keeps))
    assert postbox.repeats == int(keeps)


def test_safe_mode_lets_nothing_out_for_addresses_that_are_not_on_the_list(
    drain_into: Callable, settings: Any
) -> None:
    postbox, settings.MAIL_ALLOWED = Postbox(), ["im.stellwerk.invalid"]

    drain_into(free_port())  # not even a connection is tried: there is no server

    assert states() == {"held_back": MAILS}
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"HeldBack"}
    assert not Notice.objects.exclude(stopped_on=None).exists()

    settings.MAIL_ALLOWED = [".invalid"]
    for dispatch in Dispatch.objects.order_by("pk"):
        repeat(dispatch.pk, rights=person("freigabe"), at=now())
    with serving(postbox) as port:
        drain_into(port)
    everything_is_sent_once(postbox)
