"""Rounds in the browser: drafted in one form, sent by one button, and seen only in the own district."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.access import Rights
from stellwerk.models import Campaign, CampaignState, Municipality
from tests.house.campaigns import AALEN, SINDELFINGEN, drafted, entered, invited, said, sent, services

Browser = Callable[[str], Client]
NEW = "/flaeche/bestaetigungsrunden/neu/"
VALUES = {
    "title": "Herbstrunde",
    "file_number": "LRA 10-795.2",
    "district": "08115",
    "services": "",
    "months": "12",
    "due_on": "2024-04-05",
    "text": "Bitte prüfen.",
}


def page(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_draft_from_old_statements_asks_only_about_these(browser: Browser, coordinator: Rights) -> None:
    services()
    entered(coordinator, said())

    answer = browser("koordination").post(NEW, VALUES)

    campaign = Campaign.objects.get()
    assert answer.headers["Location"] == reverse("campaign", args=[campaign.pk])
    assert [service.key for service in campaign.services.all()] == [said().service_key]
    assert campaign.file_number == "LRA 10-795.2"
    assert campaign.invitations.count() == 26  # the other ones were never asked


def test_what_the_form_lacks_is_said_and_nothing_is_lost(browser: Browser) -> None:
    answer = browser("koordination").post(NEW, VALUES)

    assert answer.status_code == 422
    assert "keine Leistung" in page(answer)
    assert "Herbstrunde" in page(answer)


def test_the_round_is_sent_reminded_and_closed_by_buttons(browser: Browser, coordinator: Rights) -> None:
    sent(coordinator)
    client, campaign = browser("koordination"), drafted(coordinator)
    for step in ("send", "remind", "close"):
        address = reverse(f"campaign_{step}", args=[campaign.pk])
        assert '<form method="post">' in page(client.get(address))
        assert client.post(address).headers["Location"] == reverse("campaign", args=[campaign.pk])

    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CLOSED
    assert "beendet" in page(client.get(reverse("campaign", args=[campaign.pk])))


def test_a_second_click_is_refused_with_a_sentence(browser: Browser, coordinator: Rights) -> None:
    campaign = sent(coordinator)

    answer = browser("koordination").post(reverse("campaign_send", args=[campaign.pk]))

    assert answer.status_code == 422
    assert "inzwischen „versandt“" in page(answer)


def test_a_draft_can_be_dropped(browser: Browser, coordinator: Rights) -> None:
    campaign = drafted(coordinator)

    browser("koordination").post(reverse("campaign_discard", args=[campaign.pk]))

    assert not Campaign.objects.exists()


def test_other_districts_do_not_see_the_round_and_the_office_may_only_look(
    browser: Browser, coordinator: Rights
) -> None:
    campaign = sent(coordinator)
    address = reverse("campaign", args=[campaign.pk])

    assert browser("koordination.ostalb").get(address).status_code == 404
    assert browser("koordination.ostalb").post(f"{address}beenden/").status_code == 404
    assert "Frühjahrsrunde" not in page(browser("koordination.ostalb").get(reverse("campaigns")))
    assert "Runde beenden" in page(browser("koordination").get(address))
    assert "Runde beenden" not in page(browser("pruefung").get(address))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_answered_can_be_taken_along(browser: Browser, coordinator: Rights, kind: str) -> None:
    campaign = sent(coordinator)

    answer = browser("koordination").get(reverse("campaign_export", args=[campaign.pk, kind]))

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    assert content.startswith(b"PK" if kind == "xlsx" else "\ufeffGemeindeschlüssel;Gemeinde".encode())
    assert kind == "xlsx" or b"Sindelfingen;poststelle@gem-08115045" in content


def test_the_letter_can_be_seen_before_it_goes_out(
    browser: Browser, coordinator: Rights, fonts: object
) -> None:
    sent(coordinator)
    campaign = drafted(coordinator)
    client = browser("koordination")

    answer = client.get(reverse("campaign_letter", args=[campaign.pk, SINDELFINGEN]))

    assert answer.content.startswith(b"%PDF")
    assert client.get(reverse("campaign_letter", args=[campaign.pk, AALEN])).status_code == 404


def test_the_page_of_a_round_asks_as_often_for_two_municipalities_as_for_twenty_six(
    browser: Browser, coordinator: Rights, django_assert_max_num_queries: Callable[..., object]
) -> None:
    sent(coordinator)
    client = browser("koordination")
    all_of_them = list(Municipality.objects.filter(district="08115").order_by("pk"))
    campaign = drafted(coordinator, municipalities=all_of_them)
    assert invited(campaign).opened_at is None

    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        answer = client.get(reverse("campaign", args=[campaign.pk]))

    assert "26 Gemeinden" in page(answer)
