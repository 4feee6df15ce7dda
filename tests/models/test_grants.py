"""Notices and tranches: numbered, released by a second person, and kept; only a stop is added, once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from stellwerk.models import Dispatch, DispatchRole, DispatchState, Notice, Office, Run, Tranche

Breaks = Callable[..., None]
STOP = "UPDATE stellwerk_notice SET stopped_on = '2024-03-08' WHERE id = %s"


def stop(notice: Notice) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STOP, [notice.pk])


def sent(dispatch: Dispatch) -> None:
    Dispatch.objects.filter(pk=dispatch.pk).update(state=DispatchState.SENT, sent_at=dispatch.created_at)


@pytest.fixture
def notice(released: Run) -> Notice:
    return Notice.objects.filter(run=released).order_by("pk")[0]


@pytest.mark.parametrize(
    "change",
    [
        "period_end = '2030-01-01'",
        "number = 9",
        "released_by_id = prepared_by_id",
        "prepared_by_id = NULL",
        "issued_on = '2024-03-11'",
        "working = '[]'",
        "stopped_on = '2024-03-08', period_end = '2030-01-01'",
    ],
)
def test_a_notice_never_changes(notice: Notice, breaks: Breaks, change: str) -> None:
    breaks(
        "append-only|notice_needs_four_eyes", f"UPDATE stellwerk_notice SET {change} WHERE id = %s", notice.pk
    )


def test_a_notice_is_never_deleted(notice: Notice, breaks: Breaks) -> None:
    breaks("append-only", "DELETE FROM stellwerk_notice WHERE id = %s", notice.pk)


def test_a_notice_is_stopped_once_and_for_good(notice: Notice, breaks: Breaks) -> None:
    stop(notice)

    breaks("append-only", STOP, notice.pk)
    breaks("append-only", "UPDATE stellwerk_notice SET stopped_on = NULL WHERE id = %s", notice.pk)


def test_a_notice_that_reached_its_recipient_cannot_be_stopped(notice: Notice, breaks: Breaks) -> None:
    sent(notice.letter.dispatches.get())

    breaks("append-only", STOP, notice.pk)


def test_a_copy_for_others_does_not_announce_a_notice(notice: Notice) -> None:
    """§ 43 LVwVfG: it takes effect for the one to whom it is announced."""
    to = notice.letter.dispatches.get()
    copy = Dispatch.objects.create(
        letter=notice.letter,
        office=Office.objects.get(key="staedtetag"),
        role=DispatchRole.COPY,
        address="poststelle@staedtetag.stellwerk.invalid",
        message_id="<nachrichtlich@stellwerk.invalid>",
        created_at=to.created_at,
    )
    sent(copy)

    stop(notice)

    notice.refresh_from_db()
    assert notice.stopped_on == date(2024, 3, 8)


def test_nobody_signs_a_notice_of_their_own(notice: Notice, copy_breaks: Breaks) -> None:
    changes = {"number": 2, "run": None, "letter": None, "released_by": notice.prepared_by}

    copy_breaks("notice_needs_four_eyes", notice, **changes)


@pytest.mark.parametrize(("kind", "number"), [("approval", 1), ("contract", 1), ("amendment", 0)])
def test_only_the_approval_has_number_nought(
    notice: Notice, copy_breaks: Breaks, kind: str, number: int
) -> None:
    copy_breaks("notice_number_fits_kind", notice, kind=kind, number=number)


def test_a_number_is_given_once(stored: Callable, copy_breaks: Breaks) -> None:
    copy_breaks("notice_number_is_unique", stored(Notice))
    copy_breaks("tranche_year_is_unique", stored(Tranche))
