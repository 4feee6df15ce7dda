"""Who sees which objection, what can be contested, and what is held up."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from stellwerk.models import Letter, RemedyKind, Run
from stellwerk.queries import remedies as ask
from tests.house.cases import all_sent, person
from tests.house.opinions import notice_letter, recorded

DAY = date(2024, 4, 15)


@pytest.fixture
def sent(released: Run) -> Run:
    all_sent(released)
    return released


def test_a_county_sees_its_own_case_and_no_other(sent: Run) -> None:
    case = recorded(sent)

    assert [one.pk for one in ask.remedies(person("landkreis"))] == [case.pk]
    assert [one.pk for one in ask.remedies(person("pruefung"))] == [case.pk]
    assert not ask.remedies(person("landkreis.boeblingen")).exists()
    assert not ask.remedies(person("verband")).exists()
    with pytest.raises(Http404):
        ask.remedy_case(person("landkreis.boeblingen"), case.pk)


def test_only_a_notice_can_be_contested(sent: Run) -> None:
    circular = Letter.objects.get(run=sent, kind="circular")

    assert ask.contestable(person("landkreis"), notice_letter(sent).pk)
    with pytest.raises(Http404):
        ask.contestable(person("landkreis"), circular.pk)
    with pytest.raises(Http404):
        ask.contestable(person("verband"), notice_letter(sent).pk)


def test_two_cases_on_the_same_money_hold_up_the_greater_part(sent: Run) -> None:
    case = recorded(sent, contested_amount=Decimal("1000.01"))
    recorded(sent, kind=RemedyKind.ACTION, contested_amount=Decimal("2500.50"))
    grant = case.letter.grant_id

    assert ask.suspended([grant], on=DAY)[grant] == ask.Suspension(Decimal("2500.50"), 2)


def test_a_case_without_an_amount_holds_up_all(sent: Run) -> None:
    case = recorded(sent)
    recorded(sent, kind=RemedyKind.ACTION, contested_amount=Decimal("2500.50"))

    assert ask.suspended([case.letter.grant_id], on=DAY)[case.letter.grant_id].amount is None


def test_however_many_grants_one_query_says_what_is_held_up(sent: Run) -> None:
    recorded(sent)

    with CaptureQueriesContext(connection) as queries:
        ask.suspended(list(range(1, 5000)), on=DAY)

    assert len(queries) == 1


def test_the_list_is_narrowed_by_state_kind_and_words(sent: Run) -> None:
    case = recorded(sent)
    rights = person("pruefung")

    assert [it.pk for it in ask.remedies(rights, state="open", kind="objection", q="Ostalb")] == [case.pk]
    assert not ask.remedies(rights, state="decided").exists()
    assert not ask.remedies(rights, kind="action").exists()
    assert not ask.remedies(rights, q="gibt es nicht").exists()
