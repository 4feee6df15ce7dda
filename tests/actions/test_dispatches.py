"""Trying a letter again: whoever may, at the present address, and only what waits for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from stellwerk.access import Rights
from stellwerk.actions.deliveries import claim
from stellwerk.actions.dispatches import repeat
from stellwerk.actions.runs import stop_run
from stellwerk.models import Dispatch, DispatchState, Office, Run
from tests.house.cases import RELEASED_AT

Refuses = Callable[..., object]


@pytest.fixture
def released(released_for_all: Run, db: None) -> Run:
    released_for_all.refresh_from_db()
    return released_for_all


@pytest.fixture
def failed(released: Run) -> Dispatch:
    dispatch = Dispatch.objects.filter(letter__kind="notice").order_by("pk")[0]
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state=DispatchState.FAILED, attempts=8, next_attempt_at=None, answer="550 unbekannt"
    )
    return Dispatch.objects.get(pk=dispatch.pk)


@pytest.mark.parametrize("name", ["vorbereitung", "freigabe"])
def test_a_failed_letter_is_tried_again_at_the_present_address(
    failed: Dispatch, everybody: dict[str, Rights], verbs: Callable[[], list[str]], name: str
) -> None:
    Office.objects.filter(pk=failed.office_id).update(email="neu@amt.invalid")

    dispatch = repeat(failed.pk, rights=everybody[name], at=RELEASED_AT)

    found = Dispatch.objects.get(pk=dispatch.pk)
    assert (found.state, found.attempts, found.address) == ("waiting", 0, "neu@amt.invalid")
    assert found.message_id == failed.message_id
    assert verbs()[-1] == "repeat_dispatch"
    assert failed.pk in {one.pk for one in claim(at=RELEASED_AT, limit=1000, lease=timedelta(minutes=2))}


def test_a_letter_is_not_tried_again_without_an_address(
    failed: Dispatch, preparer: Rights, refuses: Refuses
) -> None:
    Office.objects.filter(pk=failed.office_id).update(email="")

    with refuses("ist keine gültige E-Mail-Adresse hinterlegt"):
        repeat(failed.pk, rights=preparer, at=RELEASED_AT)


def test_pressing_again_twice_is_refused(failed: Dispatch, preparer: Rights, refuses: Refuses) -> None:
    repeat(failed.pk, rights=preparer, at=RELEASED_AT)

    with refuses("wartet nicht auf einen neuen Versuch"):
        repeat(failed.pk, rights=preparer, at=RELEASED_AT)


def test_what_is_sent_or_stopped_is_not_tried_again(
    failed: Dispatch, released: Run, releaser: Rights, refuses: Refuses
) -> None:
    other = Dispatch.objects.exclude(pk=failed.pk).filter(letter__kind="notice").order_by("pk")[0]
    Dispatch.objects.filter(pk=other.pk).update(state=DispatchState.SENT, sent_at=RELEASED_AT)
    with refuses("wartet nicht auf einen neuen Versuch"):
        repeat(other.pk, rights=releaser, at=RELEASED_AT)
    stop_run(released.pk, rights=releaser, at=RELEASED_AT, reason="Fehler")

    with refuses("wartet nicht auf einen neuen Versuch"):
        repeat(failed.pk, rights=releaser, at=RELEASED_AT)


@pytest.mark.parametrize("name", ["landkreis", "verband", "pruefung", "betrieb"])
def test_nobody_else_tries_again(
    failed: Dispatch, everybody: dict[str, Rights], forbids: Refuses, name: str
) -> None:
    with forbids():
        repeat(failed.pk, rights=everybody[name], at=RELEASED_AT)
