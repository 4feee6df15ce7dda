"""Links to accounts: they end after they begin, and open nothing after their end."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from stellwerk.actions.account_links import ask_for_link
from stellwerk.letters.account_links import token
from stellwerk.models import AccountLink, LinkKind, Person
from tests.house.cases import RELEASED_AT

Breaks = Callable[..., None]


def asked() -> AccountLink:
    return ask_for_link(Person.objects.order_by("pk")[0].pk, LinkKind.SIGN_IN, at=RELEASED_AT)


def test_a_link_that_ends_before_it_begins_cannot_be_stored(
    db: None, copy_breaks: Callable[..., None]
) -> None:
    link = asked()

    copy_breaks("account_link_expires_after_start", link, expires_at=link.created_at)


def test_a_link_cannot_be_used_after_its_end(db: None, copy_breaks: Callable[..., None]) -> None:
    link = asked()

    copy_breaks("account_link_used_in_time", link, used_at=link.expires_at + timedelta(seconds=1))


def test_the_secret_of_a_link_is_stored_nowhere(db: None) -> None:
    signed = token(asked()).rpartition(":")[2]

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM stellwerk_accountlink t WHERE t::text LIKE %s", [f"%{signed}%"])
        assert cursor.fetchone() == (0,)
