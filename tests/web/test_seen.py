"""Two people at one form: the second one is told, nothing is overwritten, and a second click decides."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Call, EarlyStart, FormVersion, Membership, Person, Role, SiteText
from stellwerk.queries.people import DEMO_DOMAIN
from tests.house.applications import case, opened, submitted
from tests.house.two_people import both_save, nobody_overwrites_unseen, shown

Browser = Callable[[str], Client]


@pytest.fixture
def clients(browser: Browser) -> list[Client]:
    return [browser("vorbereitung"), browser("vorbereitung")]


def test_a_call_is_not_overwritten_unseen(clients: list[Client]) -> None:
    call = opened()
    address = reverse("call_edit", args=[call.pk])

    first, second, again = both_save(clients, address, "text", ("Von der einen", "Von dem anderen"))

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    told = second.content.decode()
    assert "Inzwischen hat jemand anderes hier gespeichert: „Von der einen“." in told
    assert "Von dem anderen" in told
    assert Call.objects.get(pk=call.pk).text == "Von dem anderen"


def test_who_changes_another_field_is_told_as_well(clients: list[Client]) -> None:
    call = opened()
    address = reverse("call_edit", args=[call.pk])
    old = shown(clients[1], address)
    clients[0].post(address, shown(clients[0], address) | {"text": "Neu"})

    answer = clients[1].post(address, old | {"closes_at": "2024-05-31T18:00"})

    assert answer.status_code == 422
    assert "„Neu“" in answer.content.decode()
    assert Call.objects.get(pk=call.pk).text == "Neu"


def test_the_same_change_by_two_is_no_contradiction(clients: list[Client]) -> None:
    call = opened()
    address = reverse("call_edit", args=[call.pk])
    said = [shown(client, address) | {"text": "Dasselbe"} for client in clients]

    statuses = [client.post(address, it).status_code for client, it in zip(clients, said, strict=True)]

    assert statuses == [302, 302]


def test_a_text_of_the_site_is_not_overwritten_unseen(browser: Browser) -> None:
    clients, address = [browser("betrieb"), browser("betrieb")], reverse("site_texts")

    first, second, again = both_save(clients, address, "body", ("Erste Fassung", "Zweite Fassung"))

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    assert "„Erste Fassung“" in second.content.decode()
    assert SiteText.objects.get(kind="imprint", language="de").body == "Zweite Fassung"


def test_a_proposal_for_an_early_start_is_not_overwritten_unseen(clients: list[Client]) -> None:
    address = reverse("application_early_start", args=[submitted().pk])
    clients[0].post(address, {"granted": "", "reason": "Vorher"})

    first, second, again = both_save(
        clients, address, "reason", ("Der eine Grund", "Der andere Grund"), granted=""
    )

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    assert EarlyStart.objects.get().reason == "Der andere Grund"


def test_a_piece_of_a_form_is_not_overwritten_unseen(clients: list[Client]) -> None:
    things = case()
    address = reverse("form_piece", args=things["form_piece"])

    nobody_overwrites_unseen(clients, address, "label", ("Kontakt", "Ansprechstelle"))

    assert "Ansprechstelle" in str(FormVersion.objects.get(pk=things["form_piece"][0]).content)


def test_two_people_change_two_pieces_of_a_form_at_once(clients: list[Client]) -> None:
    things = case()
    version = things["form_piece"][0]
    addresses = [
        reverse("form_piece", args=[version, *which]) for which in (("field", "contact"), ("check", "share"))
    ]
    said = [shown(client, address) for client, address in zip(clients, addresses, strict=True)]

    statuses = [
        client.post(address, it | {"label": label}).status_code
        for client, address, it, label in zip(clients, addresses, said, ("Kontakt", "Anteil"), strict=True)
    ]

    assert statuses == [302, 302]
    content = str(FormVersion.objects.get(pk=version).content)
    assert "Kontakt" in content
    assert "Anteil" in content


def test_a_form_as_json_is_not_overwritten_unseen(clients: list[Client]) -> None:
    address = reverse("form_import", args=case()["form_import"])
    before = shown(clients[0], address)["content"]
    values = [
        before.replace('"label": "Stellenumfang', f'"label": "{word}', 1) for word in ("Erstens", "Zweitens")
    ]
    assert before not in values

    first, second, again = both_save(clients, address, "content", (values[0], values[1]))

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    told = second.content.decode()
    assert "hier gespeichert: „&quot;label&quot;: &quot;Erstens" in told
    assert "&quot;label&quot;: &quot;Zweitens" in told
    assert "Zweitens" in shown(clients[0], address)["content"]


def test_a_case_is_not_taken_from_somebody_unseen(clients: list[Client]) -> None:
    address = reverse("application_assign", args=[submitted().pk])
    to = Person.objects.get(email=f"vorbereitung{DEMO_DOMAIN}")

    nobody_overwrites_unseen(clients, address, "to", (str(to.pk), ""), told=to.name)


def test_who_takes_a_case_is_told_that_somebody_else_has_it_by_now(browser: Browser) -> None:
    application, other = submitted(), second_preparer()
    one, two = browser("vorbereitung"), browser("vorbereitung.zweite")
    address = reverse("application_assign", args=[application.pk])
    seen = shown(two, address)["seen"]
    assert one.post(address, {"ich": "1"}).status_code == 302

    told = two.post(address, {"seen": seen, "ich": "1"})

    application.refresh_from_db()
    assert told.status_code == 422
    assert f"hier gespeichert: „{application.assigned_to}“" in told.content.decode()
    assert application.assigned_to != other


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"text": 1}', "null", '{"text": "x"}'])
def test_a_mark_that_was_forged_breaks_nothing(clients: list[Client], seen: str) -> None:
    address = reverse("call_edit", args=[opened().pk])
    said = shown(clients[0], address)

    assert clients[0].post(address, said | {"seen": seen}).status_code in (302, 422)


def test_an_address_of_forged_bytes_breaks_nothing(clients: list[Client]) -> None:
    seen = shown(clients[0], reverse("call_edit", args=[opened().pk]))["seen"]

    assert clients[0].post("/%ff%fe/", {"seen": seen}).status_code == 404


def second_preparer() -> Person:
    like = Person.objects.get(email=f"vorbereitung{DEMO_DOMAIN}")
    address, name = f"vorbereitung.zweite{DEMO_DOMAIN}", "Kim Zweitprüfung (Beispiel)"
    made = Person.objects.create(email=address, name=name, password=like.password)
    office = Membership.objects.filter(person=like, role=Role.PREPARER).order_by("pk")[0].office
    Membership.objects.create(person=made, office=office, role=Role.PREPARER)
    return made
