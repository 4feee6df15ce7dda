"""Services and municipalities are read by everybody, in pages."""

import pytest

from stellwerk.models import Municipality, Service
from tests.api.conftest import BUILDING, Ask


def test_everybody_reads_the_municipalities_of_a_district(ask: Ask) -> None:
    answer = ask("municipalities", district="08136", limit=3).json()

    there = Municipality.objects.filter(district="08136").order_by("ags")
    assert answer["count"] == there.count() > 3
    assert [item["ags"] for item in answer["items"]] == [place.ags for place in there[:3]]
    assert {item["district"] for item in answer["items"]} == {"08136"}


def test_pages_follow_each_other_without_a_gap(ask: Ask) -> None:
    pages = [
        ask("municipalities", limit=400, offset=offset).json()["items"] for offset in (0, 400, 800, 1200)
    ]

    keys = [item["ags"] for page in pages for item in page]
    assert keys == list(Municipality.objects.order_by("ags").values_list("ags", flat=True))


def test_a_service_is_found_by_key_and_by_word(ask: Ask, services: None) -> None:
    Service.objects.filter(key=BUILDING).update(name="Baugenehmigung für Vorhaben")

    assert [it["name"] for it in ask("services", key=BUILDING).json()["items"]] == [
        "Baugenehmigung für Vorhaben"
    ]
    assert BUILDING in {it["key"] for it in ask("services", q="genehmigung für vor").json()["items"]}
    assert ask("services", q="gibt es nicht").json() == {"items": [], "count": 0}


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"district": "8136"}, "district"),
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"ags": "٠٨١٣٦٠٨٨"}, "ags"),
        ({"q": "a\x00b"}, "q"),
        ({"distrikt": "08136"}, "distrikt"),
    ],
)
def test_a_wrong_parameter_is_named_in_german(ask: Ask, parameters: dict[str, str], field: str) -> None:
    answer = ask("municipalities", **parameters)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]
    assert answer.json()["detail"] == "Einige Angaben fehlen oder passen nicht."


def test_the_number_of_queries_does_not_grow_with_the_page(ask: Ask, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(4):  # two of them are the limit's, at the start of a minute
        ask("municipalities", limit=1000)
