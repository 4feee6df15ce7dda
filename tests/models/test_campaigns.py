"""A campaign: sent means there is a time, and each municipality is asked once and reminded once a day."""

from collections.abc import Callable
from datetime import date

import pytest

from stellwerk.access import Rights
from stellwerk.models import Campaign, Dispatch, Letter, Office, Reminder
from tests.house.campaigns import AALEN, AT, drafted, invited, sent

Breaks = Callable[..., None]


@pytest.fixture
def campaign(coordinator: Rights) -> Campaign:
    return drafted(coordinator)


def test_a_campaign_is_sent_at_some_time(campaign: Campaign, breaks: Breaks) -> None:
    breaks(
        "campaign_sent_has_time", "UPDATE stellwerk_campaign SET state = 'sent' WHERE id = %s", campaign.pk
    )


def test_a_municipality_is_asked_once_in_a_campaign(campaign: Campaign, copy_breaks: Breaks) -> None:
    copy_breaks("invitation_once", invited(campaign), token_sha256="0" * 64)


def test_a_link_leads_to_one_municipality(campaign: Campaign, copy_breaks: Breaks) -> None:
    copy_breaks("token_sha256", invited(campaign), municipality_id=AALEN)


def test_a_municipality_is_reminded_once_a_day(coordinator: Rights, copy_breaks: Breaks) -> None:
    first, second = sent(coordinator).invitations.order_by("pk")[:2]
    assert first.dispatch
    assert second.dispatch
    reminder = Reminder.objects.create(invitation=first, dispatch=first.dispatch, on=date(2024, 3, 15))

    copy_breaks("reminder_once_a_day", reminder, dispatch=second.dispatch)


def test_letters_without_a_run_may_go_to_the_same_office_again(coordinator: Rights) -> None:
    letter = Letter.objects.get(dispatches__invitation=invited(sent(coordinator)))
    letter.pk, letter._state.adding = None, True

    letter.save(force_insert=True)

    assert Letter.objects.filter(addressee=letter.addressee).count() == 2


def test_a_municipality_has_one_office(coordinator: Rights, copy_breaks: Breaks) -> None:
    sent(coordinator)

    copy_breaks("municipality_id", Office.objects.get(municipality="08115045"), key="GEM-zwei")


def test_a_draft_has_sent_nothing(campaign: Campaign) -> None:
    assert campaign.created_at == AT
    assert not Dispatch.objects.filter(invitation__campaign=campaign).exists()
