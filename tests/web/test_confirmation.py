"""The personal link: two clicks without an account; a wrong link says nothing, and looking writes nothing."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from stellwerk.access import Rights
from stellwerk.actions.campaigns import close_campaign
from stellwerk.models import Campaign, ChangeSet, CoverageFact
from stellwerk.queries.campaigns import GRACE_DAYS
from tests.house.campaigns import (
    AT,
    BIRTH,
    BUILDING,
    DUE,
    HOLZGERLINGEN,
    LEONBERG,
    SINDELFINGEN,
    address,
    entered,
    invited,
    said,
    sent,
)
from tests.house.cases import everything

WHO = {"name": "Erika Beispiel", "function": "Leitung Bürgerbüro"}


@pytest.fixture
def campaign(coordinator: Rights) -> Campaign:
    return sent(coordinator)


def page(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def hidden(text: str) -> list[str]:
    """Return what the page says it showed."""
    return re.findall(r'name="seen" value="([^"]*)"', text)


def now(ags: str = SINDELFINGEN, key: str = BIRTH) -> CoverageFact:
    return CoverageFact.objects.get(municipality=ags, service__key=key, replaced_by=None, valid_to=None)


def test_two_clicks_confirm_the_list(campaign: Campaign, client: Client) -> None:
    text = page(client.get(address(campaign)))

    answer = client.post(
        address(campaign), {**WHO, "seen": hidden(text), "schritt": "bestaetigen"}, follow=True
    )

    assert "Vielen Dank. Ihre Antwort ist gespeichert." in page(answer)
    assert "Erika Beispiel (Leitung Bürgerbüro)" in page(answer)
    assert (now().source, now().checked_by) == ("municipality", "Erika Beispiel (Leitung Bürgerbüro)")


def test_looking_writes_nothing(campaign: Campaign, client: Client) -> None:
    before = everything()

    assert client.get(address(campaign)).status_code == 200
    assert client.get(address(campaign, correct=True)).status_code == 200

    assert everything() == before


def test_single_lines_are_corrected_and_the_first_click_counts(campaign: Campaign, client: Client) -> None:
    answer = client.post(address(campaign), {"schritt": "berichtigen"})
    assert answer.headers["Location"] == address(campaign, correct=True)
    assert invited(campaign).opened_at is not None
    text = page(client.get(address(campaign, correct=True)))

    client.post(
        address(campaign, correct=True),
        {
            **WHO,
            "seen": hidden(text),
            f"stand-{BIRTH}-any": "none",
            f"tag-{BIRTH}-any": "",
            f"stand-{BUILDING}-any": "planned",
            f"tag-{BUILDING}-any": "2024-09-30",
        },
    )

    assert now().state == "none"
    assert (now(key=BUILDING).state, now(key=BUILDING).planned_on) == ("planned", date(2024, 9, 30))
    assert ChangeSet.objects.filter(kind="confirmation").count() == 1


def test_a_missing_line_is_filled_in_on_the_page(campaign: Campaign, client: Client) -> None:
    link = address(campaign, HOLZGERLINGEN, correct=True)
    text = page(client.get(link))

    client.post(
        link, {**WHO, "seen": hidden(text), f"stand-{BIRTH}-any": "live", f"tag-{BIRTH}-any": "2024-01-02"}
    )

    assert (now(HOLZGERLINGEN).state, now(HOLZGERLINGEN).valid_from) == ("live", date(2024, 1, 2))


def test_a_second_visit_shows_the_answer_and_takes_another_one(campaign: Campaign, client: Client) -> None:
    for _visit in range(2):
        text = page(client.get(address(campaign)))
        client.post(address(campaign), {**WHO, "seen": hidden(text)})

    assert "Ihre Gemeinde hat geantwortet" in page(client.get(address(campaign)))
    assert ChangeSet.objects.filter(kind="confirmation").count() == 2


def test_without_a_name_nothing_is_written(campaign: Campaign, client: Client) -> None:
    text = page(client.get(address(campaign)))

    answer = client.post(address(campaign), {"name": " ", "function": "", "seen": hidden(text)})

    assert answer.status_code == 422
    assert not ChangeSet.objects.filter(kind="confirmation").exists()


@pytest.mark.parametrize("day", ["", "irgendwann", "31.02.2024"])
def test_a_line_with_a_wrong_day_is_marked_and_the_rest_is_kept(
    campaign: Campaign, client: Client, day: str
) -> None:
    link = address(campaign, correct=True)
    text = page(client.get(link))

    answer = client.post(
        link, {**WHO, "seen": hidden(text), f"stand-{BIRTH}-any": "planned", f"tag-{BIRTH}-any": day}
    )

    assert answer.status_code == 422
    assert f'id="fehler-{BIRTH}-any"' in page(answer)
    assert 'value="Erika Beispiel"' in page(answer)
    assert not ChangeSet.objects.filter(kind="confirmation").exists()


def test_what_a_coordinator_changed_meanwhile_is_shown_beside_what_stood_there(
    campaign: Campaign, client: Client, coordinator: Rights
) -> None:
    text = page(client.get(address(campaign)))
    entered(coordinator, said(state="none", valid_from=date(2024, 3, 7)), at=AT + timedelta(hours=1))

    answer = client.post(address(campaign), {**WHO, "seen": hidden(text)})

    assert answer.status_code == 422
    assert "Inzwischen hat sich etwas geändert (Zeilen: 1)" in page(answer)
    assert re.search(r"Vorher stand hier:\s+online seit 17.01.2023", page(answer))
    assert now().source == "coordinator"

    client.post(address(campaign), {**WHO, "seen": hidden(page(answer))})
    assert (now().state, now().source) == ("none", "municipality")


def test_one_municipality_does_not_see_the_facts_of_another(campaign: Campaign, client: Client) -> None:
    secret = now(LEONBERG)
    text = hidden(page(client.get(address(campaign))))
    forged = [re.sub(r":\d*$", f":{secret.pk}", one) for one in text]

    answer = client.post(address(campaign), {**WHO, "seen": forged})

    assert answer.status_code == 422
    assert "Vorher stand hier: kein Angebot" not in re.sub(r"\s+", " ", page(answer))


def test_wrong_closed_and_expired_links_get_the_same_answer(
    campaign: Campaign, client: Client, coordinator: Rights, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, wrong = address(campaign), "/bestaetigung/" + "A" * 43 + "/"
    short = client.get("/bestaetigung/x/")
    never = client.get(wrong)
    monkeypatch.setattr("stellwerk.gateways.clock.today", lambda: DUE + timedelta(days=GRACE_DAYS + 1))
    expired = client.get(link)
    monkeypatch.undo()
    assert client.get(link).status_code == 200
    close_campaign(campaign.pk, rights=coordinator, at=AT)
    closed, posted = client.get(link), client.post(link, {**WHO, "schritt": "bestaetigen"})

    for answer in (short, never, expired, closed, posted):
        assert answer.status_code == 404
        assert "Dieser Verweis gilt nicht" in page(answer)
        assert "Sindelfingen" not in page(answer)
    assert not ChangeSet.objects.filter(kind="confirmation").exists()


def test_the_link_of_a_draft_leads_nowhere(client: Client, coordinator: Rights) -> None:
    campaign = sent(coordinator)
    Campaign.objects.filter(pk=campaign.pk).update(state="draft")

    assert client.get(address(campaign)).status_code == 404


def test_the_page_stays_out_of_search_engines_caches_and_foreign_hands(
    campaign: Campaign, client: Client
) -> None:
    for link in (address(campaign), "/bestaetigung/x/"):
        answer = client.get(link)

        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r'(src|href|action)="https?:', page(answer))


def test_whoever_tries_links_has_to_wait(campaign: Campaign, client: Client) -> None:
    statuses = {client.get(f"/bestaetigung/{number}/").status_code for number in range(121)}

    assert statuses == {404, 429}
    assert client.get(address(campaign)).status_code == 429


def test_a_foreign_page_cannot_post(campaign: Campaign) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(address(campaign), {**WHO, "schritt": "bestaetigen"}).status_code == 403


def test_the_page_asks_as_often_for_one_line_as_for_many(
    campaign: Campaign, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]  # four of them are the limit's
        client.get(address(campaign))
