"""Campaigns: drafted, sent once to each municipality, reminded, closed; every refusal writes nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions import campaigns as act
from stellwerk.actions import deliveries
from stellwerk.gateways import smtp
from stellwerk.letters.campaigns import secret
from stellwerk.models import (
    Campaign,
    CampaignState,
    Dispatch,
    DispatchState,
    Invitation,
    JournalEntry,
    Letter,
    Office,
    Reminder,
    Service,
)
from tests.house.campaigns import AT, BIRTH, LEONBERG, PLACES, SINDELFINGEN, drafted, invited, sent, services

Refuses = Callable[[str], AbstractContextManager[None]]
Forbids = Callable[[], AbstractContextManager[None]]
LATER = AT + timedelta(days=10)


class Postbox:
    """Keeps what a worker hands over."""

    def __init__(self) -> None:
        self.mails: dict[str, bytes] = {}

    def send(self, message: bytes, recipient: str) -> smtp.Answer:
        assert recipient not in self.mails
        self.mails[recipient] = message
        return smtp.Accepted(250, "OK")


class Setter:
    def pdf(self, document: dict[str, object], *, at: object) -> bytes:
        return b"%PDF " + str(document["subject_detail"]).encode()


def worked_off(postbox: Postbox, at: object = AT) -> int:
    """Do what a worker does in one round."""
    claimed = deliveries.claim(at=at, limit=50, lease=timedelta(minutes=2))  # type: ignore[arg-type]
    files = deliveries.attachments(claimed, typesetter=Setter(), at=AT)
    for one in claimed:
        file = files.get(one.letter_id)
        answer = deliveries.deliver(one, file, mailer=postbox, sender="A <a@a.invalid>", at=AT)
        deliveries.record(one, answer, at=AT)
    return len(claimed)


def text_of(mail: bytes) -> str:
    body = message_from_bytes(mail, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_draft_asks_the_chosen_and_keeps_only_the_fingerprint_of_each_link(coordinator: Rights) -> None:
    campaign = drafted(coordinator)

    rows = campaign.invitations.order_by("municipality")
    assert [row.municipality_id for row in rows] == sorted(PLACES)
    assert all(secret(campaign, row.municipality_id) not in row.token_sha256 for row in rows)
    assert len({secret(campaign, ags) for ags in PLACES}) == 3
    assert {len(secret(campaign, ags)) for ags in PLACES} == {43}  # 256 bit
    assert JournalEntry.objects.filter(verb="draft_campaign", thing_id=campaign.pk).count() == 1


def test_sending_freezes_a_letter_for_each_municipality_without_the_link(coordinator: Rights) -> None:
    campaign = sent(coordinator)

    letters = Letter.objects.filter(kind="campaign").order_by("pk")
    assert letters.count() == Dispatch.objects.filter(letter__in=letters, state="waiting").count() == 3
    letter = invited(campaign).dispatch.letter  # type: ignore[union-attr]
    assert letter.document["authority"] == ["Landratsamt Böblingen"]
    assert letter.document["addressee"] == ["Stadtverwaltung Sindelfingen", "Sindelfingen"]
    assert "bestaetigung/" not in str(letter.document)
    assert secret(campaign, SINDELFINGEN) not in str(letter.document)
    (table,) = [block for block in letter.document["annexes"] if block["kind"] == "table"]
    assert table["rows"] == [
        ["Baugenehmigung Erteilung", "99012008001000", "geplant für 30.09.2024", "17.01.2023"],
        [Service.objects.get(key=BIRTH).name, BIRTH, "online seit 17.01.2023", "17.01.2023"],
    ]


def test_a_cell_that_nobody_asked_about_says_so_in_the_letter(coordinator: Rights) -> None:
    letter = invited(sent(coordinator), LEONBERG).dispatch.letter  # type: ignore[union-attr]

    (table,) = [block for block in letter.document["annexes"] if block["kind"] == "table"]
    assert [row[2] for row in table["rows"]] == ["noch nicht erhoben", "kein Angebot"]


def test_the_worker_sends_each_mail_once_with_its_own_link(coordinator: Rights) -> None:
    campaign, postbox = sent(coordinator), Postbox()

    assert [worked_off(postbox), worked_off(postbox)] == [3, 0]

    assert set(postbox.mails) == {f"poststelle@gem-{ags}.stellwerk.invalid" for ags in PLACES}
    for ags in PLACES:
        text = text_of(postbox.mails[f"poststelle@gem-{ags}.stellwerk.invalid"])
        assert f"/bestaetigung/{secret(campaign, ags)}/" in text.replace("\n", "")
        assert text.count("/bestaetigung/") == 1
        assert "Landratsamt Böblingen" in text
        assert "Aktenzeichen" not in text
    mail = message_from_bytes(
        postbox.mails["poststelle@gem-08115045.stellwerk.invalid"], policy=policy.default
    )
    assert mail["Reply-To"] == "poststelle@lra-08115.stellwerk.invalid"
    assert "Az." not in mail["Subject"]


def test_a_link_that_the_new_key_cannot_make_is_not_sent(coordinator: Rights, settings: object) -> None:
    sent(coordinator)
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]

    worked_off(postbox := Postbox())

    assert postbox.mails == {}
    found = Dispatch.objects.filter(letter__kind="campaign")
    assert set(found.values_list("state", flat=True)) == {DispatchState.FAILED}
    assert "Schlüssel wurde gewechselt" in found.order_by("pk")[0].answer


def test_a_draft_without_municipalities_goes_to_the_whole_district(coordinator: Rights) -> None:
    sent(coordinator)
    empty = Campaign.objects.create(
        title="Alle", district_id="08115", text="Bitte", due_on=date(2024, 4, 5), by=coordinator.person,
        created_at=LATER,
    )  # fmt: skip
    empty.services.set(services())

    act.send_campaign(empty.pk, rights=coordinator, at=AT)

    assert empty.invitations.filter(dispatch__isnull=False).count() == 26


def test_who_has_not_answered_is_reminded_once_a_day(coordinator: Rights, refuses: Refuses) -> None:
    campaign, postbox = sent(coordinator), Postbox()
    Invitation.objects.filter(pk=invited(campaign, LEONBERG).pk).update(answered_at=AT)
    Dispatch.objects.filter(letter__kind="campaign").update(state="sent", sent_at=AT)

    reminders = act.remind(campaign.pk, rights=coordinator, at=LATER)

    assert {one.invitation.municipality_id for one in reminders} == set(PLACES) - {LEONBERG}
    assert worked_off(postbox, LATER) == 2
    text = text_of(postbox.mails["poststelle@gem-08115045.stellwerk.invalid"])
    assert secret(campaign, SINDELFINGEN) in text.replace("\n", "")
    with refuses("heute schon erinnert"):
        act.remind(campaign.pk, rights=coordinator, at=LATER)
    act.remind(campaign.pk, rights=coordinator, at=LATER + timedelta(days=1))
    assert Reminder.objects.filter(invitation__campaign=campaign).count() == 4


def test_closing_keeps_back_what_has_not_gone_out(coordinator: Rights) -> None:
    campaign = sent(coordinator)
    first = invited(campaign).dispatch
    Dispatch.objects.filter(pk=first.pk).update(state="sent", sent_at=AT)  # type: ignore[union-attr]

    act.close_campaign(campaign.pk, rights=coordinator, at=LATER)

    states = Invitation.objects.filter(campaign=campaign).values_list("dispatch__state", flat=True)
    assert sorted(states) == ["sent", "stopped", "stopped"]
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_a_draft_can_be_dropped_a_sent_round_cannot(coordinator: Rights, refuses: Refuses) -> None:
    act.discard_campaign(drafted(coordinator).pk, rights=coordinator, at=AT)
    assert not Campaign.objects.exists()

    campaign = sent(coordinator)
    with refuses("versandt"):
        act.discard_campaign(campaign.pk, rights=coordinator, at=AT)


def test_a_round_is_sent_once(coordinator: Rights, refuses: Refuses) -> None:
    campaign = sent(coordinator)

    with refuses("inzwischen „versandt“"):
        act.send_campaign(campaign.pk, rights=coordinator, at=AT)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"services": []}, "keine Leistung"),
        ({"municipalities": []}, "keine Gemeinde"),
        ({"due_on": date(2024, 3, 8)}, "muss noch kommen"),
    ],
)
def test_a_draft_needs_something_to_ask_and_time_to_answer(
    coordinator: Rights, refuses: Refuses, changes: dict[str, object], words: str
) -> None:
    services()
    with refuses(words):
        drafted(coordinator, **changes)


def test_a_municipality_without_office_or_address_is_named(coordinator: Rights, refuses: Refuses) -> None:
    campaign = drafted(coordinator)
    with refuses("Holzgerlingen, Leonberg, Sindelfingen"):
        act.send_campaign(campaign.pk, rights=coordinator, at=AT)
    act.discard_campaign(campaign.pk, rights=coordinator, at=AT)
    sent(coordinator)
    again = drafted(coordinator)
    Office.objects.filter(municipality=LEONBERG).update(email="")

    with refuses("Stadtverwaltung Leonberg"):
        act.send_campaign(again.pk, rights=coordinator, at=AT)


def test_nobody_else_touches_the_rounds_of_a_district(
    coordinator: Rights,
    other_coordinator: Rights,
    preparer: Rights,
    everything_stays: Callable,
    forbids: Forbids,
) -> None:
    campaign = drafted(coordinator)

    with forbids():
        drafted(other_coordinator)
    for step in (act.send_campaign, act.remind, act.close_campaign, act.discard_campaign):
        with everything_stays(), pytest.raises(Http404):
            step(campaign.pk, rights=other_coordinator, at=AT)
        with forbids():
            step(campaign.pk, rights=preparer, at=AT)
