"""What waits for whom: each role sees its own next step, with a way to it."""

from datetime import date

from django.urls import reverse

from stellwerk.access import Rights
from stellwerk.actions.consultations import consult
from stellwerk.models import Dispatch, DispatchState, Run, RunState
from stellwerk.queries.worklist import waiting_for
from tests.house.cases import ASKED_AT, all_sent
from tests.house.environment import DAY


def names(rights: Rights, today: date = DAY) -> list[str]:
    """Return where each line leads; what runs out is asked for on its own."""
    return [item.url_name for item in waiting_for(rights, today=today) if item.url_name != "grants"]


def test_a_draft_waits_for_whoever_prepares(
    draft: Run, preparer: Rights, releaser: Rights, auditor: Rights
) -> None:
    assert names(preparer) == ["run"]
    assert names(releaser) == names(auditor) == []


def test_an_agreed_run_waits_for_whoever_releases(consulted: Run, preparer: Rights, releaser: Rights) -> None:
    (item,) = waiting_for(releaser, today=DAY)

    assert (item.url_name, item.url_args, item.is_urgent) == ("run", (consulted.pk,), True)
    assert names(preparer) == []


def test_nobody_is_asked_to_release_what_they_prepared(consulted: Run, releaser: Rights) -> None:
    own = Rights(consulted.computed_by, releaser.held)

    assert names(own) == []


def test_a_question_waits_for_the_association_until_it_answers_and_gets_urgent(
    computed: Run, preparer: Rights, association: Rights
) -> None:
    due = consult(computed.pk, rights=preparer, at=ASKED_AT)[0].due_on

    (item,) = waiting_for(association, today=due)

    assert (item.url_name, item.is_urgent) == ("consultation", False)
    assert due == date(2024, 2, 26)
    (late,) = waiting_for(association, today=date(2024, 2, 27))
    assert late.is_urgent
    run = next(item for item in waiting_for(preparer, today=date(2024, 2, 27)) if item.url_name == "run")
    assert run.is_urgent


def test_what_did_not_arrive_waits_for_both_who_may_repeat_it(
    released: Run, preparer: Rights, releaser: Rights
) -> None:
    all_but_one = Dispatch.objects.filter(letter__run=released).order_by("pk")[1:]
    for dispatch in all_but_one:
        Dispatch.objects.filter(pk=dispatch.pk).update(state=DispatchState.SENT, sent_at=ASKED_AT)
    Dispatch.objects.exclude(state=DispatchState.SENT).update(state=DispatchState.FAILED)

    assert names(preparer) == names(releaser) == ["dispatch_problems"]


def test_a_sent_run_waits_for_its_end_and_letters_wait_for_their_readers(
    released: Run, preparer: Rights, county: Rights
) -> None:
    assert names(county) == []

    all_sent(released)

    assert Run.objects.get(pk=released.pk).state == RunState.SENT
    assert names(preparer) == ["run"]
    assert names(county) == ["letter", "letter"]


def test_every_line_leads_to_a_page(released: Run, preparer: Rights, county: Rights) -> None:
    all_sent(released)
    items = waiting_for(preparer, today=DAY) + waiting_for(county, today=DAY)

    assert all(reverse(item.url_name, args=item.url_args).startswith("/") for item in items)


def test_what_runs_out_within_half_a_year_waits_for_whoever_prepares(
    released: Run, preparer: Rights, releaser: Rights
) -> None:
    assert released.new_end == date(2025, 7, 1)
    too_early = [
        item for item in waiting_for(preparer, today=date(2024, 12, 31)) if item.url_name == "grants"
    ]
    ending = [item for item in waiting_for(preparer, today=date(2025, 1, 1)) if item.url_name == "grants"]

    assert too_early == []
    assert [(item.query, item.count) for item in ending] == [({"endet_bis": "2025-06-30"}, 33)]
    assert all(item.url_name != "grants" for item in waiting_for(releaser, today=date(2025, 1, 1)))
