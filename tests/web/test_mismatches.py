"""The page of mismatches: from which lists and day, in both directions, to take along."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime

from stellwerk.access import Rights
from stellwerk.models import Intake
from tests.house.coverage import BIRTH, SINDELFINGEN, changed
from tests.house.intakes import DISTRICT

PAGE = "/flaeche/abweichungen/"


@pytest.fixture
def coordinator_at(browser: Callable[[str], Client]) -> Client:
    return browser("koordination")


@pytest.fixture
def intake(coordinator_at: Client, coordinator: Rights) -> Intake:
    """Know births live in Sindelfingen; have PVOG know them in Böblingen only."""
    changed(coordinator)
    content = f"ags;leika;url;date\n8115003;{BIRTH};https://bb.invalid/geburt;2024-02-01\n"
    file = SimpleUploadedFile("pvog.csv", content.encode())
    said = {"district": DISTRICT, "title": "PVOG im März", "day": "", "compared_with": "pvog", "file": file}
    coordinator_at.post("/flaeche/eingaenge/abgleich/", said)
    return Intake.objects.get()


def test_the_page_says_from_which_list_and_day_and_shows_both_directions(
    coordinator_at: Client, intake: Intake
) -> None:
    here = coordinator_at.get(PAGE).content.decode()
    there = coordinator_at.get(f"{PAGE}?richtung=dort").content.decode()

    for page in (here, there):
        assert "unser Stand am 08.03.2024, verglichen mit:" in page
        assert "PVOG im März" in page
        assert "1 Abweichung" in page
    assert "Sindelfingen" in here
    assert "seit 01.01.2024" in here
    assert "https://bb.invalid/geburt" in there
    assert "nicht erhoben" in there


def test_the_intake_and_the_district_lead_there(coordinator_at: Client, intake: Intake) -> None:
    shown = coordinator_at.get(f"/flaeche/eingaenge/{intake.pk}/").content.decode()
    assert f"{PAGE}?kreis={DISTRICT}&amp;quelle=pvog" in shown
    assert f"{PAGE}?kreis={DISTRICT}" in coordinator_at.get("/flaeche/gemeinden/").content.decode()
    assert PAGE not in coordinator_at.get("/flaeche/gemeinden/?kreis=08136").content.decode()


@pytest.mark.parametrize(
    ("query", "listed"), [("", "fehlt"), ("?richtung=dort", "https://bb.invalid/geburt")]
)
def test_each_row_taken_along_names_its_list_and_days(
    coordinator_at: Client, intake: Intake, query: str, listed: str
) -> None:
    Intake.objects.update(title="=1+1")
    answer = coordinator_at.get(f"{PAGE}export.csv{query}")

    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1].split(";")[2] == BIRTH
    assert lines[1].endswith(f";{listed};'=1+1;{localtime(intake.at):%d.%m.%Y %H:%M};08.03.2024")
    assert coordinator_at.get(f"{PAGE}export.xlsx{query}").getvalue().startswith(b"PK")  # type: ignore[attr-defined]


def test_without_a_list_the_page_says_what_to_do(coordinator_at: Client) -> None:
    page = coordinator_at.get(f"{PAGE}?quelle=service_list").content.decode()

    assert "wurde hier noch nicht verglichen" in page
    assert 'href="/flaeche/eingaenge/abgleich/"' in page


def test_a_district_of_others_is_not_shown(browser: Callable[[str], Client], intake: Intake) -> None:
    page = browser("koordination.ostalb").get(f"{PAGE}?kreis={DISTRICT}").content.decode()

    assert "Sindelfingen" not in page
    assert SINDELFINGEN not in page


def test_the_number_of_queries_stays_small(
    coordinator_at: Client, intake: Intake, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(13):
        coordinator_at.get(PAGE)
