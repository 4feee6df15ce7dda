"""The pages of a programme's set-up: begin, go through the steps, see what is missing, try, open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.actions.set_ups import open_programme
from stellwerk.models import Call, Programme, ProgrammeState, TextVersion
from stellwerk.web.office.set_up_steps import STEPS
from tests.house.applications import WRITER, published
from tests.house.cases import Watched
from tests.house.set_ups import AT, NAME, SLUG, completed, created, from_file, preparer, terms_of
from tests.house.two_people import nobody_overwrites_unseen

Browser = Callable[[str], Client]
EXAMPLE = "e-government-koordination"


@pytest.fixture
def client_(browser: Browser) -> Client:
    """Return the browser of somebody who prepares."""
    return browser("vorbereitung")


def text(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def sent(client: Client, page: str, /, *args: object, status: int = 302, **values: Any) -> Any:
    answer = client.post(reverse(page, args=args), values)
    assert answer.status_code == status, answer.content.decode()
    return answer


# --- begin ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["vorlage:festbetrag-je-stelle", f"programm:{EXAMPLE}"])
def test_a_programme_begins_as_a_copy_or_from_a_template(client_: Client, source: str) -> None:
    values = {"source": source, "name": NAME, "file_number": "KLIMA-1"}
    values["authority"] = Programme.objects.get().authority_id

    answer = sent(client_, "programme_new", **values)

    assert answer.headers["Location"] == reverse("set_up_missing", args=[SLUG])
    assert Programme.objects.get(slug=SLUG).state == ProgrammeState.SETTING_UP
    assert "in Einrichtung" in text(client_, "programmes")
    assert "Anträge sind erst nach der Eröffnung möglich" in text(client_, "programme", SLUG)


def test_a_name_that_is_taken_is_told_beside_its_field(client_: Client) -> None:
    values = {"source": f"programm:{EXAMPLE}", "name": "E Government-Koordination", "file_number": "1"}
    values["authority"] = Programme.objects.get().authority_id

    answer = sent(client_, "programme_new", status=422, **values)

    assert "Ein Programm mit diesem Namen gibt es schon" in answer.content.decode()


def test_what_was_not_offered_cannot_be_copied(client_: Client) -> None:
    values = {"source": "programm:gibt-es-nicht", "name": "Anderes", "file_number": "1"}

    sent(client_, "programme_new", status=422, **values, authority=Programme.objects.get().authority_id)


def test_templates_are_shown_with_their_sources(client_: Client) -> None:
    page = text(client_, "programme_new")

    assert "Beträge, Fristen und Dauer: Beispielwerte, keinem Programm entnommen" in page
    assert page.count("(Beispielwert)") >= 3


# --- the steps -----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_every_step_shows_what_is_there(client_: Client, step: str) -> None:
    published()
    made = completed(created())

    page = text(client_, "set_up_step", made.slug, step)

    assert f'<h1 class="kern-heading-large">{STEPS[step].title}' in page
    text(client_, "set_up_step", EXAMPLE, step)


def test_a_step_that_is_not_there_is_not_found(client_: Client) -> None:
    made = created()

    text(client_, "set_up_step", made.slug, "nirgends", status=404)
    text(client_, "set_up_remove", made.slug, "grundlagen", "x", status=404)


def test_saving_leads_to_the_next_step(client_: Client) -> None:
    made = created()
    values = {"name": NAME, "measure": "M", "purpose": "Z", "goals": "", "budget_item": "0303"}
    values |= {
        "file_number": "K-2",
        "conditions": "ANBest-K",
        "circular_address": "An alle",
        "is_example": "",
    }

    answer = sent(client_, "set_up_step", made.slug, "grundlagen", **values)

    assert answer.headers["Location"] == reverse("set_up_step", args=[made.slug, "rechtsgrundlage"])
    made.refresh_from_db()
    assert (made.budget_item, made.is_example) == ("0303", False)


def test_terms_are_typed_the_german_way(client_: Client) -> None:
    made = created()
    values = {"label": "Fassung 1", "valid_from": "01.01.2025", "financing_type": "festbetrag"}
    values |= {"yearly_rate": "48.000,50", "minimum_share": "0,5", "day_rule": "thirtieths"}
    values |= {"vacancy_rule": "occupied_only", "follow_up": "not_said", "is_example": "1"}

    sent(client_, "set_up_step", made.slug, "bedingungen", **values)

    terms = terms_of(made)
    assert (str(terms.yearly_rate), terms.longest_months, terms.is_example) == ("48000.50", None, True)
    answer = sent(
        client_, "set_up_step", made.slug, "bedingungen", status=422, **values | {"minimum_share": "x"}
    )
    assert "Bitte geben Sie eine Zahl ein" in answer.content.decode()


def test_rows_are_added_and_taken_away(client_: Client) -> None:
    made = created()

    sent(client_, "set_up_step", made.slug, "groessenklassen", people_from="10000", yearly_rate="9.999,99")
    assert "9.999,99 €" in text(client_, "set_up_step", made.slug, "groessenklassen")
    sent(client_, "set_up_step", made.slug, "kostenarten", key="staff", label="Personal", most_days="20")
    sent(client_, "set_up_remove", made.slug, "groessenklassen", "10000")

    assert "Hier ist noch nichts eingetragen." in text(client_, "set_up_step", made.slug, "groessenklassen")
    assert terms_of(made).cost_categories == [{"key": "staff", "label": "Personal", "most_days": 20}]
    sent(client_, "set_up_remove", made.slug, "kostenarten", "staff")
    sent(client_, "set_up_remove", made.slug, "kennzahlen", "besetzt")
    assert not made.indicators.exists()


def test_recipients_and_parts_are_ticked(client_: Client) -> None:
    made = created()

    sent(
        client_, "set_up_step", made.slug, "empfaenger",
        recipient_kinds=["district_office"], territory=["08136", "08115"],
    )  # fmt: skip
    sent(
        client_, "set_up_step", made.slug, "beteiligung",
        notice_copy=["district_office"], silence_rule="wait", consultation_days="21",
    )  # fmt: skip

    made.refresh_from_db()
    assert (made.territory, made.consultation_days) == (["08136", "08115"], 21)
    assert made.participations.count() == 2
    sent(client_, "set_up_step", made.slug, "empfaenger", status=422, recipient_kinds=["nobody"])


def test_a_text_with_an_unknown_placeholder_is_told(client_: Client) -> None:
    made = created()
    values = {"kind": "remedy", "valid_from": "2024-01-01", "title": "Klage", "body": "{{nirgends}}"}

    answer = sent(client_, "set_up_step", made.slug, "texte", status=422, **values)
    assert "Diesen Platzhalter gibt es nicht: nirgends" in answer.content.decode()

    sent(client_, "set_up_step", made.slug, "texte", **values | {"body": "Klage beim {{gericht}}"})
    assert TextVersion.objects.get(programme=made).version == 1
    assert "eigener Text" in text(client_, "set_up_step", made.slug, "texte")


def test_a_call_is_planned_before_the_programme_is_open(client_: Client, browser: Browser) -> None:
    made = completed(created())
    Call.objects.filter(programme=made).delete()
    version = made.forms.get().versions.get()
    values = {
        "title": "Erster Aufruf",
        "terms": terms_of(made).pk,
        "form_version": version.pk,
        "only_one": "1",
    }
    values |= {"opens_at": "2024-02-01T08:00", "closes_at": "2099-01-01T12:00"}

    sent(client_, "set_up_step", made.slug, "aufruf", **values)

    assert "Erster Aufruf" in text(client_, "set_up_step", made.slug, "aufruf")
    assert "Erster Aufruf" not in text(browser(WRITER), "open_calls")
    open_programme(made.pk, rights=preparer(), at=AT)
    assert "Erster Aufruf" in text(browser(WRITER), "open_calls")


# --- what is missing, and opening ----------------------------------------------------------------


def test_the_list_names_what_is_missing_with_its_rule(client_: Client, browser: Browser) -> None:
    made = created()

    page = text(client_, "set_up_missing", made.slug)

    assert "6 Angaben fehlen noch." in page
    assert "§§ 6, 16, 38 LHO" in page
    assert "Programm eröffnen" not in text(browser("pruefung"), "set_up_missing", made.slug)


def test_what_is_not_whole_stays_closed(client_: Client, everything_stays: Watched) -> None:
    made = created()

    with everything_stays():
        answer = sent(client_, "set_up_open", made.slug, status=422)

    assert "noch nicht vollständig" in answer.content.decode()


def test_a_whole_programme_is_opened(client_: Client) -> None:
    made = completed(created())
    assert "Alles ist da. Sie können das Programm eröffnen." in text(client_, "set_up_missing", made.slug)

    answer = sent(client_, "set_up_open", made.slug)

    assert answer.headers["Location"] == reverse("programme", args=[made.slug])
    assert "durchgehend besetzte Stellen" in text(client_, "programme", made.slug)


# --- the trial -----------------------------------------------------------------------------------


CASE = {"share": "0,5", "starts_on": "2025-01-01", "last_day": "2025-12-31"}


def test_a_trial_shows_the_amount_and_keeps_nothing(client_: Client, everything_stays: Watched) -> None:
    made = completed(created())
    text(client_, "set_up_try", made.slug)

    with everything_stays():
        page = sent(client_, "set_up_try", made.slug, status=200, **CASE).content.decode()

    assert "30.000,00 €" in page
    assert "Das Schreiben enthält alles, was vorgeschrieben ist." in page


def test_the_notice_of_a_trial_is_a_pdf(client_: Client, everything_stays: Watched) -> None:
    made = completed(created())

    with everything_stays():
        answer = sent(client_, "set_up_try", made.slug, status=200, **CASE, als="pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_trial_the_law_refuses_says_why(client_: Client) -> None:
    made = completed(created())

    answer = sent(client_, "set_up_try", made.slug, status=422, **CASE | {"share": "0,25"})

    assert "unter dem Mindestanteil" in answer.content.decode()


def test_a_trial_asks_for_people_and_costs_where_the_terms_need_them(client_: Client) -> None:
    made = from_file("digitales-rathaus")

    assert "Einwohnende am Ort der Probe" in text(client_, "set_up_try", made.slug)
    values = CASE | {"share": "1", "people": "4.999", "eligible": "1.000,00"}
    sent(client_, "set_up_try", made.slug, status=422, **values)
    page = sent(client_, "set_up_try", made.slug, status=200, **values | {"people": "4999"})

    assert "10.800,00 €" in page.content.decode()


@pytest.mark.parametrize(
    ("step", "field", "values", "told"),
    [
        ("grundlagen", "measure", ("Die eine Maßnahme", "Die andere Maßnahme"), ""),
        ("briefkopf", "place", ("Aalen", "Böblingen"), ""),
        ("bedingungen", "label", ("Fassung der einen", "Fassung des anderen"), ""),
        ("empfaenger", "territory", (["08136"], ["08115"]), "Ostalbkreis (Landkreis)"),
        ("beteiligung", "consultation_days", ("21", "22"), ""),
        ("entscheidung", "contract_interest", ("fünf Prozent", "sechs Prozent"), ""),
        ("nachweis", "payment_details", ("am Ersten", "am Fünfzehnten"), ""),
    ],
)
def test_a_step_is_not_overwritten_unseen(
    browser: Browser, step: str, field: str, values: tuple[Any, Any], told: str
) -> None:
    made = completed(created())
    clients, address = [browser("vorbereitung")] * 2, reverse("set_up_step", args=[made.slug, step])

    nobody_overwrites_unseen(clients, address, field, values, told=told)


def test_a_budget_year_is_not_exchanged_unseen(client_: Client) -> None:
    made = created()
    row = {"year": "2031", "appropriation": "1.000,50", "commitment_authority": "0", "source": "Haushalt"}
    page = made.slug, "haushalt"
    seen = client_.get(reverse("set_up_step", args=page)).context["form"]["seen"].value()
    sent(client_, "set_up_step", *page, **row, seen=seen)

    told = sent(client_, "set_up_step", *page, **row | {"appropriation": "2.000"}, seen=seen, status=422)
    again = told.context["form"]["seen"].value()
    sent(client_, "set_up_step", *page, **row | {"appropriation": "2.000"}, seen=again)

    assert "schon eingetragen: „1000,50“" in told.content.decode()
    assert made.budget_years.get(year=2031).appropriation == 2000
