"""Pressing twice, one after the other or at once: nothing is done a second time."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from stellwerk.actions.consultations import consult
from stellwerk.actions.deliveries import claim
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import compute_run, draft_run, stop_run
from stellwerk.law.working import Refused
from stellwerk.management.delivery import LEASE
from stellwerk.models import Dispatch, JournalEntry, Letter, Notice, Programme, Run, RunLine, RunState
from tests.house.cases import ASKED_AT, LAST_DAY, RELEASED_AT, agreed, drafted, person
from tests.house.environment import DAY


def at_once(*verbs: Callable[[], object]) -> Counter[str]:
    """Do all of this at the same moment, each on a connection of its own; return what came of it."""
    outcomes: list[str] = []
    start = Barrier(len(verbs))

    def press(verb: Callable[[], object]) -> None:
        start.wait()
        try:
            verb()
            outcomes.append("done")
        except Refused as no:
            outcomes.append(no.sentence())
        finally:
            connection.close()

    threads = [Thread(target=press, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return Counter(outcomes)


@pytest.fixture
def draft(own_database: str) -> Run:
    return drafted(Programme.objects.get())


@pytest.fixture
def computed(draft: Run) -> Run:
    return compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT)


def test_two_who_draft_at_once_get_two_numbers(draft: Run) -> None:
    programme, rights = draft.programme, person("vorbereitung")
    wording = {"title": "Fortführung", "legal_basis": "§ 23 LHO", "reason": "Weiter"}
    values = {"last_day": LAST_DAY, "terms": draft.terms, "letter_date": DAY, "at": ASKED_AT} | wording

    outcomes = at_once(*[lambda: draft_run(programme, rights=rights, **values)] * 3)

    assert outcomes == {"done": 3}
    assert sorted(Run.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_computing_at_once_leaves_one_result(draft: Run) -> None:
    rights = person("vorbereitung")

    outcomes = at_once(*[lambda: compute_run(draft.pk, rights=rights, at=ASKED_AT)] * 3)

    assert outcomes == {"done": 3}
    assert RunLine.objects.count() == 38


def test_asking_at_once_asks_once(computed: Run) -> None:
    rights = person("vorbereitung")

    outcomes = at_once(*[lambda: consult(computed.pk, rights=rights, at=ASKED_AT)] * 3)

    assert outcomes == {"done": 1, "Die Verbände wurden schon um Stellungnahme gebeten.": 2}
    assert Letter.objects.count() == Dispatch.objects.count() == 3


def test_releasing_at_once_makes_one_set_of_letters(computed: Run) -> None:
    run, rights = agreed(computed), person("freigabe")

    outcomes = at_once(*[lambda: release_run(run.pk, rights=rights, at=RELEASED_AT)] * 3)

    assert outcomes["done"] == 1
    assert sum(count for sentence, count in outcomes.items() if "„freigegeben“" in sentence) == 2
    assert Notice.objects.filter(run=run).count() == 32
    assert Letter.objects.filter(run=run).exclude(kind="consultation").count() == 33
    assert JournalEntry.objects.filter(verb="release_run").count() == 1


def test_releasing_and_stopping_at_once_leaves_a_whole_decision(computed: Run) -> None:
    run, releaser, preparer = agreed(computed), person("freigabe"), person("vorbereitung")

    at_once(
        lambda: release_run(run.pk, rights=releaser, at=RELEASED_AT),
        lambda: stop_run(run.pk, rights=preparer, at=RELEASED_AT, reason="Halt"),
    )

    assert Run.objects.get(pk=run.pk).state == RunState.STOPPED
    assert not Notice.objects.filter(run=run, stopped_on=None).exists()
    assert set(Dispatch.objects.filter(letter__run=run).values_list("state", flat=True)) <= {"stopped"}


def test_workers_that_draw_at_once_never_draw_the_same(computed: Run) -> None:
    run = release_run(agreed(computed).pk, rights=person("freigabe"), at=RELEASED_AT)
    drawn: list[int] = []

    def draw() -> None:
        while batch := claim(at=RELEASED_AT, limit=4, lease=LEASE):
            drawn.extend(one.pk for one in batch)

    assert at_once(draw, draw, draw) == {"done": 3}

    assert len(drawn) == len(set(drawn)) == Dispatch.objects.filter(letter__run=run).count() == 73
