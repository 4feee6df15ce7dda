"""The people of an office: invited by mail, signed in by the link, asked for a second factor."""

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.actions.read_entries import forget_reads
from stellwerk.gateways import clock
from stellwerk.letters.account_links import address
from stellwerk.models import AccountLink, JournalEntry, Membership, Office, Person, ReadEntry, Role, Run
from tests.house.cases import person
from tests.house.two_people import nobody_overwrites_unseen

Browser = Callable[[str], Client]
NEW = "neu@amt.invalid"


def path_of(link: AccountLink) -> str:
    return address(link).removeprefix(settings.BASE_URL)


def invite(client: Client, **changes: str) -> None:
    office = Office.objects.get(kind="authority")
    values = {
        "name": "Kim Neu",
        "email": NEW,
        "office": office.pk,
        "role": "releaser",
        "starts_on": "2024-03-08",
    }
    answer = client.post(reverse("person_invite"), values | changes)
    assert answer.status_code == 302, answer.content.decode()


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_office_sees_its_own_people_and_nobody_elses(browser: Browser) -> None:
    page = browser("landkreis").get(reverse("people")).content.decode()

    assert "landkreis@demo.stellwerk.invalid" in page
    assert "freigabe@demo.stellwerk.invalid" not in page


def test_who_operates_the_house_sees_the_people_of_all_offices(browser: Browser) -> None:
    page = browser("betrieb").get(reverse("people")).content.decode()

    assert "landkreis@demo.stellwerk.invalid" in page
    assert "freigabe@demo.stellwerk.invalid" in page


def test_an_invited_releaser_signs_in_by_link_and_must_set_up_a_second_factor(
    browser: Browser, client: Client, consulted: Run
) -> None:
    invite(browser("betrieb"))
    link = AccountLink.objects.get()

    assert "Einladung annehmen" in client.get(path_of(link)).content.decode()
    assert client.post(path_of(link)).headers["Location"] == reverse("mfa_index")
    asked = client.get(reverse("run_release", args=[consulted.pk]))
    assert asked.headers["Location"].startswith(reverse("mfa_index"))
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(form.secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert "nur dieses eine Mal" in client.get(done.headers["Location"]).content.decode()
    assert client.get(reverse("run_release", args=[consulted.pk])).status_code == 200


def role_of(name: str, role: Role) -> Membership:
    return Membership.objects.get(person=person(name).person, role=role)


def test_who_releases_cannot_invent_a_second_pair_of_eyes(browser: Browser) -> None:
    client, office = browser("freigabe"), Office.objects.get(kind="authority")
    values = {"name": "Kim Neu", "email": NEW, "office": office.pk, "starts_on": "2024-03-08"}

    refused = client.post(reverse("person_invite"), values | {"role": "releaser"})
    invite(client, role="preparer")

    assert refused.status_code == 422
    assert [one.role for one in Membership.objects.filter(person__email=NEW)] == ["preparer"]


def test_nobody_gives_themselves_a_role(browser: Browser) -> None:
    office = Office.objects.get(kind="authority")
    values = {
        "name": "Ich",
        "email": "betrieb@demo.stellwerk.invalid",
        "office": office.pk,
        "role": "releaser",
    }

    answer = browser("betrieb").post(reverse("person_invite"), values | {"starts_on": "2024-03-08"})

    assert answer.status_code == 422
    assert "Sich selbst kann niemand eine Rolle geben" in answer.content.decode()


def test_nobody_invites_to_an_office_that_is_not_theirs(browser: Browser) -> None:
    other = Office.objects.get(key="LRA-08115")
    values = {
        "name": "Kim Neu",
        "email": NEW,
        "office": other.pk,
        "role": "county",
        "starts_on": "2024-03-08",
    }

    assert browser("landkreis").post(reverse("person_invite"), values).status_code == 422
    assert not Person.objects.filter(email=NEW).exists()


def test_the_same_role_is_not_given_twice(browser: Browser) -> None:
    client = browser("betrieb")
    invite(client)
    office = Office.objects.get(kind="authority")
    values = {"name": "Kim Neu", "email": NEW.upper(), "office": office.pk, "role": "releaser"}

    answer = client.post(reverse("person_invite"), values | {"starts_on": "2024-04-01"})

    assert "hat diese Rolle schon" in answer.content.decode()
    assert Person.objects.filter(email__iexact=NEW).count() == 1


def test_an_ended_role_ends_the_rights_on_the_day_after(browser: Browser) -> None:
    one = role_of("vorbereitung", Role.PREPARER)

    answer = browser("freigabe").post(reverse("membership_end", args=[one.pk]), {"last_day": "2024-03-07"})

    assert answer.status_code == 302
    assert browser("vorbereitung").get(reverse("programmes")).status_code == 403
    assert JournalEntry.objects.filter(verb="end_membership").count() == 1


def test_the_end_of_a_role_is_not_overwritten_unseen(browser: Browser) -> None:
    clients = [browser("freigabe"), browser("freigabe")]
    address = reverse("membership_end", args=[role_of("vorbereitung", Role.PREPARER).pk])

    nobody_overwrites_unseen(clients, address, "last_day", ("2024-05-31", "2024-06-30"), told="31.05.2024")


def test_nobody_ends_their_own_role_or_one_of_another_office(browser: Browser) -> None:
    own, other = role_of("betrieb", Role.OPERATOR), role_of("landkreis", Role.COUNTY)

    refused = browser("betrieb").post(reverse("membership_end", args=[own.pk]), {"last_day": "2024-03-08"})
    unseen = browser("freigabe").post(reverse("membership_end", args=[other.pk]), {"last_day": "2024-03-08"})

    assert "Ihre eigene Rolle beendet eine andere Person" in refused.content.decode()
    assert unseen.status_code == 404


def test_whoever_never_signed_in_gets_a_new_link_and_the_old_one_is_over(
    browser: Browser, client: Client
) -> None:
    operator = browser("betrieb")
    invite(operator)
    first = AccountLink.objects.get()
    AccountLink.objects.update(created_at=first.created_at - timedelta(hours=1))
    who = Person.objects.get(email=NEW)

    operator.post(reverse("person_invite_again", args=[who.pk]))

    first.refresh_from_db()
    assert client.post(path_of(first)).status_code == 404
    assert AccountLink.objects.filter(person=who, expires_at__gt=clock.now()).count() == 1


def test_the_auditor_sees_who_read_about_people_and_filters(browser: Browser) -> None:
    browser("landkreis").get(reverse("people"))

    page = browser("pruefung").get(reverse("read_entries"), {"q": "landkreis@"}).content.decode()

    assert "/personen/" in page
    assert ReadEntry.objects.get(page="people").by == person("landkreis").person


def test_reads_are_forgotten_when_their_time_is_over(browser: Browser) -> None:
    browser("landkreis").get(reverse("people"))
    days = timedelta(days=settings.READ_LOG_DAYS)

    assert forget_reads(at=clock.now() + days - timedelta(hours=1)) == 0
    assert forget_reads(at=clock.now() + days + timedelta(hours=1)) == 1


def test_the_number_of_queries_does_not_grow_with_the_people(
    browser: Browser, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = browser("betrieb")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("people"))
