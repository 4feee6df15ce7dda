"""Pages for what went wrong: in the look of the house, with a way out."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error


def test_an_unknown_address_says_so(client: Client, db: None) -> None:
    answer = client.get("/gibt-es-nicht/")

    assert answer.status_code == 404
    assert "Seite nicht gefunden" in answer.content.decode()


def test_a_forbidden_page_says_whom_to_ask(browser: Callable[[str], Client]) -> None:
    answer = browser("landkreis").get("/versand/")

    assert answer.status_code == 403
    assert "Ihre Rolle erlaubt diese Seite" in answer.content.decode()


def test_a_form_without_its_token_changes_nothing(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/konto/anmelden/", {"login": "x", "password": "y"})

    assert answer.status_code == 403
    assert "Das Formular ist abgelaufen" in answer.content.decode()


def test_errors_of_ours_are_shown_without_database_and_session() -> None:
    request = RequestFactory().get("/")

    assert "Es ist ein Fehler aufgetreten" in server_error(request).content.decode()
    assert "Die Anfrage war fehlerhaft" in bad_request(request, ValueError()).content.decode()


def test_too_many_requests_are_answered_in_the_look_of_the_house(rf: RequestFactory) -> None:
    assert "Zu viele Anfragen" in render_to_string("429.html", request=rf.get("/"))
