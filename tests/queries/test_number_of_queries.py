"""No question asks the database more often when there are twice as many rows."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellwerk.access import Rights
from stellwerk.models import Grant, Programme, Run
from stellwerk.queries import (
    consultations,
    continuations,
    dispatches,
    grants,
    letters,
    programmes,
    runs,
    states,
    worklist,
)
from tests.house.cases import drafted, person
from tests.house.environment import DAY

Question = Callable[[Rights, Run], Iterable[Any]]
QUESTIONS: dict[str, Question] = {
    "grants": lambda by, run: [
        (g.recipient.name, g.post.number, g.programme.name) for g in grants.grants(by, on=DAY)
    ],
    "lines": lambda by, run: [
        (line.grant.recipient.name, line.grant.file_number) for line in runs.lines(run)
    ],
    "runs": lambda by, run: [(r.programme.name, r.prepared_by.name) for r in runs.runs(by)],
    "progress": lambda by, run: [runs.progress(run)],
    "ledger": lambda by, run: [
        (
            d.office.name,
            d.letter.subject,
            d.letter.released_by.name,
            d.letter.run_id,
            hasattr(d.letter, "file"),
        )
        for d in dispatches.ledger(by)
    ],
    "counts": lambda by, run: dispatches.counts(by).items(),
    "forgotten": lambda by, run: [(g.recipient.name, g.programme.name) for g in runs.forgotten(by)],
    "tiles": lambda by, run: programmes.tiles(run.programme, on=DAY),
    "budget": lambda by, run: programmes.budget(run.programme, run=run),
    "programmes": lambda by, run: [(p.name, p.authority.name) for p in programmes.programmes(by)],
    "states": lambda by, run: states.granted_states(states.running_grants(run.programme)),
    "what if": lambda by, run: [continuations.what_if(run, new_end=date(2025, 9, 1))],
    "letters": lambda by, run: [
        (e.subject, e.addressee and e.addressee.name, e.grant and e.grant.recipient.name)
        for e in letters.letters(by)
    ],
    "consultations": lambda by, run: [(c.office.name, c.run.programme.name) for c in consultations.asked(by)],
    "worklist": lambda by, run: worklist.waiting_for(by, today=DAY),
    "as amended": lambda by, run: grants.as_amended(Grant.objects.order_by("pk")[0], on=DAY),
}


def asked(question: Question, run: Run) -> tuple[int, int]:
    """Return how many rows came, and how many queries they took."""
    by = person("vorbereitung")
    run = Run.objects.select_related("programme", "terms").get(pk=run.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rows = len(list(question(by, run)))
    return rows, len(queries)


def test_twice_as_many_grants_take_the_same_number_of_queries(released: Run, double: Callable) -> None:
    before = {name: asked(question, released) for name, question in QUESTIONS.items()}

    double()

    after = {name: asked(question, released) for name, question in QUESTIONS.items()}
    assert {name: queries for name, (_rows, queries) in after.items()} == {
        name: queries for name, (_rows, queries) in before.items()
    }
    for name in ("grants", "lines", "states", "forgotten"):
        assert after[name][0] == 2 * before[name][0] > 60
    assert after["ledger"][0] == before["ledger"][0] + 32


def test_twice_as_many_runs_take_the_same_number_of_queries(released: Run, programme: Programme) -> None:
    names = ("runs", "worklist", "programmes", "forgotten")
    drafted(programme)
    before = {name: asked(QUESTIONS[name], released)[1] for name in names}

    for _ in range(3):
        Run.objects.filter(pk=drafted(programme).pk).update(state="computed")

    assert {name: asked(QUESTIONS[name], released)[1] for name in names} == before
