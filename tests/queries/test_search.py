"""Search: the words as they were typed, and what resembles them."""

import pytest
from django.db import connection

from stellwerk.access import Rights
from stellwerk.models import Grant, Office
from stellwerk.queries.search import Related, Searched, holding, resembling, trigrams

OFFICES = Searched(fields=("name",))
GRANTS = Searched(fields=("file_number",), related=(Related("recipient", Office, "name"),))


@pytest.mark.parametrize(
    "text", ["Landratsamt Göppingen", "ÄÖÜ Straße", "", "  a  ", "Beispiel-EGK-08136", "São Tomé x2"]
)
def test_database_and_python_cut_a_text_alike(text: str, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stellwerk_trigrams(%s)", [text])
        (found,) = cursor.fetchone()

    assert sorted(found) == trigrams(text)


@pytest.mark.parametrize("q", ["ostalb", "OSTALB", "alb ost", "tsamt Ostalbkr"])
def test_each_word_must_stand_somewhere(q: str, db: None) -> None:
    found = holding(Office.objects.order_by("pk"), q, OFFICES)

    assert [one.name for one in found] == ["Landratsamt Ostalbkreis"]


def test_a_word_may_stand_in_another_field_than_the_next(db: None) -> None:
    found = holding(Grant.objects.order_by("pk"), "ostalb 08136", GRANTS)

    assert [one.file_number for one in found] == ["Beispiel-EGK-08136"]


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("Heidenhiem", "Landratsamt Heidenheim"),
        ("Göpingen", "Landratsamt Göppingen"),
        ("Goeppingen", "Landratsamt Göppingen"),
        ("Ostalpkreis", "Landratsamt Ostalbkreis"),
        ("Osalb", "Landratsamt Ostalbkreis"),
        ("Ladnratsamt Bieberach", "Landratsamt Biberach"),
        ("Tuttlinegn", "Landratsamt Tuttlingen"),
    ],
)
def test_a_typing_error_is_forgiven(q: str, name: str, db: None) -> None:
    rows = Office.objects.order_by("pk")

    assert not holding(rows, q, OFFICES).exists()
    assert name in {one.name for one in resembling(rows, q, OFFICES)}


@pytest.mark.parametrize("q", ["Atlantis", "gibt es nicht", "%_%", "'; DROP TABLE", "…"])
def test_what_resembles_nothing_finds_nothing(q: str, db: None) -> None:
    assert not holding(Office.objects.order_by("pk"), q, OFFICES).exists()
    assert not resembling(Office.objects.order_by("pk"), q, OFFICES).exists()


def test_the_search_uses_its_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = holding(Office.objects.order_by("pk"), "Ostalb", OFFICES).explain()
    similar = resembling(Office.objects.order_by("pk"), "Osatlbkreis", OFFICES).explain()

    assert "office_name_trigrams" in plan
    assert "office_name_trigrams" in similar


def test_a_search_asks_a_fixed_number_of_queries(auditor: Rights, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        list(holding(Grant.objects.order_by("pk"), "landratsamt", GRANTS))
