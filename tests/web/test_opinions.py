"""The pages of opinions: the authority asks and treats, a body answers, nobody sees what is not theirs."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stellwerk.models import Application, Opinion, OpinionFile, OpinionPoint, OpinionRequest
from tests.house.applications import PDF, submitted
from tests.house.opinions import ASKED_AT, FILE, asked, objected, offices, opinion
from tests.house.two_people import nobody_overwrites_unseen, shown

Browser = Callable[[str], Client]
PREPARER, BODY = "vorbereitung", "verband"
ANSWER = {
    "answer": "objected",
    "text": "Wir sehen das kritisch.",
    "point_1": "Zu groß.",
    "point_2": "",
    "count": "3",
}


@pytest.fixture
def request_(db: None) -> OpinionRequest:
    return asked()


def text(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


# --- the authority -------------------------------------------------------------------------------


def test_an_official_asks_two_bodies_from_the_page_of_an_application(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)
    address = reverse("opinion_request_new") + f"?antrag={application.pk}"
    page = client.get(address).content.decode()
    assert "Landkreistag" in page
    assert application.file_number in page

    answer = client.post(
        address,
        {
            "title": "Antrag des Ostalbkreises",
            "question": "Was ist zu bedenken?",
            "due_on": "2024-03-22",
            "silence_rule": "consent",
            "offices": [one.pk for one in offices("landkreistag", "gemeindetag")],
            "applications": [application.pk],
            "sections": ["post", "erfunden"],
            "files": [SimpleUploadedFile("Plan.pdf", PDF), SimpleUploadedFile("Karte.pdf", PDF + b"2")],
        },
    )

    made = OpinionRequest.objects.get()
    assert answer.headers["Location"] == reverse("opinion_request", args=[made.pk])
    assert (made.sections, made.opinions.count(), made.files.count()) == (["post"], 2, 2)
    assert made.subjects.get().application == application


def test_what_is_missing_keeps_what_was_typed_and_ticked(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)
    (office,) = offices("gemeindetag")

    answer = client.post(
        reverse("opinion_request_new") + f"?antrag={application.pk}",
        {
            "title": "Thema",
            "question": "Frage?",
            "due_on": "2024-03-08",
            "silence_rule": "wait",
            "offices": office.pk,
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Frage?" in page
    assert f'id="offices-{office.pk}" name="offices" value="{office.pk}" checked' in page
    assert not OpinionRequest.objects.exists()


def test_an_address_that_speaks_of_nothing_known_is_not_found(browser: Browser, db: None) -> None:
    client = browser(PREPARER)

    for query in ("antrag=987654", "aufruf=987654"):
        assert client.get(reverse("opinion_request_new") + f"?{query}").status_code == 404
    assert client.get(reverse("opinion_request_new") + "?antrag=²").status_code == 200


def test_the_page_of_a_request_says_what_is_next(browser: Browser, request_: OpinionRequest) -> None:
    client = browser(PREPARER)
    assert "2 Antworten stehen noch aus." in text(client, "opinion_request", request_.pk)
    assert "Jetzt erinnern" in text(client, "opinion_request", request_.pk)

    objected(request_)

    page = text(client, "opinion_request", request_.pk)
    assert "1 Antwort steht noch aus." in page
    assert "Der Umfang der Stelle ist zu groß." in page


def test_reminders_leave_by_the_button_and_a_second_press_says_so(
    browser: Browser, request_: OpinionRequest
) -> None:
    client, address = browser(PREPARER), reverse("opinion_remind", args=[request_.pk])

    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    again = client.post(address)

    assert again.status_code == 422
    assert "schon erinnert" in again.content.decode()


def test_a_point_is_treated_with_its_reason(browser: Browser, request_: OpinionRequest) -> None:
    objected(request_)
    point, client = OpinionPoint.objects.order_by("pk")[0], browser(PREPARER)
    address = reverse("opinion_point", args=[request_.pk, point.pk])

    assert client.post(address, {"treatment": "followed", "why": ""}).status_code == 422
    assert client.post(address, {"treatment": "followed", "why": "Das leuchtet ein."}).status_code == 302

    page = text(client, "opinion_synopsis", request_.pk)
    assert "Das leuchtet ein." in page
    assert "Punkte nicht behandelt: 1." in page


def test_the_synopsis_comes_as_a_table_with_a_row_for_each_point(
    browser: Browser, request_: OpinionRequest
) -> None:
    objected(request_)
    client = browser("pruefung")

    lines = b"".join(client.get(reverse("opinion_export", args=[request_.pk, "csv"])).streaming_content)
    sheet = client.get(reverse("opinion_export", args=[request_.pk, "xlsx"]))

    assert len(lines.decode("utf-8-sig").strip().splitlines()) == 4
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_what_came_by_post_is_recorded_with_more_points_than_there_were_fields(
    browser: Browser, request_: OpinionRequest
) -> None:
    one, client = opinion(request_, "gemeindetag"), browser(PREPARER)
    address = reverse("opinion_record", args=[request_.pk, one.pk])

    more = client.post(address, ANSWER | {"answered_on": "2024-03-08", "more": "1"})
    page = more.content.decode()
    assert more.status_code == 200
    assert 'name="point_6"' in page
    assert "Zu groß." in page
    done = client.post(address, ANSWER | {"point_6": "Sechstens.", "count": "6", "answered_on": "2024-03-08"})

    assert done.status_code == 302
    assert [it.text for it in OpinionPoint.objects.order_by("number")] == ["Zu groß.", "Sechstens."]
    assert Opinion.objects.get(pk=one.pk).recorded_by is not None


def test_a_request_is_withdrawn_with_a_reason(browser: Browser, request_: OpinionRequest) -> None:
    client = browser(PREPARER)
    address = reverse("opinion_withdraw", args=[request_.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Der Antrag wurde geändert."}).status_code == 302
    assert "Der Antrag wurde geändert." in text(client, "opinion_request", request_.pk)
    assert client.post(address, {"reason": "Noch einmal."}).status_code == 422


def test_the_application_shows_its_opinions_and_waits_for_them(
    browser: Browser, request_: OpinionRequest
) -> None:
    application = request_.subjects.get().application
    page = text(browser(PREPARER), "application", application.pk)

    assert reverse("opinion_request", args=[request_.pk]) in page
    assert "2 Stellen um Stellungnahme gebeten" in page


def test_the_list_is_counted_filtered_and_says_when_it_is_empty(
    browser: Browser, request_: OpinionRequest
) -> None:
    client = browser("pruefung")

    assert "1 Bitte um Stellungnahme gefunden." in text(client, "opinion_requests")
    empty = client.get(reverse("opinion_requests") + "?stand=settled").content.decode()
    assert "Keine Bitte um Stellungnahme passt" in empty


# --- the body ------------------------------------------------------------------------------------


def test_a_body_finds_its_question_answers_and_sees_its_receipt(
    browser: Browser, request_: OpinionRequest
) -> None:
    one, client = opinion(request_), browser(BODY)
    assert reverse("own_opinion", args=[one.pk]) in text(client, "asked")
    assert "Bitte nehmen Sie bis zum 22.03.2024 Stellung." in text(client, "start")
    page = text(client, "own_opinion", one.pk)
    assert "Halten Sie den Umfang für nötig?" in page
    assert "Beschreibung der Maßnahme" in page

    answer = client.post(
        reverse("own_opinion", args=[one.pk]), ANSWER | {"files": [SimpleUploadedFile("Brief.pdf", PDF)]}
    )

    assert answer.status_code == 302
    page = text(client, "own_opinion", one.pk)
    assert "Ihre Stellungnahme ist eingegangen" in page
    assert Opinion.objects.get(pk=one.pk).sha256 in page
    assert "Stellungnahme berichtigen" in page


def test_only_the_chosen_sections_are_shown(browser: Browser, request_: OpinionRequest) -> None:
    page = text(browser(BODY), "own_opinion", opinion(request_).pk)

    assert "Erreichbarkeit für Rückfragen" not in page


def test_an_objection_without_a_point_comes_back_with_what_was_typed(
    browser: Browser, request_: OpinionRequest
) -> None:
    one = opinion(request_)

    answer = browser(BODY).post(reverse("own_opinion", args=[one.pk]), ANSWER | {"point_1": " "})

    assert answer.status_code == 422
    assert "mindestens einen Punkt" in answer.content.decode()
    assert "Wir sehen das kritisch." in answer.content.decode()


def test_a_body_reaches_nothing_of_another(browser: Browser, request_: OpinionRequest) -> None:
    other = asked(Application.objects.get(), bodies=("gemeindetag",), title="Nur für andere")
    foreign, client = opinion(other, "gemeindetag"), browser(BODY)
    own_file, foreign_file = (OpinionFile.objects.get(request=it) for it in (request_, other))

    assert client.get(reverse("own_opinion", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("own_opinion", args=[foreign.pk]), ANSWER).status_code == 404
    assert client.get(reverse("opinion_file", args=[foreign_file.pk])).status_code == 404
    assert client.get(reverse("opinion_request", args=[request_.pk])).status_code == 403
    handed = client.get(reverse("opinion_file", args=[own_file.pk]))
    assert handed.content == FILE.content
    assert handed.headers["Content-Disposition"].startswith("attachment;")


def test_what_a_point_says_is_shown_as_text(browser: Browser, request_: OpinionRequest) -> None:
    objected(request_, points=["<script>alert(1)</script>"])

    page = text(browser(PREPARER), "opinion_request", request_.pk)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_an_opinion_is_not_overwritten_unseen(browser: Browser) -> None:
    clients = [browser("verband"), browser("verband")]
    address = reverse("own_opinion", args=[opinion(asked()).pk])
    points = {"answer": "objected", "point_1": "Zu groß."}

    nobody_overwrites_unseen(
        clients, address, "text", ("Wir sehen das so.", "Wir sehen das anders."), **points
    )


def test_points_are_not_dropped_by_somebody_who_never_saw_them(browser: Browser) -> None:
    clients = [browser("verband"), browser("verband")]
    one = opinion(asked())
    address = reverse("own_opinion", args=[one.pk])
    said = shown(clients[1], address) | {"answer": "objected", "point_1": "Erstens."}
    many = {f"point_{number}": f"Punkt {number} des einen." for number in range(1, 5)}
    clients[0].post(address, {"answer": "objected", "more": "1"})
    assert clients[0].post(address, {"answer": "objected", "count": "6", **many}).status_code == 302

    told = clients[1].post(address, said)

    assert told.status_code == 422
    assert all(f"„{text}“" in told.content.decode() for text in many.values())
    assert one.points.filter(dropped_at=None).count() == 4


def test_asking_for_more_points_hides_nobody_elses_answer(browser: Browser) -> None:
    clients = [browser("verband"), browser("verband")]
    one = opinion(asked())
    address = reverse("own_opinion", args=[one.pk])
    said = shown(clients[1], address) | {"answer": "agreed", "text": "Dafür."}
    clients[0].post(address, shown(clients[0], address) | {"answer": "agreed", "text": "Gern."})

    more = clients[1].post(address, said | {"more": "1"})
    seen = more.context["form"]["seen"].value()
    told = clients[1].post(address, said | {"seen": seen})

    assert told.status_code == 422
    assert "„Gern.“" in told.content.decode()


def test_the_treatment_of_a_point_is_not_overwritten_unseen(browser: Browser) -> None:
    request = asked()
    point = objected(request, at=ASKED_AT).points.order_by("pk")[0]
    clients, address = [browser("vorbereitung")] * 2, reverse("opinion_point", args=[request.pk, point.pk])

    nobody_overwrites_unseen(clients, address, "why", ("Wir folgen dem.", "Wir folgen dem nicht."))
