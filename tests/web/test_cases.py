"""The authority: forms without code, calls, and the check of an application."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import (
    Application,
    Call,
    Check,
    CorrectionRequest,
    EarlyStart,
    Flag,
    Form,
    FormVersion,
    Note,
)
from stellwerk.queries.applications import written
from tests.house.applications import CERTIFIER, WRITER, begun, content, opened, published, submitted

Browser = Callable[[str], Client]
PREPARER, RELEASER, AUDITOR = "vorbereitung", "freigabe", "pruefung"


def text(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def posted(
    client: Client, name: str, /, *args: object, status: int = 302, query: str = "", **values: object
) -> str:
    answer = client.post(reverse(name, args=args) + query, values)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


# --- forms ---------------------------------------------------------------------------------------


def test_a_form_is_defined_without_code_and_published(browser: Browser, programme: object) -> None:
    client = browser(PREPARER)
    posted(client, "form_new", programme=programme.pk, name="Kurzantrag")
    pk = FormVersion.objects.get().pk

    posted(
        client,
        "form_piece_new",
        pk,
        "question",
        key="is_town",
        label="Sind Sie eine Stadt?",
        excluding="yes",
        explanation="Nur Kreise.",
    )
    posted(client, "form_piece_new", pk, "section", key="costs", label="Ausgaben")
    posted(
        client,
        "form_piece_new",
        pk,
        "field",
        query="?abschnitt=costs",
        key="other",
        label="Weitere Mittel?",
        kind="yes_no",
        required="1",
    )
    posted(
        client,
        "form_piece_new",
        pk,
        "field",
        query="?abschnitt=costs",
        key="how_much",
        label="Wie viel?",
        kind="money",
        when="other=yes",
    )
    posted(client, "form_piece_new", pk, "check", key="complete", label="Vollständig?")
    posted(client, "form_publish", pk)

    stored = FormVersion.objects.get()
    assert stored.published_at is not None
    fields = stored.content["sections"][0]["fields"]
    assert fields[1]["when"] == [{"field": "other", "is": ["yes"]}]
    assert "Nur Kreise." in text(client, "form_version", pk)


def test_pieces_are_moved_changed_and_taken_away(browser: Browser) -> None:
    client = browser(PREPARER)
    form = published().form
    posted(client, "form", form.pk)
    pk = FormVersion.objects.get(published_at=None).pk

    posted(client, "form_arrange", pk, "section", "post", tun="hoch")
    posted(client, "form_arrange", pk, "field", "opinion", tun="weg")
    posted(client, "form_piece", pk, "field", "contact", key="contact", label="Sammelpostfach", kind="text")

    it = FormVersion.objects.get(pk=pk).content
    assert [one["key"] for one in it["sections"]] == ["post", "applicant", "financing"]
    assert "opinion" not in json.dumps(it)
    assert "Sammelpostfach" in json.dumps(it)


def test_a_field_that_others_depend_on_is_not_taken_away(browser: Browser) -> None:
    client = browser(PREPARER)
    posted(client, "form", published().form_id)
    pk = FormVersion.objects.get(published_at=None).pk

    page = posted(client, "form_arrange", pk, "field", "follow_up", tun="weg", status=422)

    assert "hängt von „follow_up“ ab" in page


def test_a_published_version_cannot_be_edited(browser: Browser) -> None:
    version = published()

    assert browser(PREPARER).get(reverse("form_import", args=[version.pk])).status_code == 404
    assert browser(PREPARER).get(reverse("form_piece_new", args=[version.pk, "field"])).status_code == 404


def test_what_is_exported_as_json_can_be_read_again(browser: Browser) -> None:
    client = browser(PREPARER)
    version = published()
    exported = client.get(reverse("form_export", args=[version.pk])).content.decode()
    posted(client, "form", version.form_id)
    draft = FormVersion.objects.get(published_at=None)

    posted(client, "form_import", draft.pk, content=exported)

    draft.refresh_from_db()
    assert draft.content == version.content == json.loads(exported)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("{", "Das ist kein JSON: Zeile 1"),
        ('{"sections": [{"key": "A", "title": "A"}]}', "kein Kurzname"),
        ('{"unbekannt": []}', "unbekannt"),
        ("[" * 100_000, "Das ist kein JSON"),
    ],
)
def test_json_that_does_not_fit_is_refused_by_name(browser: Browser, wrong: str, words: str) -> None:
    client = browser(PREPARER)
    posted(client, "form", published().form_id)
    draft = FormVersion.objects.get(published_at=None)

    page = posted(client, "form_import", draft.pk, content=wrong, status=422)

    assert words in page
    assert FormVersion.objects.get(pk=draft.pk).content == draft.content


# --- calls ---------------------------------------------------------------------------------------


def test_a_call_is_opened_for_a_window_to_the_minute(browser: Browser, programme: object) -> None:
    version = published()
    values = {
        "title": "Aufruf Herbst",
        "terms": programme.terms.order_by("-number")[0].pk,
        "form_version": version.pk,
        "opens_at": "2024-09-02T08:00",
        "closes_at": "31.10.2024 18:00",
        "only_one": "1",
    }

    posted(browser(PREPARER), "call_new", **values)

    call = Call.objects.get()
    assert call.closes_at.isoformat() == "2024-10-31T17:00:00+00:00"
    assert "Aufruf Herbst" in text(browser(AUDITOR), "calls")
    assert "31.10.2024, 18:00 Uhr" in text(browser(WRITER), "open_calls")


def test_an_hour_that_the_clock_skips_is_refused(browser: Browser) -> None:
    call = opened()
    values = {
        "form_version": call.form_version_id,
        "opens_at": "2024-03-31T02:30",
        "closes_at": "2024-04-30T18:00",
    }

    posted(browser(PREPARER), "call_edit", call.pk, status=422, **values)


def test_a_newer_form_reaches_only_new_applications(browser: Browser) -> None:
    application = begun()
    newer = published(name="Neues Formular")
    call = application.call
    values = {"form_version": newer.pk, "opens_at": "2024-02-01T08:00", "closes_at": "2024-05-02T12:00"}

    posted(browser(PREPARER), "call_edit", call.pk, **values)

    application.refresh_from_db()
    assert (Call.objects.get().form_version_id, application.form_version_id) == (
        newer.pk,
        call.form_version_id,
    )


# --- cases ---------------------------------------------------------------------------------------


def test_the_authority_sees_no_draft(browser: Browser) -> None:
    application = begun()

    assert browser(PREPARER).get(reverse("application", args=[application.pk])).status_code == 404
    assert "0 Anträge gefunden" in text(browser(PREPARER), "applications")


def test_a_case_shows_answers_amount_and_what_comes_next(browser: Browser) -> None:
    application = submitted()

    page = text(browser(PREPARER), "application", application.pk)

    assert "69.600,00 €" in page
    assert "08.03.2024, 16:03:07 Uhr" in page
    assert "noch niemandem zugewiesen" in page
    assert 'name="ich"' in page
    assert 'name="ich"' not in text(browser(AUDITOR), "application", application.pk)


def test_a_case_is_taken_over_and_found_among_ones_own(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)

    posted(client, "application_assign", application.pk, ich="1")

    assert "1 Antrag gefunden" in text(client, "applications_mine")
    assert "0 Anträge gefunden" in text(client, "applications_inbox")


def test_a_point_that_is_not_fulfilled_needs_a_word(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)

    posted(client, "application_point", application.pk, "share", state="not_fulfilled", status=422)
    posted(client, "application_point", application.pk, "share", state="not_fulfilled", remark="0,4 VZÄ")

    assert Check.objects.get().remark == "0,4 VZÄ"
    assert "0,4 VZÄ" in text(client, "application", application.pk)


def test_an_application_is_ready_once_every_point_is_checked(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)

    page = posted(client, "application_ready", application.pk, status=422)
    for one in content()["checks"]:
        posted(client, "application_point", application.pk, one["key"], state="fulfilled")
    posted(client, "application_ready", application.pk)

    assert "7 Prüfpunkte offen" in page
    assert Application.objects.get().state == "ready"
    posted(client, "application_reopen", application.pk, reason="Neue Unterlage")
    assert Application.objects.get().state == "submitted"


def test_a_correction_opens_only_the_named_fields_and_shows_both_versions(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)
    values = {"fields": ["amount"], "text": "Bitte den Betrag begründen.", "due_on": "2024-03-22"}
    posted(client, "application_correction", application.pk, **values)
    county = browser(WRITER)
    seen = str(written(application).number)

    section = text(county, "application_section", application.pk, "financing")
    posted(
        county,
        "application_section",
        application.pk,
        "financing",
        seen=seen,
        amount="58.000",
        third_party="yes",
    )
    hidden = text(client, "application", application.pk)
    posted(county, "application_hand_over", application.pk)
    posted(browser(CERTIFIER), "application_certify", application.pk, seen=written(application).number)

    assert 'name="amount"' in section
    assert 'name="third_party"' not in section
    assert "58.000,00" not in hidden
    newest = written(application).answers
    assert (newest["amount"], newest["third_party"]) == ("58000.00", "no")
    request = CorrectionRequest.objects.get()
    query = f"?alt={request.base.number}&neu={request.answer.number}"
    both = text(client, "application_versions", application.pk, query=query)
    assert "69.600,00 €" in both
    assert "58.000,00 €" in both
    assert str(Application.objects.get().amount_asked) == "58000.00"


def test_whoever_answers_a_correction_does_not_certify_it(browser: Browser) -> None:
    application = submitted()
    values = {"fields": ["amount"], "text": "Bitte prüfen.", "due_on": "2024-03-22"}
    posted(browser(PREPARER), "application_correction", application.pk, **values)
    second, seen = browser(CERTIFIER), str(written(application).number)

    posted(second, "application_section", application.pk, "financing", seen=seen, amount="58.000")
    posted(second, "application_hand_over", application.pk)
    newest = written(application).number
    page = posted(second, "application_certify", application.pk, status=422, seen=newest)
    posted(browser(WRITER), "application_certify", application.pk, seen=newest)

    assert "zeichnet ihn nicht selbst" in page
    assert Application.objects.get().state == "submitted"


def test_notes_and_flags_stay_inside_the_authority(browser: Browser) -> None:
    application, client = submitted(), browser(PREPARER)

    posted(client, "application_note", application.pk, text="Rücksprache mit dem Haushalt nötig")
    posted(client, "application_flag", application.pk, reason="Doppelförderung möglich")
    inside = text(client, "application", application.pk)
    outside = text(browser(WRITER), "own_application", application.pk)
    posted(client, "application_flag_clear", application.pk, Flag.objects.get().pk)

    for words in ("Rücksprache mit dem Haushalt nötig", "Doppelförderung möglich"):
        assert words in inside
        assert words not in outside
    assert Note.objects.count() == 1
    assert Flag.objects.get().cleared_by.name.startswith("Robin")


def test_the_early_start_is_decided_by_a_second_person(browser: Browser) -> None:
    application = submitted()
    values = {"granted": "1", "from_on": "2024-04-01", "reason": "Die Lücke wäre zu lang."}

    posted(browser(PREPARER), "application_early_start", application.pk, **values)
    posted(browser(RELEASER), "application_early_decide", application.pk)

    decided = EarlyStart.objects.get()
    assert decided.decided_by != decided.proposed_by
    assert "zugelassen ab 01.04.2024" in text(browser(WRITER), "own_application", application.pk)


@pytest.mark.parametrize(
    "name", ["application", "application_versions", "application_note", "application_correction"]
)
def test_a_county_does_not_open_pages_of_the_authority(browser: Browser, name: str) -> None:
    application = submitted()

    assert browser(WRITER).get(reverse(name, args=[application.pk])).status_code == 403


def test_the_list_of_forms_shows_drafts_and_versions(browser: Browser) -> None:
    client = browser(PREPARER)
    posted(client, "form", published().form_id)

    assert "in Arbeit" in text(client, "forms")
    assert Form.objects.count() == 1
