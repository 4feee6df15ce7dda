"""The pages of waves: planned from a filter, shown with who is next, moved and ended by their district."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.models import CoverageFact, Service, Wave, WaveTarget
from tests.house.two_people import nobody_overwrites_unseen

AT = datetime(2024, 3, 8, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
DISTRICT = "08115"
Browsers = Callable[[str], Client]


@pytest.fixture(scope="module")
def area(kept_for_the_module: None) -> int:
    return load_example_coverage(at=AT, district=DISTRICT)


@pytest.fixture
def wave(area: int, db: None) -> Wave:
    return Wave.objects.filter(after=None).get()


def whom(service: Service) -> str:
    return f"{reverse('wave_new')}?kreis={DISTRICT}&leistung={service.key}&auswahl=without"


def test_the_list_shows_the_own_district_with_how_far_each_wave_is(browser: Browsers, wave: Wave) -> None:
    page = browser("koordination").get(reverse("waves")).content.decode()

    assert "3 Wellen gefunden" in page
    assert wave.title in page
    assert "verspätet" in page


def test_others_see_them_too_and_may_not_plan(browser: Browsers, wave: Wave) -> None:
    for name in ("landkreis", "verband", "pruefung"):
        client = browser(name)
        assert wave.title in client.get(reverse("waves")).content.decode()
        assert client.get(reverse("wave", args=[wave.pk])).status_code == 200
        assert client.get(reverse("wave_new")).status_code == 403


def test_a_wave_shows_who_is_next_why_somebody_is_late_and_when_all_will_be_online(
    browser: Browsers, wave: Wave
) -> None:
    page = browser("koordination").get(reverse("wave", args=[wave.pk])).content.decode()

    first = wave.targets.select_related("municipality").order_by("planned_on")[0]
    assert first.municipality.name in page
    assert "Nach Plan sind alle am" in page
    assert "Grund der Verspätung" in page
    assert "31.03.2024" in page


def test_a_wave_is_planned_from_a_filter_and_says_planned_where_it_may(browser: Browsers, area: int) -> None:
    client, service = browser("koordination"), Service.objects.get(key="99012008001000")
    page = client.get(whom(service))
    offered = [one.ags for one, _state, is_ticked in page.context["candidates"] if is_ticked]

    answer = client.post(
        whom(service),
        {
            "title": "Bauanträge online",
            "starts_on": "2024-03-11",
            "due_on": "2024-05-31",
            "channel": "any",
            "places": offered[:4],
            "writes_planned": "1",
        },
    )

    made = Wave.objects.get(title="Bauanträge online")
    assert answer.headers["Location"] == reverse("wave", args=[made.pk])
    assert sorted(made.targets.values_list("municipality_id", flat=True)) == sorted(offered[:4])
    said = CoverageFact.objects.filter(change_set__title="Bauanträge online", service=service)
    assert {fact.municipality_id: fact.planned_on for fact in said.filter(valid_to=None)} == {
        one.municipality_id: one.planned_on for one in made.targets.order_by("pk")
    }


def test_without_a_municipality_nothing_is_planned_and_what_was_typed_stays(
    browser: Browsers, area: int
) -> None:
    service = Service.objects.get(key="99012008001000")
    typed = {
        "title": "Niemand",
        "starts_on": "2024-03-11",
        "due_on": "2024-05-31",
        "channel": "any",
        "places": [],
    }

    answer = browser("koordination").post(whom(service), typed)

    assert answer.status_code == 422
    assert "mindestens eine Gemeinde" in answer.content.decode()
    assert 'value="Niemand"' in answer.content.decode()
    assert not Wave.objects.filter(title="Niemand").exists()


def test_a_coordinator_cannot_plan_for_another_district(browser: Browsers, area: int) -> None:
    answer = browser("koordination.ostalb").get(whom(Service.objects.get(key="99012008001000")))

    assert answer.status_code == 422  # the district is none of the choices


def test_days_are_moved_and_a_municipality_is_taken_out(browser: Browsers, wave: Wave) -> None:
    one, two, *others = wave.targets.order_by("planned_on", "pk")
    days = {f"tag-{target.municipality_id}": target.planned_on.isoformat() for target in (one, two, *others)}
    days[f"tag-{one.municipality_id}"] = "2024-06-03"

    answer = browser("koordination").post(
        reverse("wave_days", args=[wave.pk]), days | {"without": [two.municipality_id]}
    )

    assert answer.status_code == 302
    one.refresh_from_db()
    wave.refresh_from_db()
    assert (one.planned_on, wave.due_on) == (date(2024, 6, 3), date(2024, 6, 3))
    assert not WaveTarget.objects.filter(pk=two.pk).exists()


def test_waves_that_would_wait_for_each_other_are_refused(browser: Browsers, wave: Wave) -> None:
    follower = Wave.objects.get(after=wave)

    answer = browser("koordination").post(reverse("wave_chain", args=[wave.pk]), {"after": follower.pk})

    assert answer.status_code == 422
    assert "aufeinander warten" in answer.content.decode()


def test_a_wave_is_ended_once_by_a_post_of_its_own_district(browser: Browsers, wave: Wave) -> None:
    address = reverse("wave_close", args=[wave.pk])

    assert browser("koordination.ostalb").post(address).status_code == 403
    assert browser("koordination").get(address).status_code == 302
    assert Wave.objects.get(pk=wave.pk).closed_at is None
    assert browser("koordination").post(address).status_code == 302
    assert Wave.objects.get(pk=wave.pk).closed_at is not None
    again = browser("koordination").post(address)
    assert (again.status_code, "ist beendet" in again.content.decode()) == (422, True)


def test_another_district_cannot_move_the_days(browser: Browsers, wave: Wave) -> None:
    for route in ("wave_days", "wave_chain"):
        assert browser("koordination.ostalb").get(reverse(route, args=[wave.pk])).status_code == 403
    assert browser("koordination").get(reverse("wave", args=[0])).status_code == 404


def test_lists_can_be_taken_along(browser: Browsers, wave: Wave) -> None:
    client = browser("koordination")

    waves = b"".join(client.get(reverse("waves_export", args=["csv"])).streaming_content).decode()
    one = b"".join(client.get(reverse("wave_export", args=[wave.pk, "csv"])).streaming_content).decode()

    assert wave.title in waves
    assert len(one.splitlines()) == 1 + wave.targets.count()


def test_a_day_of_a_wave_is_not_overwritten_unseen(browser: Browsers, wave: Wave) -> None:
    clients, address = [browser("koordination")] * 2, reverse("wave_days", args=[wave.pk])
    name = f"tag-{wave.targets.order_by('pk')[0].municipality_id}"

    nobody_overwrites_unseen(clients, address, name, ("2024-06-03", "2024-06-04"), told="03.06.2024")


def test_what_a_wave_waits_for_is_not_overwritten_unseen(browser: Browsers, wave: Wave) -> None:
    follower = Wave.objects.get(after=wave)
    Wave.objects.filter(pk=follower.pk).update(after=None)
    clients, address = [browser("koordination")] * 2, reverse("wave_chain", args=[follower.pk])

    nobody_overwrites_unseen(clients, address, "after", (str(wave.pk), ""), told=str(wave))
