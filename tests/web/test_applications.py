"""The pages of an application: a county fills in, a second person signs, the authority reads."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stellwerk.management.demonstration_calls import SAID
from stellwerk.models import Application, Attachment, Receipt
from stellwerk.queries.applications import written
from tests.house.applications import (
    CERTIFIER,
    OTHER_WRITER,
    PDF,
    WRITER,
    begun,
    certified,
    handed_over,
    opened,
    submitted,
    whole,
)

Browser = Callable[[str], Client]


def text(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


# --- the county ----------------------------------------------------------------------------------


def test_a_county_sees_open_calls_with_the_clock_of_the_server(browser: Browser) -> None:
    opened()

    page = text(browser(WRITER), "open_calls")

    assert "Förderaufruf 2024" in page
    assert "30.04.2024, 18:00 Uhr" in page
    assert "Uhr des Servers" in page


def test_the_questions_come_before_the_form(browser: Browser) -> None:
    call, client = opened(), browser(WRITER)
    address = reverse("open_call", args=[call.pk])

    refused = client.post(address, SAID | {"has_begun": "yes"})
    begins = client.post(address, SAID)

    assert refused.status_code == 422
    assert "kann nicht gefördert werden" in refused.content.decode()
    assert begins.status_code == 302
    assert Application.objects.get().applicant.name == "Landratsamt Ostalbkreis"


def test_a_section_is_saved_and_the_next_one_opens(browser: Browser) -> None:
    application, client = begun(), browser(WRITER)
    address = reverse("application_section", args=[application.pk, "applicant"])
    values = {"seen": "1", "legal_entity": "Ostalbkreis", "office": "Landratsamt", "contact": "a@b.invalid"}

    answer = client.post(address, values | {"seat": "08136088", "weiter": "1"})

    assert answer.headers["Location"] == reverse("application_section", args=[application.pk, "post"])
    assert written(application).answers["seat"] == "08136088"


def test_what_cannot_be_read_stays_typed_and_the_rest_is_saved(browser: Browser) -> None:
    application, client = begun(), browser(WRITER)
    address = reverse("application_section", args=[application.pk, "post"])

    answer = client.post(address, {"seen": "1", "share": "eine halbe", "starts_on": "01.07.2024"})

    assert answer.status_code == 422
    assert "eine halbe" in answer.content.decode()
    assert written(application).answers["starts_on"] == "2024-07-01"


def test_the_second_of_two_people_sees_both_versions(browser: Browser) -> None:
    application = begun()
    address = reverse("application_section", args=[application.pk, "applicant"])
    browser(WRITER).post(address, {"seen": "1", "contact": "erste@lra.invalid", "office": "A"})

    answer = browser(CERTIFIER).post(address, {"seen": "1", "contact": "zweite@lra.invalid", "office": "A"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "erste@lra.invalid" in page
    assert "zweite@lra.invalid" in page
    assert 'name="seen" id="seen" value="2"' in page


def test_a_draft_saves_itself_with_htmx_and_says_so(browser: Browser) -> None:
    application, client = begun(), browser(WRITER)
    address = reverse("application_section", args=[application.pk, "post"])

    answer = client.post(address, {"seen": "1", "share": "0,5"}, headers={"HX-Request": "true"})

    assert "Fassung 2" in answer.content.decode()
    assert written(application).answers["share"] == "0.5"


@pytest.mark.parametrize("seen", ["", "x", "-1", "99", "²"])
def test_a_version_nobody_saw_is_not_found(browser: Browser, seen: str) -> None:
    application = begun()
    address = reverse("application_section", args=[application.pk, "post"])

    assert browser(WRITER).post(address, {"seen": seen}).status_code == 404


def test_a_file_is_attached_kept_and_taken_away(browser: Browser) -> None:
    application, client = begun(), browser(WRITER)
    address = reverse("attachment_new", args=[application.pk, "job_description"])

    client.post(address, {"file": SimpleUploadedFile("../Stelle.pdf", PDF)})
    file = Attachment.objects.get()
    loaded = client.get(reverse("attachment", args=[file.pk]))

    assert (file.name, file.media_type) == ("Stelle.pdf", "application/pdf")
    assert loaded.content == PDF
    assert loaded.headers["Content-Disposition"].startswith("attachment")
    assert browser(OTHER_WRITER).get(reverse("attachment", args=[file.pk])).status_code == 404

    client.post(reverse("attachment_remove", args=[application.pk, file.pk]))

    assert Attachment.objects.get().removed_at is not None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("Stelle.exe", b"MZ", "Diese Datei ist keine davon"),
        ("Stelle.pdf", b"MZ", "Diese Datei ist keine davon"),
        ("Stelle.docx", b"PK\x03\x04", "Diese Datei ist keine davon"),
        ("Stelle.pdf", PDF + b"x" * 10_000_001, "größer als 10 MB"),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused(
    browser: Browser, name: str, content: bytes, words: str
) -> None:
    application = begun()
    address = reverse("attachment_new", args=[application.pk, "job_description"])

    answer = browser(WRITER).post(address, {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Attachment.objects.exists()


def test_the_page_says_what_is_missing_and_then_what_to_do(browser: Browser) -> None:
    application, client = begun(), browser(WRITER)

    before = text(client, "own_application", application.pk)
    whole(application)
    after = text(client, "own_application", application.pk)

    assert "Diese Angabe fehlt" in before
    assert "Zur Zeichnung geben" not in before
    assert "Zur Zeichnung geben" in after


def test_two_people_submit_and_the_receipt_is_a_pdf(browser: Browser) -> None:
    application = whole()
    browser(WRITER).post(reverse("application_hand_over", args=[application.pk]))
    own = text(browser(WRITER), "application_certify", application.pk)

    seen = {"seen": str(written(application).number)}
    stale = browser(CERTIFIER).post(reverse("application_certify", args=[application.pk]), {"seen": "1"})
    answer = browser(CERTIFIER).post(reverse("application_certify", args=[application.pk]), seen)

    assert "zeichnet ihn nicht selbst" in own
    assert "wurde inzwischen geändert" in stale.content.decode()
    assert answer.headers["Location"] == reverse("receipt", args=[application.pk])
    receipt = Receipt.objects.get()
    assert receipt.sha256 in text(browser(WRITER), "receipt", application.pk)
    pdf = browser(WRITER).get(reverse("receipt_pdf", args=[application.pk, receipt.pk]))
    again = browser("pruefung").get(reverse("receipt_pdf", args=[application.pk, receipt.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert pdf.content == again.content


@pytest.mark.parametrize("name", ["own_application", "application_certify", "own_versions", "receipt"])
def test_another_county_finds_nothing(browser: Browser, name: str) -> None:
    application = handed_over()

    assert browser(OTHER_WRITER).get(reverse(name, args=[application.pk])).status_code == 404


@pytest.mark.parametrize("name", ["application_give_back", "application_withdraw"])
def test_a_step_back_names_its_reason(browser: Browser, name: str) -> None:
    application = handed_over()
    address = reverse(name, args=[application.pk])

    empty = browser(CERTIFIER).post(address, {"reason": ""})
    done = browser(CERTIFIER).post(address, {"reason": "Der Betrag stimmt nicht."})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert "Der Betrag stimmt nicht." in text(browser(WRITER), "own_application", application.pk)


def test_versions_are_compared_field_by_field(browser: Browser) -> None:
    application = whole()

    page = text(browser(WRITER), "own_versions", application.pk)

    assert "beantragter Betrag in Euro" in page
    assert "69.600,00 €" in page


def test_the_list_of_own_applications_shows_what_became_of_each(browser: Browser) -> None:
    certified()

    page = text(browser(WRITER), "own_applications")

    assert "eingereicht" in page
    assert "1 Antrag" in page


@pytest.mark.parametrize("name", ["own_application", "own_versions", "receipt"])
def test_pages_of_a_submitted_application_open_in_english(browser: Browser, name: str) -> None:
    application, client = submitted(), browser(WRITER)
    client.cookies["django_language"] = "en"

    assert text(client, name, application.pk)
