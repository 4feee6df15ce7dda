"""Runs: lines, progress, and the standing question who was forgotten."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.consultations import consult
from stellwerk.models import Dispatch, DispatchState, Grant, Notice, Post, Programme, Run, RunState
from stellwerk.queries import runs
from tests.house.cases import all_sent


@pytest.fixture
def sent(released: Run) -> Run:
    all_sent(released)
    released.refresh_from_db()
    return released


def test_lines_tell_apart_who_changes_and_are_found_by_name(released: Run) -> None:
    assert runs.line_counts(released) == {True: 32, False: 6}
    assert runs.lines(released, changes=False).count() == 6
    (line,) = runs.lines(released, q="ostalb")
    assert (line.total_added, line.added) == (Decimal("46400.00"), {"2024": "11600.00", "2025": "34800.00"})


def test_progress_counts_notices_and_circulars_but_no_questions(released: Run) -> None:
    fate = [DispatchState.SENT, DispatchState.FAILED, DispatchState.HELD_BACK, DispatchState.SENDING]
    letters = (
        Dispatch.objects.filter(letter__run=released).exclude(letter__kind="consultation").order_by("pk")
    )
    for dispatch, state in zip(letters, fate, strict=False):
        Dispatch.objects.filter(pk=dispatch.pk).update(state=state, sent_at=dispatch.created_at)

    found = runs.progress(released)

    assert (found.total, found.sent, found.failed, found.held_back, found.stopped) == (70, 1, 1, 1, 0)
    assert found.waiting == 67
    assert (found.percent, found.is_under_way) == (1, True)


def test_progress_of_a_draft_is_nothing_of_nothing(draft: Run) -> None:
    assert (runs.progress(draft).percent, runs.progress(draft).is_under_way) == (0, False)


def test_until_a_notice_is_out_its_grant_counts_as_forgotten(released: Run, auditor: Rights) -> None:
    assert runs.forgotten(auditor).count() == 32


def test_nobody_is_forgotten_when_everything_is_sent(sent: Run, auditor: Rights) -> None:
    assert sent.state == RunState.SENT
    assert list(runs.forgotten(auditor)) == []


def test_a_grant_that_came_after_the_release_is_found(
    sent: Run, programme: Programme, auditor: Rights
) -> None:
    old = Grant.objects.select_related("post").get(file_number="Beispiel-EGK-08136")
    post = Post.objects.create(
        programme=programme, employer=old.recipient, number="EGK-08136-neu", approved_share=Decimal("0.500")
    )
    new = Grant.objects.create(
        programme=programme,
        post=post,
        recipient=old.recipient,
        file_number="Beispiel-EGK-08136-neu",
        starts_on=date(2023, 6, 1),
    )
    Notice.objects.create(
        grant=new, number=0, kind="approval", issued_on=date(2024, 4, 2), period_end=date(2025, 6, 1),
        terms=programme.terms.get(number=1),
    )  # fmt: skip

    assert list(runs.forgotten(auditor)) == [new]


def test_a_grant_without_any_notice_is_found(sent: Run, programme: Programme, auditor: Rights) -> None:
    old = Grant.objects.get(file_number="Beispiel-EGK-08136")
    post = Post.objects.create(
        programme=programme, employer=old.recipient, number="EGK-neu", approved_share=Decimal(1)
    )
    new = Grant.objects.create(
        programme=programme, post=post, recipient=old.recipient, file_number="neu", starts_on=date(2024, 5, 2)
    )

    assert list(runs.forgotten(auditor)) == [new]


def test_a_notice_whose_letter_failed_is_found(released: Run, auditor: Rights) -> None:
    notice = Notice.objects.get(run=released, grant__file_number="Beispiel-EGK-08136")
    Dispatch.objects.filter(letter=notice.letter).update(state=DispatchState.FAILED)
    others = Dispatch.objects.filter(letter__run=released).exclude(letter=notice.letter)
    others.update(state=DispatchState.SENT, sent_at=released.released_at)

    assert [grant.file_number for grant in runs.forgotten(auditor)] == ["Beispiel-EGK-08136"]


def test_a_post_that_was_handed_back_is_not_missed(released: Run, auditor: Rights) -> None:
    Post.objects.filter(number="EGK-08136").update(returned_on=date(2024, 2, 29))

    assert runs.forgotten(auditor).filter(file_number="Beispiel-EGK-08136").count() == 0


def test_a_run_that_was_never_released_makes_nobody_forgotten(consulted: Run, auditor: Rights) -> None:
    Run.objects.exclude(pk=consulted.pk).filter(state=RunState.RELEASED).update(state=RunState.STOPPED)

    assert list(runs.forgotten(auditor)) == []


def test_whoever_is_no_part_of_the_authority_sees_no_run(
    released: Run, county: Rights, association: Rights, operator: Rights
) -> None:
    for rights in (county, association, operator):
        assert list(runs.runs(rights)) == []
        with pytest.raises(Http404):
            runs.run(rights, released.pk)


def test_a_run_is_overdue_once_an_answer_is(computed: Run, preparer: Rights) -> None:
    due = consult(computed.pk, rights=preparer, at=computed.computed_at)[0].due_on

    asked = runs.runs(preparer).filter(pk=computed.pk)
    assert not asked.filter(runs.is_overdue(due)).exists()
    assert asked.filter(runs.is_overdue(due + timedelta(days=1))).exists()


def test_numbers_of_runs_go_up(released: Run, programme: Programme) -> None:
    assert runs.next_number(programme.pk) == released.number + 1
    assert runs.next_number(0) == 1
