"""Links to accounts: ask for one, use it once, hand its mail over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404

from stellwerk.actions._account_links import add_link
from stellwerk.actions._steps import journal
from stellwerk.actions.deliveries import PAUSES, Mailer
from stellwerk.gateways import smtp
from stellwerk.gateways.mail_message import mail_message
from stellwerk.law.working import N_, Refused
from stellwerk.letters import account_links as mail
from stellwerk.models import AccountLink, LinkKind, LinkState, Person

STATES = {smtp.Accepted: LinkState.SENT, smtp.HeldBack: LinkState.HELD_BACK}


@transaction.atomic(durable=True)
def ask_for_link(person_id: int, kind: LinkKind, *, at: datetime) -> AccountLink:
    """Let a person who is known have a link by mail to sign in or to set a new password."""
    person = get_object_or_404(Person.objects.filter(is_active=True), pk=person_id)
    lasts = timedelta(minutes=settings.SIGN_IN_LINK_MINUTES)
    link = add_link(person, kind, by=None, at=at, lasts=lasts)
    journal(None, at, "ask_for_link", person, f"Angefordert: {LinkKind(kind).label} für {person.name}")
    return link


@transaction.atomic(durable=True)
def use_link(link_id: int, *, at: datetime) -> AccountLink:
    """Use a link; from now on it opens nothing.

    Refused: it was used before, or its time is over.
    """
    found = AccountLink.objects.select_for_update(of=("self",)).select_related("person")
    link = get_object_or_404(found, pk=link_id)
    if link.used_at or link.expires_at <= at or not link.person.is_active:
        raise Refused(
            N_("Dieser Link gilt nicht mehr. Bitte fordern Sie auf der Seite „Anmelden“ einen neuen an.")
        )
    link.used_at = at
    link.save(update_fields=["used_at"])
    journal(link.person, at, "use_link", link.person, f"Benutzt: {link.get_kind_display()}")
    return link


@transaction.atomic(durable=True)
def deliver_next(*, mailer: Mailer, sender: str, at: datetime) -> smtp.Answer | None:
    """Hand over the mail that waits longest and write down the answer; None where nothing is due.

    The row is locked meanwhile: a worker that dies leaves it due, and a repeat carries the same link.
    """
    due = AccountLink.objects.filter(state=LinkState.WAITING, next_attempt_at__lte=at)
    free = due.select_for_update(of=("self",), skip_locked=True).select_related("person", "by")
    link = free.order_by("next_attempt_at", "pk").first()
    if link is None:
        return None
    answer = mailer.send(_message(link, sender, at), link.person.email)
    link.state, pause = _outcome(answer, link.attempts)
    link.attempts, link.answer = link.attempts + 1, f"{answer.code} {answer.text}"[:500]
    link.next_attempt_at = None if pause is None else at + pause
    link.save(update_fields=["state", "attempts", "answer", "next_attempt_at"])
    return answer


def _message(link: AccountLink, sender: str, at: datetime) -> bytes:
    return mail_message(
        message_id=mail.message_id(link),
        dispatch=f"account-link-{link.pk}",
        sender=sender,
        recipient=link.person.email,
        subject=mail.subject(link),
        text=mail.text(link),
        written_at=at,
    )


def _outcome(answer: smtp.Answer, attempts: int) -> tuple[LinkState, timedelta | None]:
    if type(answer) in STATES:
        return STATES[type(answer)], None
    if isinstance(answer, smtp.RefusedRecipient | smtp.Unsendable) or attempts >= len(PAUSES):
        return LinkState.FAILED, None
    return LinkState.WAITING, PAUSES[attempts]
