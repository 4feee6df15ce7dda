"""Who may see which request, what is open, what is due; and that many take no more queries than few."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from stellwerk.access import visible
from stellwerk.actions.opinions import withdraw_request
from stellwerk.models import Application, Opinion, OpinionFile, OpinionPoint, OpinionRequest, OpinionSubject
from stellwerk.queries import opinions as ask
from tests.house.applications import submitted
from tests.house.cases import person
from tests.house.opinions import ANSWERED_AT, FILE, asked, objected, opinion


@pytest.fixture
def request_(db: None) -> OpinionRequest:
    return asked()


def test_a_body_sees_what_was_handed_to_it_and_nothing_of_another(request_: OpinionRequest) -> None:
    objected(request_, files=[FILE])
    other = asked(Application.objects.get(), bodies=("gemeindetag",), title="Nur für andere")
    rights = person("verband")

    assert [it.pk for it in visible(OpinionRequest.objects.order_by("pk"), rights)] == [request_.pk]
    assert visible(OpinionSubject.objects.all(), rights).count() == 1
    assert visible(OpinionFile.objects.all(), rights).count() == 2
    assert visible(OpinionPoint.objects.all(), rights).count() == 2
    assert [it.office.key for it in visible(Opinion.objects.all(), rights)] == ["landkreistag"]
    assert not visible(Application.objects.all(), rights).exists()
    with pytest.raises(Http404):
        ask.opinion(rights, opinion(other, "gemeindetag").pk)
    with pytest.raises(Http404):
        ask.file(rights, other.files.get().pk)


@pytest.mark.parametrize("name", ["landkreis", "betrieb", "koordination"])
def test_who_was_not_asked_sees_nothing(request_: OpinionRequest, name: str) -> None:
    for model in (OpinionRequest, OpinionSubject, Opinion, OpinionPoint, OpinionFile):
        assert not visible(model._default_manager.all(), person(name)).exists()


def test_the_list_of_the_authority_counts_what_is_open(request_: OpinionRequest) -> None:
    objected(request_)
    rights = person("pruefung")

    (one,) = ask.requests(rights, state="open")

    assert (one.asked, one.unanswered, one.untreated) == (2, 1, 2)
    assert not ask.requests(rights, state="settled").exists()
    assert not ask.requests(rights, q="gibt es nicht").exists()
    assert not ask.requests(person("verband")).exists()


def test_what_one_was_asked_comes_in_one_list(request_: OpinionRequest) -> None:
    rows = list(ask.asked(person("verband")))

    assert [(row["kind"], row["about"], row["due"]) for row in rows] == [
        ("opinion", "Antrag des Ostalbkreises", date(2024, 3, 22))
    ]
    assert ask.asked(person("verband")).count() == 1


def test_what_is_due_is_found_by_the_day(request_: OpinionRequest) -> None:
    assert ask.due_for_reminder(until=date(2024, 3, 22), on=date(2024, 3, 19)) == [request_.pk]
    assert ask.due_for_reminder(until=date(2024, 3, 21), on=date(2024, 3, 18)) == []
    assert ask.due_for_reminder(until=date(2024, 3, 25), on=date(2024, 3, 23)) == []
    assert ask.due_for_silence(on=date(2024, 3, 22)) == []
    assert ask.due_for_silence(on=date(2024, 3, 23)) == [request_.pk]


def test_a_withdrawn_request_is_due_for_nothing(request_: OpinionRequest) -> None:
    withdraw_request(request_.pk, rights=person("vorbereitung"), at=ANSWERED_AT, reason="Erledigt.")

    assert ask.due_for_silence(on=date(2024, 3, 23)) == []
    assert ask.due_for_reminder(until=date(2024, 3, 22), on=date(2024, 3, 19)) == []
    assert not ask.waiting_for_answer(person("verband")).exists()


def test_two_requests_on_one_application_are_both_counted(db: None) -> None:
    application = submitted()
    first = asked(application)
    asked(application, bodies=("staedtetag",), title="Noch eine")
    objected(first)

    found = ask.open_for([application.pk, 987_654])

    assert set(found) == {application.pk}
    assert (
        found[application.pk].asked,
        found[application.pk].unanswered,
        found[application.pk].untreated,
    ) == (
        3,
        2,
        2,
    )


def test_however_many_applications_one_query_says_what_is_open(request_: OpinionRequest) -> None:
    numbers = list(range(1, 5000))

    with CaptureQueriesContext(connection) as queries:
        ask.open_for(numbers)

    assert len(queries) == 1


def test_more_bodies_take_no_more_queries(db: None) -> None:
    application = submitted()
    few = asked(application, bodies=("landkreistag",))
    many = asked(application, bodies=("landkreistag", "gemeindetag", "staedtetag"), title="Alle")

    def counted(request: OpinionRequest) -> int:
        with CaptureQueriesContext(connection) as queries:
            [
                (one.office.name, list(one.points.all()), list(one.files.all()))
                for one in ask.opinions(request)
            ]
        return len(queries)

    assert counted(many) == counted(few) == 3
