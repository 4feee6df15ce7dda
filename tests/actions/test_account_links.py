"""Links to accounts: asked for, sent by the workers, used once, and held back in safe mode."""

from datetime import timedelta

import pytest
from django.conf import settings

from stellwerk.actions.account_links import ask_for_link, deliver_next, use_link
from stellwerk.gateways import smtp
from stellwerk.law.working import Refused
from stellwerk.letters.account_links import address, row_of, token
from stellwerk.models import AccountLink, JournalEntry, LinkKind, LinkState, Person
from tests.house.cases import RELEASED_AT

SENDER = "Stellwerk <poststelle@stellwerk.invalid>"


class Postbox:
    """Stands for the mail server; says what it was told to say."""

    def __init__(self, answer: smtp.Answer) -> None:
        self.answer, self.mails = answer, list[tuple[bytes, str]]()

    def send(self, message: bytes, recipient: str) -> smtp.Answer:
        self.mails.append((message, recipient))
        return self.answer


@pytest.fixture
def who(db: None) -> Person:
    return Person.objects.get(email="freigabe@demo.stellwerk.invalid")


@pytest.fixture
def link(who: Person) -> AccountLink:
    return ask_for_link(who.pk, LinkKind.SIGN_IN, at=RELEASED_AT)


def test_a_link_opens_once(link: AccountLink) -> None:
    use_link(link.pk, at=RELEASED_AT + timedelta(minutes=3))

    with pytest.raises(Refused, match="gilt nicht mehr"):
        use_link(link.pk, at=RELEASED_AT + timedelta(minutes=4))
    assert JournalEntry.objects.filter(verb="use_link", by=link.person).count() == 1


def test_a_link_opens_nothing_after_its_time(link: AccountLink) -> None:
    with pytest.raises(Refused, match="gilt nicht mehr"):
        use_link(link.pk, at=link.expires_at)


def test_a_newer_link_closes_the_earlier_one(link: AccountLink, who: Person) -> None:
    later = RELEASED_AT + timedelta(minutes=1)
    ask_for_link(who.pk, LinkKind.SIGN_IN, at=later)

    with pytest.raises(Refused, match="gilt nicht mehr"):
        use_link(link.pk, at=later)


def test_a_link_that_nobody_signed_names_no_row(link: AccountLink) -> None:
    signed = token(link)

    assert row_of(signed) == link.pk
    assert row_of(signed[:-1] + ("a" if signed[-1] != "a" else "b")) is None
    assert row_of("1") is None


def test_the_mail_goes_to_the_person_and_carries_the_link(link: AccountLink) -> None:
    post = Postbox(smtp.Accepted(250, "OK"))

    deliver_next(mailer=post, sender=SENDER, at=RELEASED_AT)

    (message, recipient) = post.mails[0]
    text = message.replace(b"=\r\n", b"").replace(b"=3D", b"=").decode()
    assert recipient == link.person.email
    assert address(link).removeprefix(settings.BASE_URL) in text
    link.refresh_from_db()
    assert link.state == LinkState.SENT
    assert deliver_next(mailer=post, sender=SENDER, at=RELEASED_AT) is None


def test_safe_mode_holds_the_mail_back_and_says_so(link: AccountLink) -> None:
    deliver_next(mailer=Postbox(smtp.HeldBack(0, "Sicherer Modus")), sender=SENDER, at=RELEASED_AT)

    link.refresh_from_db()
    assert link.get_state_display() == "zurückgehalten (sicherer Modus)"


def test_a_mail_that_was_not_taken_is_tried_again(link: AccountLink) -> None:
    deliver_next(mailer=Postbox(smtp.TryAgain(451, "later")), sender=SENDER, at=RELEASED_AT)

    link.refresh_from_db()
    assert (link.state, link.attempts) == (LinkState.WAITING, 1)
    assert link.next_attempt_at == RELEASED_AT + timedelta(minutes=1)


def test_who_may_not_sign_in_any_more_opens_nothing(link: AccountLink, who: Person) -> None:
    who.is_active = False
    who.save(update_fields=["is_active"])

    with pytest.raises(Refused, match="gilt nicht mehr"):
        use_link(link.pk, at=RELEASED_AT)
