"""A form that arrives too late: nothing is carried out, nothing typed is lost, and nobody else reads it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from stellwerk.actions.kept_forms import MOST, forget_kept
from stellwerk.gateways import clock
from stellwerk.models import KeptForm, LinkKind, Note, Person, Run
from stellwerk.web.account.security import ActivateTotp
from stellwerk.web.kept_forms import is_secret
from stellwerk.web.refill import forms_of
from tests.house.applications import begun, opened, submitted
from tests.house.everywhere import signed_in

DOOR = "/konto/anmelden/"
WHO = "vorbereitung"
TYPED = "Getippt: „a & b“ <b>ß</b>\n  zweite Zeile"


def without_session(client: Client) -> Client:
    """Let the session end, as it does by itself; the browser keeps its other cookies."""
    client.get("/")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def signs_in(client: Client, who: str = WHO) -> Any:
    values = {"login": f"{who}@demo.stellwerk.invalid", "password": settings.DEMO_PASSWORD}
    return client.post(DOOR, values, follow=True)


@pytest.fixture
def note(db: None) -> str:
    return reverse("application_note", args=[submitted().pk])


def test_the_session_says_nothing_about_what_is_kept(note: str) -> None:
    client = without_session(signed_in(WHO))
    client.post(note, {"text": TYPED})

    assert SESSION_KEY not in client.session
    assert TYPED not in str(dict(client.session))


def test_what_was_typed_stands_in_the_form_again_after_signing_in(note: str) -> None:
    client = without_session(signed_in(WHO))

    late = client.post(note, {"text": TYPED}, headers={"Referer": f"http://testserver{note}"}, follow=True)
    back = signs_in(client)

    assert late.redirect_chain[-1][0].startswith(DOOR)
    assert "steht dann wieder im Formular. Passwörter und Dateien sind nicht dabei." in late.content.decode()
    page = back.content.decode()
    assert "Getippt: „a &amp; b“ &lt;b&gt;ß&lt;/b&gt;\n  zweite Zeile</textarea>" in page
    assert "Gespeichert sind sie noch nicht." in page
    assert not Note.objects.exists()


def test_a_click_carries_it_out_once_and_then_it_is_forgotten(note: str) -> None:
    client = without_session(signed_in(WHO))
    client.post(note, {"text": TYPED})
    page = signs_in(client)
    (form,) = [one for one in forms_of(page.content.decode()) if one.leads_to("/") == note]

    done = client.post(str(form.start.attributes["action"]), {"text": TYPED})

    assert done.status_code == 302
    assert Note.objects.get().text.replace("\r\n", "\n") == TYPED
    assert not KeptForm.objects.exists()
    assert signs_in(without_session(client)).redirect_chain[-1][0] == "/"


def test_somebody_else_who_signs_in_there_gets_nothing_of_it(note: str) -> None:
    client = without_session(signed_in(WHO))
    client.post(note, {"text": TYPED})
    kept = KeptForm.objects.get()

    page = signs_in(client, "pruefung")

    assert page.redirect_chain[-1][0] == "/"
    assert client.get(reverse("kept_form", args=[kept.pk])).status_code == 404
    assert TYPED not in client.get(f"{note}?eingaben={kept.pk}").content.decode()
    assert signs_in(Client()).redirect_chain[-1][0] == f"{note}?eingaben={kept.pk}"


def test_nothing_is_kept_for_whom_nobody_knows(note: str) -> None:
    stranger, forger = Client(), Client()
    forger.cookies[settings.WHO_COOKIE_NAME] = "1:1abcde:erfunden"

    answers = [client.post(note, {"text": TYPED}) for client in (stranger, forger)]

    assert [one.headers["Location"] for one in answers] == [f"{DOOR}?next={note}"] * 2
    assert not KeptForm.objects.exists()


def test_what_is_kept_cannot_be_read_in_the_database(note: str) -> None:
    without_session(signed_in(WHO)).post(note, {"text": "Geheimes Wort"})

    kept = KeptForm.objects.get()
    assert b"Geheimes" not in bytes(kept.content)
    assert (kept.address, kept.person.email.split("@")[0]) == (note, WHO)


def test_no_password_no_code_and_no_file_is_kept(db: None) -> None:
    client = without_session(signed_in("betrieb"))
    client.post(reverse("account_change_password"), {"oldpassword": "x", "password1": "y"})
    client.post(reverse("person_invite"), {"name": "Kim", "password": "geheim", "code": "123456"})

    kept = KeptForm.objects.get()
    assert kept.address == reverse("person_invite")
    page = signs_in(client, "betrieb").content.decode()
    assert 'value="Kim"' in page
    assert "geheim" not in page


def test_every_field_for_a_password_has_a_name_that_is_not_kept() -> None:
    fields = [
        name
        for kind in _all_forms(forms.Form)
        for name, field in getattr(kind, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput)
    ]

    assert len(fields) > 3
    assert [name for name in fields if not is_secret(name)] == []
    assert ActivateTotp.form_class is not None


def _all_forms(kind: type) -> list[type]:
    return [it for one in kind.__subclasses__() for it in (one, *_all_forms(one))]


def test_too_many_and_too_old_ones_give_way(note: str) -> None:
    client = without_session(signed_in(WHO))
    for number in range(MOST + 2):
        client.post(f"{note}?{number}", {"text": TYPED})

    assert KeptForm.objects.count() == MOST
    assert forget_kept(at=clock.now()) == 0
    later = clock.now() + timedelta(minutes=settings.KEPT_FORM_MINUTES + 1)
    assert forget_kept(at=later) == MOST


def test_what_was_kept_can_be_thrown_away(note: str) -> None:
    client = without_session(signed_in(WHO))
    client.post(note, {"text": TYPED})
    where = reverse("kept_form", args=[KeptForm.objects.get().pk])
    signs_in(client)

    page = client.get(where).content.decode()
    client.post(where)

    assert "zweite Zeile" in page
    assert not KeptForm.objects.exists()


def test_a_page_that_has_changed_shows_the_bare_fields(note: str, db: None) -> None:
    client = without_session(signed_in(WHO))
    client.post("/fortfuehrungen/987654/bearbeiten/", {"reason": "Weil es weitergeht"})

    page = signs_in(client)

    assert page.redirect_chain[-1][0].startswith("/konto/eingaben/")
    assert "Weil es weitergeht" in page.content.decode()


def test_a_link_from_a_mail_leads_back_to_the_form_as_well(note: str) -> None:
    from stellwerk.actions.account_links import ask_for_link
    from stellwerk.letters.account_links import address

    without_session(signed_in(WHO)).post(note, {"text": TYPED})
    who = Person.objects.get(email=f"{WHO}@demo.stellwerk.invalid")
    link = ask_for_link(who.pk, LinkKind.SIGN_IN, at=clock.now())

    answer = Client().post(address(link).removeprefix(settings.BASE_URL))

    assert answer.headers["Location"] == f"{note}?eingaben={KeptForm.objects.get().pk}"


# --- a token that signing in elsewhere has made worthless ------------------------------------------


def strict(who: str = WHO) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(who).cookies
    return client


def test_a_form_with_an_old_token_is_shown_again_and_not_carried_out(note: str) -> None:
    client = strict()

    late = client.post(
        note, {"text": TYPED, "csrfmiddlewaretoken": "x" * 64}, headers={"Origin": "http://testserver"}
    )
    page = client.get(late.headers["Location"]).content.decode()

    assert late.status_code == 302
    assert "zweite Zeile</textarea>" in page
    assert not Note.objects.exists()


@pytest.mark.parametrize("origin", ["https://boese.invalid", "null", ""])
def test_a_form_from_another_site_is_refused_and_not_kept(note: str, origin: str) -> None:
    headers = {"Origin": origin} if origin else {}

    answer = strict().post(note, {"text": TYPED}, headers=headers)

    assert answer.status_code == 403
    assert "Das Formular ist abgelaufen" in answer.content.decode()
    assert not KeptForm.objects.exists()


def test_a_draft_that_saves_itself_says_that_the_session_is_over(db: None) -> None:
    application = begun(opened())
    client = without_session(signed_in("landkreis"))
    where = reverse("application_section", args=[application.pk, "applicant"])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{where}"}

    said = client.post(where, {"seen": "1", "contact": "getippt"}, headers=headers)
    page = signs_in(client, "landkreis").content.decode()

    assert said.status_code == 200
    assert "Ihre Sitzung ist abgelaufen." in said.content.decode()
    assert "<html" not in said.content.decode()
    assert 'value="getippt"' in page


def test_a_page_that_looks_again_by_itself_is_led_to_the_door(db: None) -> None:
    answer = Client().get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/journal/"})

    assert answer.headers["HX-Redirect"] == f"{DOOR}?next=%2Fjournal%2F"


def test_a_release_that_asks_for_a_code_first_keeps_what_was_typed(
    consulted: Run, browser: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    client = browser("freigabe")

    answer = client.post(reverse("run_release", args=[consulted.pk]), {"bemerkung": "Geprüft"})

    assert answer.status_code == 302
    assert KeptForm.objects.get().address == reverse("run_release", args=[consulted.pk])
