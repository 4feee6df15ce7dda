"""The pages of activities: recorded for one's own district, with whom they reached and what followed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.models import Activity, Municipality, Service
from tests.house.campaigns import BIRTH
from tests.house.two_people import nobody_overwrites_unseen

AT = datetime(2024, 3, 8, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
Browsers = Callable[[str], Client]
TYPED = {
    "on": "2024-03-07",
    "format": "hour",
    "title": "Sprechstunde Bauantrag",
    "participants": "6",
    "note": "",
    "places": ["08115003", "08115001"],
    "services": ["99012008001000"],
}


@pytest.fixture(scope="module")
def area(kept_for_the_module: None) -> int:
    return load_example_coverage(at=AT, district="08115")


@pytest.fixture
def one(area: int, db: None) -> Activity:
    return Activity.objects.order_by("-on", "-pk")[0]


def test_the_list_counts_each_reached_municipality_once(browser: Browsers, area: int, db: None) -> None:
    page = browser("koordination").get(reverse("activities")).content.decode()

    assert "10 Tätigkeiten gefunden" in page  # of this year and the one before
    assert "Erreicht: 26 von 26 Gemeinden (100,0 %)" in page  # a newsletter reaches everybody
    assert "(Beispielwert)" in page


def test_a_format_alone_reaches_fewer(browser: Browsers, area: int, db: None) -> None:
    page = browser("pruefung").get(reverse("activities"), {"kreis": "08115", "format": "call"})

    assert page.context["reach"].reached < 26
    assert "2 Tätigkeiten gefunden" in page.content.decode()


def test_an_activity_is_recorded_and_corrected(browser: Browsers, area: int, db: None) -> None:
    client = browser("koordination")

    answer = client.post(reverse("activity_new"), TYPED)

    made = Activity.objects.get(title="Sprechstunde Bauantrag")
    assert answer.headers["Location"] == reverse("activity", args=[made.pk])
    assert (made.municipalities.count(), made.services.count(), made.is_example) == (2, 1, False)

    client.post(
        reverse("activity_edit", args=[made.pk]), TYPED | {"participants": "", "places": ["08115003"]}
    )

    made.refresh_from_db()
    assert (made.municipalities.count(), made.participants) == (1, None)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", ("Sprechstunde Wohngeld", "Sprechstunde Bauantrag")),
        ("places", (["08115003"], ["08115001"])),
        ("services", (["99012008001000"], [BIRTH])),
    ],
)
def test_an_activity_is_not_overwritten_unseen(
    browser: Browsers, one: Activity, field: str, values: tuple[Any, Any]
) -> None:
    clients, address = [browser("koordination")] * 2, reverse("activity_edit", args=[one.pk])
    names = dict(Municipality.objects.values_list("pk", "name")) | dict(
        Service.objects.values_list("key", "name")
    )

    nobody_overwrites_unseen(clients, address, field, values, told=names.get(values[0][0], ""))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"on": "2024-03-09"}, "liegt in der Zukunft"),
        ({"places": []}, "mindestens eine Gemeinde"),
        ({"places": ["08136088"]}, "mindestens eine Gemeinde"),
        ({"places": ["08115003", "08136088"]}, "gehört nicht zu diesem Landkreis"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    browser: Browsers, area: int, db: None, wrong: dict[str, object], sentence: str
) -> None:
    answer = browser("koordination").post(reverse("activity_new"), TYPED | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Sprechstunde Bauantrag"' in page
    assert not Activity.objects.filter(title="Sprechstunde Bauantrag").exists()


def test_another_district_reads_and_does_not_write(browser: Browsers, one: Activity) -> None:
    other = browser("koordination.ostalb")

    assert other.get(reverse("activity", args=[one.pk])).status_code == 200
    assert other.get(reverse("activity_edit", args=[one.pk])).status_code == 403
    assert other.get(reverse("activity_new"), {"kreis": "08115"}).status_code == 404


def test_what_went_live_after_stands_beside_what_went_live_without(
    browser: Browsers, area: int, db: None
) -> None:
    page = browser("koordination").get(reverse("activity_effects"))

    found = page.context["effects"]
    assert len(found) > 5
    assert all(row.advised == row.live_after + row.already_live + row.missing for row in found)
    assert "beweist keine Ursache" in page.content.decode()


def test_the_list_can_be_taken_along(browser: Browsers, area: int, db: None) -> None:
    answer = browser("pruefung").get(reverse("activities_export", args=["csv"]), {"kreis": "08115"})

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1 + 12
    assert lines[1].endswith(";ja")
