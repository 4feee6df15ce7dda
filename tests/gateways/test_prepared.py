"""Questions that are written once: filled in, they find what the ORM finds, for whoever asks."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from stellwerk.access import Rights, visible
from stellwerk.gateways import prepared
from stellwerk.gateways.prepared import LONGEST, answers, count, first
from stellwerk.models import Grant, JournalEntry, Notice, Office, Person, Run
from tests.house.cases import person

WRITTEN: list[tuple[Any, ...]] = []


def offices(keys: tuple[str, ...]) -> QuerySet[Office]:
    WRITTEN.append(keys)
    return Office.objects.filter(key__in=keys).order_by("key")


def grants(rights: Rights, since: date) -> QuerySet[Grant]:
    WRITTEN.append((rights.person.pk, since))
    found = visible(Grant.objects.filter(starts_on__gte=since), rights)
    return found.select_related("recipient").order_by("pk")


def entries(number: int) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(details__ids__contains=[number]).order_by("pk")


def beside(number: int) -> QuerySet[Office]:
    return Office.objects.filter(pk=number + 1).order_by("pk")


def nothing(number: int) -> QuerySet[Office]:
    return Office.objects.filter(pk=number, pk__in=[])


def some(number: int, only_one: bool) -> QuerySet[Notice]:
    found = Notice.objects.filter(grant=number).order_by("pk")
    return found[:1] if only_one else found


def recipients(since: date) -> "QuerySet[Grant, Any]":
    found = Grant.objects.filter(starts_on__gte=since).order_by("recipient__name", "recipient")
    return found.values_list("recipient").distinct()


def counted(since: date) -> QuerySet[Office]:
    WRITTEN.append((Grant.objects.filter(starts_on__gte=since).count(),))
    return Office.objects.order_by("pk")


@pytest.fixture(autouse=True)
def unwritten() -> None:
    prepared._written.cache_clear()
    WRITTEN.clear()


def test_it_is_written_once_and_finds_what_the_orm_finds(released: Run) -> None:
    keys = sorted(Office.objects.values_list("key", flat=True))[:4]

    found = [answers(offices, (one, other)) for one, other in (keys[:2], keys[2:], keys[:2])]

    assert len(WRITTEN) == 1
    assert [[it.key for it in some] for some in found] == [keys[:2], keys[2:], keys[:2]]


def test_each_person_finds_their_own_alone(released: Run) -> None:
    people = [person(name) for name in ("vorbereitung", "landkreis", "freigabe", "pruefung", "landkreis")]
    day = date(2000, 1, 1)

    found = [[it.pk for it in answers(grants, rights, day)] for rights in people]

    assert found == [[it.pk for it in grants(rights, day)] for rights in people]
    assert len({len(some) for some in found}) > 1


def test_two_people_of_the_same_shape_are_filled_in_with_their_own_offices(released: Run) -> None:
    recipients = list(Grant.objects.order_by("pk").values_list("recipient", flat=True).distinct()[:2])
    own = person("landkreis")
    ((role, _office),) = own.held
    two = [Rights(Person(pk=7_000 + place), frozenset({(role, it)})) for place, it in enumerate(recipients)]

    found = [answers(grants, rights, date(2000, 1, 1)) for rights in two]

    assert len(WRITTEN) == 1
    assert [{it.recipient_id for it in some} for some in found] == [{it} for it in recipients]


def test_related_rows_come_along(released: Run) -> None:
    rights = person("vorbereitung")
    with CaptureQueriesContext(connection) as queries:
        names = [it.recipient.name for it in answers(grants, rights, date(2000, 1, 1))]

    assert len(queries) == 1
    assert names == [it.recipient.name for it in grants(rights, date(2000, 1, 1))]


def test_a_key_within_a_list_of_json_is_filled_in(released: Run) -> None:
    entry = JournalEntry.objects.order_by("pk")[0]
    JournalEntry.objects.create(
        at=entry.at,
        by=entry.by,
        verb="assign_applications",
        thing="x",
        thing_id=0,
        text="x",
        details={"ids": [3, 5]},
    )

    assert [len(answers(entries, number)) for number in (3, 4, 5)] == [1, 0, 1]


def test_what_is_true_or_false_makes_another_question(released: Run) -> None:
    grant = Grant.objects.order_by("pk")[0].pk

    assert [it.pk for it in answers(some, grant, False)] == [it.pk for it in some(grant, False)]
    assert count(some, grant, True) == len(answers(some, grant, True)) == 1


def test_a_question_that_changes_its_key_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="filled in"):
        answers(beside, 1)


def test_what_distinct_rows_are_sorted_by_is_no_answer(released: Run) -> None:
    day = date(2000, 1, 1)

    assert answers(recipients, day) == list(recipients(day))
    assert {len(row) for row in answers(recipients, day)} == {1}


def test_a_question_that_asks_while_it_is_written_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="would keep the answer"):
        answers(counted, date(2000, 1, 1))

    assert WRITTEN == []


def test_a_value_that_is_no_key_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        answers(beside, 1.5)


def test_what_finds_nothing_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert answers(nothing, 1) == []
        assert first(nothing, 1) is None
        assert count(nothing, 1) == 0

    assert len(queries) == 0


def test_very_many_keys_are_asked_for_without_being_kept(db: None) -> None:
    for more in (1, 2):
        answers(offices, tuple(str(number) for number in range(LONGEST + more)))

    assert prepared._written.cache_info().currsize == 0
