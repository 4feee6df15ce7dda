"""Pages of rounds of decisions: chosen, tried without writing, taken over, signed by others, told."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.actions.decision_releases import release_round
from stellwerk.actions.set_ups import open_programme
from stellwerk.law.costs import CostItem
from stellwerk.law.terms import CostCategory, CostPlan
from stellwerk.models import Decision, DecisionRound, Grant, Programme, Variant
from stellwerk.queries.blueprints import read_blueprint
from stellwerk.web.office.decision_forms import ChangeForm
from tests.house.applications import opened, submitted
from tests.house.cases import person
from tests.house.decisions import (
    DECIDED_AT,
    NO,
    REASON,
    all_told,
    applied,
    computed,
    contracted,
    drafted,
    money,
    plenty,
    proposed,
    ready,
    released,
    second_releaser,
    two_ready,
    varied,
)
from tests.house.set_ups import AT, DATA, completed, created, preparer
from tests.house.two_people import nobody_overwrites_unseen

Browser = Callable[[str], Client]
PREPARER, RELEASER, AUDITOR, COUNTY = "vorbereitung", "freigabe", "pruefung", "landkreis"


def page(client: Client, name: str, *args: Any, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def approve(**changes: str) -> dict[str, Any]:
    said = {
        "outcome": "approve",
        "reason": REASON,
        "share": "0,75",
        "starts_on": "2024-07-01",
        "last_day": "2025-06-30",
    }
    return said | changes


def test_the_list_says_what_waits_for_a_decision(browser: Browser) -> None:
    call = ready().call

    text = page(browser(PREPARER), "decision_rounds")

    assert "1 entscheidungsreifer Antrag" in text
    assert f"?aufruf={call.pk}" in text
    assert "Noch keine Runde." in text


def test_a_round_begins_with_the_ticked_applications(browser: Browser) -> None:
    first, second = two_ready()
    client = browser(PREPARER)
    address = reverse("decision_round_new") + f"?aufruf={first.call_id}"
    assert "2 Anträge sind entscheidungsreif." in client.get(address).content.decode()
    values = {"title": "Erste Runde", "legal_basis": "§ 44 LHO", "letter_date": "2024-03-08"}

    nothing = client.post(address, values | {"was": "ausgewaehlte"})
    answer = client.post(address, values | {"was": "ausgewaehlte", "antrag": [second.pk]})

    assert nothing.status_code == 422
    assert "kein Antrag gewählt" in nothing.content.decode()
    made = DecisionRound.objects.get()
    assert answer.headers["Location"] == reverse("decision_round", args=[made.pk])
    assert list(made.decisions.values_list("application", flat=True)) == [second.pk]


def test_a_call_of_nobody_gives_no_round(browser: Browser) -> None:
    ready()

    page(browser(PREPARER), "decision_round_new", status=404)
    page(browser(PREPARER), "decision_round_new", status=404, query="?aufruf=abc")


def test_the_page_of_a_round_shows_money_applications_and_the_next_step(browser: Browser) -> None:
    made = proposed()

    text = page(browser(PREPARER), "decision_round", made.pk)

    assert "Für jeden Antrag liegt ein Vorschlag vor." in text
    assert "Jetzt berechnen" in text
    assert "Verpflichtungsermächtigung" in text
    assert "52.200,00" in text
    assert "2 Anträge gefunden." in text
    assert "1 Antrag gefunden." in page(browser(AUDITOR), "decision_round", made.pk, query="?ergebnis=refuse")


def test_a_dry_run_shows_each_result_and_writes_nothing(browser: Browser, everything_stays: Any) -> None:
    first, second = two_ready()
    made = drafted(first, second)
    Decision.objects.filter(application=first).update(share=None)
    client, address = browser(PREPARER), reverse("decision_bulk", args=[made.pk])
    chosen = {"was": "ausgewaehlte", "antrag": [first.pk, second.pk]}
    client.get(reverse("decision_round", args=[made.pk]))

    with everything_stays():
        asked = client.post(address, chosen).content.decode()
        tried = client.post(address, chosen | approve(share="") | {"schritt": "pruefen"}).content.decode()

    assert "Gewählt sind 2 Anträge." in asked
    assert "geht so nicht" in tried
    assert "fehlt der Stellenumfang" in tried
    assert "Für 1 Antrag übernehmen" in tried
    assert "69.600,00" in tried


def test_what_was_tried_is_written_when_it_is_confirmed(browser: Browser) -> None:
    made = drafted()
    client, address = browser(PREPARER), reverse("decision_bulk", args=[made.pk])
    said = {"was": "alle", "ergebnis": "open", "q": ""} | approve()
    tried = client.post(address, said | {"schritt": "pruefen"}).content.decode()
    seen = tried.split('name="gesehen" value="')[1].split('"')[0]

    wrong = client.post(address, said | {"schritt": "uebernehmen", "gesehen": "anders"})
    answer = client.post(address, said | {"schritt": "uebernehmen", "gesehen": seen}, follow=True)

    assert wrong.status_code == 422
    assert "etwas geändert" in wrong.content.decode()
    assert "Vorgeschlagen für 2 Anträge" in answer.content.decode()
    assert set(made.decisions.values_list("decided", flat=True)) == {Decimal("52200.00")}


def test_nothing_chosen_is_said(browser: Browser) -> None:
    made = drafted(ready())
    client = browser(PREPARER)

    for name in ("decision_bulk", "decision_remove"):
        answer = client.post(reverse(name, args=[made.pk]), {"was": "ausgewaehlte"})
        assert answer.status_code == 422
        assert "kein Antrag gewählt" in answer.content.decode()


def test_applications_are_taken_out_of_a_round(browser: Browser) -> None:
    first, second = two_ready()
    made = drafted(first, second)

    answer = browser(PREPARER).post(
        reverse("decision_remove", args=[made.pk]), {"antrag": [first.pk]}, follow=True
    )

    assert "1 Antrag ist herausgenommen." in answer.content.decode()
    assert made.decisions.count() == 1


def test_one_decision_is_proposed_with_its_working(browser: Browser) -> None:
    application = ready()
    made = drafted(application)
    client, address = browser(PREPARER), reverse("decision_row", args=[made.pk, application.pk])

    refused = client.post(address, {"outcome": "refuse", "reason": ""})
    client.post(address, approve())
    text = client.get(address).content.decode()

    assert refused.status_code == 422
    assert "Ablehnung braucht eine Begründung" in refused.content.decode()
    assert "Festbetrag je Monat und Vollzeitstelle" in text
    assert "26.100,00" in text


def test_an_auditor_reads_and_changes_nothing(browser: Browser) -> None:
    application = ready()
    made = drafted(application)
    client = browser(AUDITOR)
    row, variants = (
        reverse("decision_row", args=[made.pk, application.pk]),
        reverse("decision_variants", args=[made.pk]),
    )
    assert "Vorschlag speichern" not in client.get(row).content.decode()
    said = {"order": "arrival", "reason": REASON, "name": "X", "schritt": "speichern"}

    assert client.post(row, approve()).status_code == 403
    assert client.post(variants, said).status_code == 403

    assert made.decisions.get().outcome == "open"
    assert not Variant.objects.exists()


def test_a_foreign_application_is_not_found_in_a_round(browser: Browser) -> None:
    first, second = two_ready()
    made = drafted(first)

    page(browser(PREPARER), "decision_row", made.pk, second.pk, status=404)
    page(browser(PREPARER), "decision_preview_notice", made.pk, second.pk, status=404)
    page(browser(PREPARER), "decision_round", made.pk + 1, status=404)


def test_the_preview_is_a_pdf_once_something_is_proposed(browser: Browser, fonts: object) -> None:
    application = ready()
    made = drafted(application)
    assert "noch nicht gewählt" in page(
        browser(PREPARER), "decision_preview_notice", made.pk, application.pk, status=422
    )
    browser(PREPARER).post(reverse("decision_row", args=[made.pk, application.pk]), approve())

    answer = browser(PREPARER).get(reverse("decision_preview_notice", args=[made.pk, application.pk]))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_round_is_computed_and_too_little_money_is_said(browser: Browser) -> None:
    made = proposed()
    client, address = browser(PREPARER), reverse("decision_compute", args=[made.pk])
    money(_2024="0.00")

    short = client.post(address)
    plenty()
    answer = client.post(address, follow=True)

    assert short.status_code == 422
    assert "Die Mittel reichen nicht" in short.content.decode()
    assert "Die Runde ist berechnet." in answer.content.decode()


def test_another_person_releases_and_sees_what(browser: Browser) -> None:
    made = computed()
    client, address = browser(RELEASER), reverse("decision_release", args=[made.pk])

    text = client.get(address).content.decode()
    answer = client.post(address, follow=True)

    assert "Ja, freigeben und versenden" in text
    assert "1 (52.200,00" in text
    assert "Die Runde ist freigegeben." in answer.content.decode()
    again = client.post(address)
    assert (again.status_code, "freigegeben" in again.content.decode()) == (422, True)


def test_three_people_sign_where_the_threshold_is_reached(browser: Browser) -> None:
    made = computed()
    Programme.objects.update(third_pair_from=Decimal("1.00"))
    browser(PREPARER).post(reverse("decision_compute", args=[made.pk]))
    second_releaser()
    release = reverse("decision_release", args=[made.pk])
    third = browser("freigabe.zweite")
    assert "Mitzeichnen" in page(third, "decision_round", made.pk)

    early = browser(RELEASER).post(release)
    third.post(reverse("decision_countersign", args=[made.pk]))
    own = third.post(release)
    done = browser(RELEASER).post(release)

    assert "dritte Person" in early.content.decode()
    assert (own.status_code, done.status_code) == (422, 302)
    text = page(browser(AUDITOR), "decision_round", made.pk)
    assert "Uli Mitzeichnung (Beispiel)" in text


def test_a_round_is_stopped_with_a_reason(browser: Browser) -> None:
    made = released(ready())
    client, address = browser(RELEASER), reverse("decision_stop", args=[made.pk])

    without = client.post(address, {"reason": ""})
    answer = client.post(address, {"reason": "Ein Irrtum"}, follow=True)

    assert without.status_code == 422
    assert "Die Runde ist gestoppt: Ein Irrtum" in answer.content.decode()


def test_variants_are_tried_kept_compared_and_taken_over(browser: Browser) -> None:
    made = drafted()
    plenty()
    client, address = browser(PREPARER), reverse("decision_variants", args=[made.pk])
    said = {"percent": "90", "order": "arrival", "reason": REASON}

    tried = client.post(address, said | {"schritt": "durchrechnen"}).content.decode()
    nameless = client.post(address, said | {"schritt": "speichern"})
    client.post(address, said | {"schritt": "speichern", "name": "Neunzig"})
    varied(made, "Höchstens 30.000", cap=Decimal("30000.00"))
    both = client.get(address).content.decode()
    kept = Variant.objects.get(name="Neunzig")
    done = client.post(reverse("decision_variant_take", args=[made.pk, kept.pk]), follow=True)

    assert "125.280,00" in tried
    assert nameless.status_code == 422
    assert all(word in both for word in ("Neunzig", "Höchstens 30.000", "125.280,00", "60.000,00"))
    assert "Die Variante ist übernommen." in done.content.decode()
    assert made.decisions.filter(outcome="approve").count() == 2


def test_the_case_shows_its_decision_and_leads_to_it(browser: Browser) -> None:
    application = ready()
    assert "Entscheidung vorbereiten" in page(browser(PREPARER), "application", application.pk)
    made = released(application)

    text = page(browser(PREPARER), "application", application.pk)

    assert reverse("decision_row", args=[made.pk, application.pk]) in text
    assert "52.200,00" in text


def test_the_county_sees_the_decision_once_its_notice_is_sent(browser: Browser) -> None:
    first, second = two_ready()
    made = released(first, second)
    before = page(browser(COUNTY), "own_application", first.pk)
    all_told(made)

    approved = page(browser(COUNTY), "own_application", first.pk)
    refused = page(browser(COUNTY), "own_application", second.pk)

    assert "52.200,00" not in before
    assert "52.200,00" in approved
    assert REASON in approved
    assert NO in refused
    letter = Decision.objects.get(application=first).letter
    assert page(browser(COUNTY), "letter", letter.pk)
    page(browser("landkreis.boeblingen"), "letter", letter.pk, status=404)


def test_a_county_opens_no_page_of_a_round(browser: Browser) -> None:
    made = drafted(ready())

    page(browser(COUNTY), "decision_round", made.pk, status=403)
    page(browser(COUNTY), "decision_rounds", status=403)


def test_the_start_page_says_what_waits(browser: Browser) -> None:
    application = ready()
    assert "entscheidungsreif und in keiner Runde" in page(browser(PREPARER), "start")
    made = computed(application)

    assert made.title in page(browser(RELEASER), "start")
    assert "warten auf Ihre Freigabe" in page(browser(RELEASER), "start")


def test_the_number_of_queries_does_not_grow_with_the_applications(
    browser: Browser, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    call = opened(only_one=False)
    made = drafted(*[ready(call) for _number in range(4)])
    client = browser(PREPARER)
    client.get("/")

    for name, most in (("decision_round", 22), ("decision_rounds", 10), ("decision_variants", 14)):
        args = [] if name == "decision_rounds" else [made.pk]
        with django_assert_max_num_queries(most):
            client.get(reverse(name, args=args))


def test_only_what_is_ready_can_be_ticked(browser: Browser) -> None:
    application = submitted()

    text = page(browser(PREPARER), "decision_round_new", query=f"?aufruf={application.call_id}")

    assert "kein Antrag dieses Aufrufs entscheidungsreif" in text
    assert person(PREPARER)


def test_the_schema_of_the_data_is_published(client: Client, db: None) -> None:
    answer = client.get("/schema/entscheidung-1.json")

    assert answer.json()["$id"] == "urn:stellwerk:schema:decision:1"


@pytest.mark.parametrize("name", ["decision_bulk", "decision_remove", "decision_compute"])
def test_a_step_by_get_leads_to_the_round(browser: Browser, name: str) -> None:
    made = drafted(ready())

    answer = browser(PREPARER).get(reverse(name, args=[made.pk]))

    assert answer.headers["Location"] == reverse("decision_round", args=[made.pk])


def test_whoever_decides_by_contract_reads_contract(browser: Browser) -> None:
    made = contracted()
    one = made.decisions.get(outcome="approve")
    preparer = browser(PREPARER)

    for name in ("decision_round", "decision_release", "decision_round_edit"):
        client = browser(RELEASER) if name == "decision_release" else preparer
        text = page(client, name, made.pk)
        assert "Datum der Verträge" in text
        assert "Datum der Bescheide" not in text
    assert "Vorschau des Vertrags" in page(preparer, "decision_row", made.pk, one.application_id)
    refused = made.decisions.get(outcome="refuse")
    assert "Vorschau des Bescheids" in page(preparer, "decision_row", made.pk, refused.application_id)


def test_both_sides_see_the_contract_of_a_case_and_no_objection(browser: Browser) -> None:
    made = contracted()
    release_round(made.pk, rights=person("freigabe"), at=DECIDED_AT)
    one = made.decisions.get(outcome="approve")
    assert "Der Vertrag oder der Ablehnungsbescheid kommt" in page(
        browser(COUNTY), "own_application", one.application_id
    )
    all_told(made)
    grant = one.notice.grant_id

    for client, name in ((browser(PREPARER), "application"), (browser(COUNTY), "own_application")):
        text = page(client, name, one.application_id)
        assert "Vertrag" in text
        assert ">Bescheid<" not in text
    for client in (browser(PREPARER), browser(COUNTY)):
        text = page(client, "grant", grant)
        assert "Zuwendungsvertrag vom 08.03.2024" in text
        assert "Einen Widerspruch dagegen gibt es nicht" in text
        assert "Rechtsbehelfsfrist" not in text
        assert reverse("remedy_new", args=[one.letter.pk]) not in text


def test_a_round_is_not_overwritten_unseen(browser: Browser) -> None:
    clients, address = [browser("vorbereitung")] * 2, reverse("decision_round_edit", args=[drafted().pk])

    nobody_overwrites_unseen(clients, address, "title", ("Runde der einen", "Runde des anderen"))


def test_a_proposed_decision_is_not_overwritten_unseen(browser: Browser) -> None:
    made, clients = proposed(), [browser("vorbereitung")] * 2
    refused = made.decisions.get(outcome="refuse")
    address = reverse("decision_row", args=[made.pk, refused.application_id])

    nobody_overwrites_unseen(clients, address, "reason", ("Ohne Plan.", "Ohne Ziel."))


def test_the_grant_that_a_decision_follows_is_chosen_on_its_page(browser: Browser) -> None:
    application = ready()
    made, client = drafted(application), browser(PREPARER)
    before = Grant.objects.get(recipient=application.applicant)
    other = Grant.objects.exclude(recipient=application.applicant)[0]
    address = reverse("decision_row", args=[made.pk, application.pk])

    asked = page(client, "decision_row", made.pk, application.pk)
    forged = client.post(address, approve(follows=str(other.pk)))
    answer = client.post(address, approve(follows=str(before.pk)), follow=True).content.decode()

    assert f'<option value="{before.pk}">{before.file_number}, ' in asked
    assert other.file_number not in asked
    assert forged.status_code == 422
    assert (
        f'<a class="kern-link kern-link--no-visited-state" href="{reverse("grant", args=[before.pk])}">'
        in answer
    )
    assert f"Anschlussvorhaben zur Zuwendung {before.file_number}" in answer
    client.post(address, approve(follows=""))
    assert made.decisions.get().follows is None


def test_the_costs_of_each_kind_are_shown_and_changed_on_the_page(browser: Browser) -> None:
    blueprint = read_blueprint(DATA / "kommunalrichtlinie.toml")
    programme = completed(created(blueprint, name=blueprint.title))
    call = open_programme(programme.pk, rights=preparer(), at=AT).calls.get()
    answers = {"follow_up": "yes", "before": "KSM-7", "share": "1", "starts_on": "2024-07-01"}
    answers |= {"staff": "60000.00", "services": "30000.00", "service_days": "25"}
    application = applied(call, answers, said={"is_new": "yes"})
    made, client = drafted(application), browser(PREPARER)
    address = reverse("decision_row", args=[made.pk, application.pk])
    said = approve(
        reason="", share="1", cost_staff="50.000,00", cost_services="10.000,00", days_services="40"
    )

    asked = page(client, "decision_row", made.pk, application.pk)
    answer = client.post(address, said, follow=True).content.decode()
    wrong = client.post(address, said | {"days_services": ""})

    assert "externe Dienstleistungen: Tage" in asked
    assert 'value="30000,00"' in asked
    assert "Geplante Kosten nach Kostenart" in asked
    assert "Der Antrag nennt als vorangegangene Zuwendung „KSM-7“." in asked
    assert "10.000,00 € für 40 Tage, gefördert werden höchstens 20" in answer.replace("\xa0", " ")
    assert made.decisions.get().decided == Decimal("38500.00")
    assert wrong.status_code == 422
    assert "fehlt die Zahl der Tage" in wrong.content.decode()


def test_own_means_count_beside_the_costs_of_each_kind() -> None:
    said = {"outcome": "approve", "own_monthly": "100,00", "cost_staff": "1000,00"}
    kinds = [CostCategory("staff", "Personal")]

    by_kind, by_month = ChangeForm(said, kinds=kinds), ChangeForm(said)

    assert by_kind.is_valid()
    assert by_kind.change().costs == CostPlan(Decimal(0), Decimal(100), Decimal(0))
    assert by_kind.change().items == (CostItem("staff", Decimal(1000)),)
    assert by_month.is_valid()
    assert (by_month.change().costs, by_month.change().items) == (None, None)
