"""The pages of addresses: list, one, a pasted table; each district for itself, examples marked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stellwerk.access import Rights
from stellwerk.actions.example_offices import load_example_offices
from stellwerk.models import JournalEntry, Office
from tests.house.campaigns import AALEN, LEONBERG

PAGE = "/flaeche/anschriften/"
SAID = {
    "email": "rathaus@leonberg.invalid",
    "name": "Bürgermeisteramt",
    "legal_entity": "Stadt Leonberg",
    "city": "Leonberg",
}


@pytest.fixture
def coordinator_at(browser: Callable[[str], Client]) -> Client:
    return browser("koordination")


@pytest.fixture
def offices(db: None) -> int:
    return load_example_offices()


def test_a_missing_address_is_found_and_entered(coordinator_at: Client, offices: int) -> None:
    Office.objects.filter(municipality=LEONBERG).delete()
    page = coordinator_at.get(f"{PAGE}?stand=fehlt").content.decode()
    assert "1 Gemeinde" in page
    assert f'href="{PAGE}{LEONBERG}/"' in page

    form = coordinator_at.get(f"{PAGE}{LEONBERG}/").content.decode()
    assert "noch keine Anschrift hinterlegt" in form
    assert 'value="Stadtverwaltung Leonberg"' in form
    page = coordinator_at.post(f"{PAGE}{LEONBERG}/", SAID, follow=True).content.decode()

    assert "Die Anschrift ist gespeichert." in page
    assert Office.objects.get(municipality=LEONBERG).email == SAID["email"]
    assert (
        "Zu dieser Auswahl fehlt keine Anschrift."
        in coordinator_at.get(f"{PAGE}?stand=fehlt").content.decode()
    )


def test_examples_are_marked_and_lead_nowhere(coordinator_at: Client, offices: int) -> None:
    Office.objects.filter(municipality=LEONBERG).update(email="rathaus@leonberg.example")

    page = coordinator_at.get(PAGE).content.decode()

    shown = page.count(".stellwerk.invalid")
    assert shown > 20
    assert page.count("Beispielwert") == shown  # the changed one is none
    assert "erfundener Beispielwert" in coordinator_at.get(f"{PAGE}08115045/").content.decode()


def test_a_wrong_address_stays_in_the_form_with_its_sentence(coordinator_at: Client) -> None:
    answer = coordinator_at.post(f"{PAGE}{LEONBERG}/", SAID | {"email": "rathaus"})

    assert answer.status_code == 422
    assert "„rathaus“ ist keine E-Mail-Adresse" in answer.content.decode()
    assert 'value="rathaus"' in answer.content.decode()


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    coordinator_at: Client, offices: int
) -> None:
    seen = coordinator_at.get(f"{PAGE}{LEONBERG}/").context["form"]["seen"].value()
    Office.objects.filter(municipality=LEONBERG).update(email="neu@leonberg.invalid")

    answer = coordinator_at.post(f"{PAGE}{LEONBERG}/", SAID | {"seen": seen})

    assert answer.status_code == 422
    assert "hier gespeichert: „neu@leonberg.invalid“" in answer.content.decode()
    assert Office.objects.get(municipality=LEONBERG).email == "neu@leonberg.invalid"


def test_a_pasted_table_is_checked_first_and_taken_over_then(coordinator_at: Client, offices: int) -> None:
    text = "Gemeinde\tE-Mail\nLeonberg\trathaus@leonberg.invalid\n"
    before = JournalEntry.objects.count()

    checked = coordinator_at.post(f"{PAGE}einfuegen/", {"district": "08115", "text": text, "pruefen": "1"})
    assert "Es wurde noch nichts übernommen" in checked.content.decode()
    assert JournalEntry.objects.count() == before
    done = coordinator_at.post(f"{PAGE}einfuegen/", {"district": "08115", "text": text}).content.decode()

    assert "Die Anschriften sind übernommen." in done
    assert Office.objects.get(municipality=LEONBERG).email == "rathaus@leonberg.invalid"
    assert JournalEntry.objects.count() == before + 1


def test_a_faulty_table_is_answered_row_by_row_and_still_there(coordinator_at: Client) -> None:
    text = "Leonberg\trathaus@leonberg.invalid\nAalen\tamt@aalen.invalid"

    answer = coordinator_at.post(f"{PAGE}einfuegen/", {"district": "08115", "text": text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 Zeile ist fehlerhaft" in page
    assert "Zeile 2: „Aalen“ ist keine Gemeinde dieses Landkreises" in page
    assert text in page
    assert not Office.objects.filter(municipality=LEONBERG).exists()


def test_what_is_taken_along_can_be_pasted_again(coordinator_at: Client, offices: int) -> None:
    answer = coordinator_at.get(f"{PAGE}export.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    page = coordinator_at.post(f"{PAGE}einfuegen/", {"district": "08115", "text": text}).content.decode()

    assert "Die Anschriften sind übernommen." in page
    assert not JournalEntry.objects.filter(verb="import_town_halls").exists()


def test_another_district_is_not_there_and_the_office_only_reads(
    browser: Callable[[str], Client], offices: int, coordinator: Rights
) -> None:
    other = browser("koordination.ostalb")
    assert other.get(f"{PAGE}{LEONBERG}/").status_code == 404
    assert other.post(f"{PAGE}{LEONBERG}/", SAID).status_code == 404
    assert "Leonberg" not in other.get(f"{PAGE}?kreis=08115").content.decode()
    page = browser("pruefung").get(f"{PAGE}?kreis=08136").content.decode()
    assert AALEN in page
    assert f"{PAGE}{AALEN}/" not in page


def test_the_list_needs_few_queries(
    coordinator_at: Client, offices: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(11):  # one of them notes that addresses were read
        coordinator_at.get(PAGE)
