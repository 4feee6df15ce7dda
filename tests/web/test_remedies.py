"""The pages of objections and actions, for both sides."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Grant, RemedyCase, Run
from tests.house.cases import all_sent
from tests.house.opinions import notice_letter, recorded
from tests.house.two_people import nobody_overwrites_unseen

Browser = Callable[[str], Client]
COUNTY, PREPARER, RELEASER = "landkreis", "vorbereitung", "freigabe"
RECORD = {
    "kind": "objection",
    "challenge": "burden",
    "filed_on": "2024-03-08",
    "received_on": "2024-03-08",
    "filing": "written",
    "is_instructed": "yes",
    "contested_amount": "1.234,50",
    "reasons": "Die Auflage ist nicht erfüllbar.",
}


@pytest.fixture
def sent(released: Run) -> Run:
    all_sent(released)
    return released


def text(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_a_county_files_from_its_grant_and_reads_what_the_page_is_worth(
    browser: Browser, sent: Run, own_grant: Grant
) -> None:
    client, letter = browser(COUNTY), notice_letter(sent)
    assert reverse("remedy_new", args=[letter.pk]) in text(client, "grant", own_grant.pk)
    page = text(client, "remedy_new", letter.pk)
    assert "unmittelbar die Klage" in page
    assert "die Schriftform ist damit nicht gewahrt" in page

    answer = client.post(
        reverse("remedy_new", args=[letter.pk]), {"challenge": "burden", "reasons": "Nicht erfüllbar."}
    )

    case = RemedyCase.objects.get()
    assert answer.headers["Location"] == reverse("remedy", args=[case.pk])
    page = text(client, "remedy", case.pk)
    assert "Form noch nicht gewahrt" in page
    assert "Keine aufschiebende Wirkung" in page
    assert "Ausgang vorschlagen" not in page


def test_an_official_records_a_paper_and_the_grant_says_what_it_holds_up(
    browser: Browser, sent: Run, own_grant: Grant
) -> None:
    client = browser(PREPARER)

    answer = client.post(reverse("remedy_new", args=[notice_letter(sent).pk]), RECORD)

    assert answer.status_code == 302, answer.content.decode()
    page = text(client, "grant", own_grant.pk)
    assert "Aufschiebende Wirkung: 1.234,50 € sind streitig" in page
    assert "fristgerecht" in text(client, "remedies")
    assert "Aufschiebende Wirkung" in text(browser(COUNTY), "grant", own_grant.pk)


def test_a_paper_with_an_impossible_day_comes_back(browser: Browser, sent: Run) -> None:
    address = reverse("remedy_new", args=[notice_letter(sent).pk])

    answer = browser(PREPARER).post(address, RECORD | {"received_on": "2024-03-09"})

    assert answer.status_code == 422
    assert "zwischen dem 08.03.2024 und dem 08.03.2024" in answer.content.decode()


def test_two_officials_end_a_case(browser: Browser, sent: Run) -> None:
    case = recorded(sent)
    preparer, releaser = browser(PREPARER), browser(RELEASER)
    decide = reverse("remedy_decide", args=[case.pk])
    assert releaser.post(decide).status_code == 422

    propose = reverse("remedy_propose", args=[case.pk])
    assert preparer.post(propose, {"outcome": "rejected", "reason": ""}).status_code == 422
    assert preparer.post(propose, {"outcome": "rejected", "reason": "Unbegründet."}).status_code == 302
    assert "Der vorgeschlagene Ausgang wartet" in text(releaser, "start")
    assert releaser.post(decide).status_code == 302

    assert "bis der Bescheid unanfechtbar ist" in text(preparer, "remedy", case.pk)
    effect = reverse("remedy_effect", args=[case.pk])
    assert preparer.post(effect, {"on": "2024-03-08"}).status_code == 302
    assert "Keine aufschiebende Wirkung" in text(preparer, "remedy", case.pk)


def test_immediate_execution_is_shown_with_its_reason(browser: Browser, sent: Run, own_grant: Grant) -> None:
    case = recorded(sent)
    address = reverse("remedy_immediate", args=[case.pk])

    assert browser(RELEASER).post(address, {"reason": "Die Mittel verfallen sonst."}).status_code == 302

    assert "Die Mittel verfallen sonst." in text(browser(COUNTY), "remedy", case.pk)
    assert "§ 80 Abs. 2 S. 1 Nr. 4" in text(browser(COUNTY), "grant", own_grant.pk)


def test_the_paper_completes_what_was_filed_by_the_page(browser: Browser, sent: Run) -> None:
    letter = notice_letter(sent)
    filing = {"challenge": "burden", "reasons": "Nicht erfüllbar."}
    browser(COUNTY).post(reverse("remedy_new", args=[letter.pk]), filing)
    case = RemedyCase.objects.get()

    answer = browser(PREPARER).post(
        reverse("remedy_form", args=[case.pk]), {"filing": "written", "received_on": "2024-03-08"}
    )

    assert answer.status_code == 302
    assert "Form gewahrt" in text(browser(COUNTY), "remedy", case.pk)


def test_nobody_opens_the_case_or_the_notice_of_another(browser: Browser, sent: Run) -> None:
    case, letter = recorded(sent), notice_letter(sent)
    other = browser("landkreis.boeblingen")

    assert other.get(reverse("remedy", args=[case.pk])).status_code == 404
    assert other.get(reverse("remedy_new", args=[letter.pk])).status_code == 404
    assert other.post(reverse("remedy_new", args=[letter.pk]), RECORD).status_code == 404
    assert browser("verband").get(reverse("remedy", args=[case.pk])).status_code == 404


def test_the_list_says_when_it_is_empty(browser: Browser, sent: Run) -> None:
    assert "Kein Rechtsbehelf passt" in text(browser(COUNTY), "remedies")


def test_a_proposed_outcome_is_not_overwritten_unseen(browser: Browser, sent: Run) -> None:
    address = reverse("remedy_propose", args=[recorded(sent).pk])
    clients, outcome = [browser(PREPARER), browser(PREPARER)], {"outcome": "rejected"}

    nobody_overwrites_unseen(clients, address, "reason", ("Unbegründet.", "Unzulässig."), **outcome)


def test_the_day_on_which_an_effect_ends_is_not_overwritten_unseen(browser: Browser, sent: Run) -> None:
    case, preparer = recorded(sent), browser(PREPARER)
    proposal = {"outcome": "rejected", "reason": "Unbegründet."}
    preparer.post(reverse("remedy_propose", args=[case.pk]), proposal)
    browser(RELEASER).post(reverse("remedy_decide", args=[case.pk]))
    address, days = reverse("remedy_effect", args=[case.pk]), ("2024-05-06", "2024-05-07")

    nobody_overwrites_unseen([preparer, browser(PREPARER)], address, "on", days, told="06.05.2024")
