"""The ledger: what went to whom, for whoever may see it."""

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.models import Dispatch, DispatchState, Run
from stellwerk.queries import dispatches
from tests.house.cases import all_sent


def fail(word: str) -> Dispatch:
    dispatch = Dispatch.objects.get(letter__kind="notice", office__name__icontains=word)
    Dispatch.objects.filter(pk=dispatch.pk).update(state=DispatchState.FAILED, answer="550 unbekannt")
    return dispatch


def test_the_ledger_is_found_by_state_run_and_word(released: Run, auditor: Rights) -> None:
    failed = fail("Ostalb")

    assert dispatches.ledger(auditor).count() == 73
    assert dispatches.ledger(auditor, run_id=released.pk).count() == 73
    assert dispatches.ledger(auditor, run_id=0).count() == 0
    assert list(dispatches.ledger(auditor, state="failed")) == [failed]
    assert dispatches.ledger(auditor, q="ostalb").count() == 2
    assert dispatches.ledger(auditor, q="Änderungsbescheid").count() == 32
    assert dispatches.ledger(auditor, q="lra-08136").count() == 2


def test_the_ledger_begins_with_the_newest_and_never_loads_a_document(released: Run, auditor: Rights) -> None:
    rows = list(dispatches.ledger(auditor))

    assert [row.pk for row in rows] == sorted((row.pk for row in rows), reverse=True)
    assert "document" not in rows[0].letter.__dict__


def test_problems_are_what_failed_or_is_held_back(released: Run, preparer: Rights) -> None:
    failed = fail("Ostalb")
    held = Dispatch.objects.filter(letter__kind="circular").order_by("pk")[0]
    Dispatch.objects.filter(pk=held.pk).update(state=DispatchState.HELD_BACK)

    assert set(dispatches.problems(preparer)) == {failed, held}
    assert dispatches.counts(preparer) == {"waiting": 71, "failed": 1, "held_back": 1}
    assert dispatches.counts(preparer, run_id=0) == {}


def test_a_county_sees_what_was_sent_to_it_and_nothing_else(released: Run, county: Rights) -> None:
    assert not dispatches.ledger(county).exists()

    all_sent(released)

    assert {d.office.key for d in dispatches.ledger(county)} == {"LRA-08136"}
    assert {d.letter.kind for d in dispatches.ledger(county)} == {"notice", "circular"}


def test_a_foreign_dispatch_is_not_there(released: Run, county: Rights) -> None:
    all_sent(released)
    foreign = Dispatch.objects.filter(office__name__icontains="Calw").order_by("pk")[0]

    with pytest.raises(Http404):
        dispatches.dispatch(county, foreign.pk)
