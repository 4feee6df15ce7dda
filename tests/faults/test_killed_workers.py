"""Workers killed at any point: the next one takes over, nothing is lost, a repeat is recognisable."""

import random
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
import pytest

from stellwerk.models import Dispatch, LetterFile
from tests.faults.conftest import (
    MAILS,
    Worker,
    eventually,
    everything_is_sent_once,
    is_done,
    settings_of,
    time_passes,
)
from tests.faults.postbox import Postbox, serving
from tests.house.databases import address_of
from tests.house.environment import REPOSITORY

Ready = Callable[..., list[Worker]]
MOMENTS = {
    # moment: how often a mail comes again when a worker dies there
    "as_the_recipient_is_named": 0,
    "as_the_content_arrives": 1,
    "right_after_the_answer": 1,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_killed_in_the_middle_of_a_mail(typeset_outbox: str, workers: Ready, moment: str) -> None:
    postbox, kills = Postbox(), [1, 40]

    with serving(postbox) as port:
        line = workers(len(kills) + 1, database=typeset_outbox, smtp_port=port)
        for worker, fatal in zip(line, [*kills, 0], strict=True):
            setattr(
                postbox, moment, lambda count, worker=worker, fatal=fatal: count == fatal and worker.kill()
            )
            worker.go()
            if fatal:
                eventually(lambda worker=worker: not worker.lives, "the end of a worker")
                time_passes()
        eventually(is_done, "the end of the run")

    everything_is_sent_once(postbox, repeats=len(kills) * MOMENTS[moment])


def test_a_worker_killed_while_it_sets_letters(outbox: str, workers: Ready) -> None:
    postbox = Postbox()

    with serving(postbox) as port:
        first, second = workers(2, database=outbox, smtp_port=port)
        first.go()
        eventually(lambda: Dispatch.objects.filter(state="sending").exists(), "a claim")
        first.kill()
        assert (postbox.mails, LetterFile.objects.count()) == ([], 0)

        time_passes()
        second.go()
        eventually(is_done, "the end of the run")

    everything_is_sent_once(postbox)


def test_workers_killed_at_any_time(typeset_outbox: str, workers: Ready) -> None:
    postbox, chance = Postbox(), random.Random(8)

    with serving(postbox) as port:
        line = workers(5, database=typeset_outbox, smtp_port=port)
        for worker in line[:-1]:
            worker.go()
            time.sleep(chance.uniform(0.02, 0.4))
            worker.kill()
            worker.process.wait()
            time_passes()
        line[-1].go()
        eventually(is_done, "the end of the run")

    everything_is_sent_once(postbox, repeats=4)


def test_a_lease_runs_out_by_itself_and_the_other_worker_goes_on(typeset_outbox: str, workers: Ready) -> None:
    postbox = Postbox()

    with serving(postbox) as port:
        first, second = workers(2, database=typeset_outbox, smtp_port=port, STELLWERK_LEASE_SECONDS="3")
        postbox.as_the_content_arrives = lambda count: count == 7 and first.kill()
        first.go()
        eventually(lambda: not first.lives, "the end of the first worker")
        second.go()
        eventually(is_done, "the end of the run")

    everything_is_sent_once(postbox, repeats=1)


def test_two_workers_at_once_send_nothing_twice(outbox: str) -> None:
    """These are the real ones, rung by the jobs that the release left in the queue."""
    postbox = Postbox()

    with serving(postbox) as port:
        command = [sys.executable, "-m", "stellwerk", "worker"]
        environment = settings_of(outbox, port)
        both = [subprocess.Popen(command, cwd=REPOSITORY, env=environment) for _ in range(2)]
        try:
            eventually(is_done, "the end of the run")
        finally:
            for worker in both:
                worker.terminate()
            ends = [worker.wait(timeout=15) for worker in both]

    everything_is_sent_once(postbox)
    assert len(postbox.mails) == MAILS
    assert ends == [0, 0]
    with psycopg.connect(address_of(outbox)) as line:
        (left,) = line.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'").fetchone()
        assert left == 0
