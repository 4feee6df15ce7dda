"""The catalogue on its pages: found, filtered, taken along, and kept by those who may."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stellwerk.models import Maintenance, OnlineService, PriorityEntry, PriorityList, Service

BUILDING, DOGS = "99012008001000", "99102013002000"
HEAD = "Onlinedienst;Art;LeiKa-Schlüssel\n"


@pytest.fixture
def coordinator_browser(browser: Callable[[str], Client]) -> Client:
    return browser("koordination")


@pytest.fixture
def keeper(browser: Callable[[str], Client]) -> Client:
    return browser("vorbereitung")


@pytest.fixture
def online_service(db: None) -> OnlineService:
    made = OnlineService.objects.create(name="Bauantrag digital", channel="efa", source="Onlinedienst-Liste")
    made.services.set(Service.objects.filter(key=BUILDING))
    return made


def text(answer: HttpResponse) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "68 Leistungen gefunden."),
        ("?q=baugenehmigung", "2 Leistungen gefunden."),
        ("?q=99+012+008", "1 Leistung gefunden."),
        ("?q=9901200800100000", "Keine Leistung passt zu dieser Auswahl."),
        ("?q=10519", "2 Leistungen gefunden."),
        ("?vollzug=municipal", "2 Leistungen gefunden."),
        ("?themenfeld=5&vollzug=land", "3 Leistungen gefunden."),
        ("?liste=beispiel", "20 Leistungen gefunden."),
        ("?stand=alle", "68 Leistungen gefunden."),
        ("?themenfeld=x&vollzug=nix&liste=nix&stand=nix&seite=99", "68 Leistungen gefunden."),
    ],
)
def test_services_are_found_by_name_key_and_filter(
    query: str, found: str, coordinator_browser: Client
) -> None:
    assert found in text(coordinator_browser.get(f"/flaeche/leistungen/{query}"))


def test_a_priority_list_brings_its_services_in_their_order(coordinator_browser: Client) -> None:
    page = text(coordinator_browser.get("/flaeche/leistungen/?liste=beispiel"))

    assert "Reihenfolge der Prioritätenliste" in page
    assert page.index("Baugenehmigung Erteilung") < page.index("Wohnsitz Anmeldung")


def test_the_export_holds_the_selection_with_keys_as_text(coordinator_browser: Client) -> None:
    lines = text(coordinator_browser.get("/flaeche/leistungen/export.csv?q=Hundesteuer")).splitlines()

    assert len(lines) == 2
    assert lines[1].startswith(f"{DOGS};Hundesteuer Festsetzung;4;10160;")


def test_a_service_shows_bundle_law_and_who_offers_it(
    coordinator_browser: Client, online_service: OnlineService
) -> None:
    Maintenance.objects.create(
        online_service=online_service, maintainer="Komm.ONE", starts_on=date(2024, 1, 1)
    )
    law = "§ 58 LBO [https://recht.beispiel.invalid/58]\n§ 49 LBO"
    Service.objects.filter(key=BUILDING).update(legal_basis=law)

    page = text(coordinator_browser.get(f"/flaeche/leistungen/{BUILDING}/"))

    assert "Bauvorbescheid und Baugenehmigung" in page
    assert (
        '<a class="kern-link" href="https://recht.beispiel.invalid/58" rel="noreferrer">§ 58 LBO</a>' in page
    )
    assert "<li>§ 49 LBO</li>" in page
    assert "Bauantrag digital" in page
    assert "Komm.ONE" in page
    assert "nicht erhoben" in page
    assert "Rang 1" in page


def test_an_address_of_the_law_that_is_a_script_stays_text(coordinator_browser: Client) -> None:
    Service.objects.filter(key=BUILDING).update(legal_basis="§ 1 [javascript:alert(1)]")

    page = text(coordinator_browser.get(f"/flaeche/leistungen/{BUILDING}/"))

    assert "<li>§ 1 [javascript:alert(1)]</li>" in page


def test_what_is_gone_says_so_and_leaves_the_list(coordinator_browser: Client) -> None:
    Service.objects.filter(key=DOGS).update(gone_on=date(2024, 1, 31))

    assert "67 Leistungen gefunden." in text(coordinator_browser.get("/flaeche/leistungen/"))
    assert "entfallen am 31.01.2024" in text(
        coordinator_browser.get("/flaeche/leistungen/?stand=alle&q=Hundest")
    )
    assert "steht seit dem 31.01.2024 nicht mehr im Katalog" in text(
        coordinator_browser.get(f"/flaeche/leistungen/{DOGS}/")
    )


@pytest.mark.parametrize(
    "address",
    [
        "leistungen/99999999999999/",
        "leistungen/x/",
        "onlinedienste/987654/",
        "prioritaetenlisten/gibt-es-nicht/",
    ],
)
def test_what_is_not_there_is_not_found(address: str, keeper: Client) -> None:
    assert keeper.get(f"/flaeche/{address}").status_code == 404


def test_only_who_keeps_the_catalogue_sees_how_to(coordinator_browser: Client, keeper: Client) -> None:
    address = reverse("online_services")

    assert "Onlinedienst hinzufügen" in text(keeper.get(address))
    assert "Onlinedienst hinzufügen" not in text(coordinator_browser.get(address))


def test_the_operator_keeps_the_catalogue_without_reading_coverage(browser: Callable[[str], Client]) -> None:
    page = text(browser("betrieb").get(f"/flaeche/leistungen/{BUILDING}/"))

    assert "sehen Personen mit dem Recht" in page
    assert "nicht erhoben" not in page


def test_an_online_service_is_added_and_changed_by_keys(keeper: Client) -> None:
    values = {
        "name": "Hund online",
        "channel": "universal",
        "url": "hund.example.org",
        "source": "Liste vom 01.03.2024",
        "keys": f"{DOGS} Hundesteuer Festsetzung\n\n99 110 009 104 000\n",
    }

    added = keeper.post("/flaeche/onlinedienste/neu/", values)
    made = OnlineService.objects.get(name="Hund online")
    page = text(keeper.get(added.headers["Location"]))
    shown = text(keeper.get(reverse("online_service_edit", args=[made.pk])))
    keeper.post(reverse("online_service_edit", args=[made.pk]), values | {"keys": DOGS})

    assert "Der Onlinedienst deckt 2 Leistungen ab." in page
    assert f"{DOGS} Hundesteuer Festsetzung" in shown
    assert made.url == "https://hund.example.org"
    assert list(made.services.order_by("key").values_list("key", flat=True)) == [DOGS]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keys": "99999999999999"}, "Der Katalog kennt diese Leistungen nicht"),
        ({"keys": "9,9012008001E+13"}, "als Zahl gerundet"),
        ({"keys": "Hundesteuer"}, "ist kein LeiKa-Schlüssel"),
        ({"name": "Bauantrag digital", "channel": "efa"}, "gibt es in dieser Art schon"),
        ({"url": "javascript:alert(1)"}, "gültige"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    changes: dict[str, str], words: str, keeper: Client, online_service: OnlineService
) -> None:
    values = {"name": "Neuer Dienst", "channel": "own", "source": "Liste", "keys": DOGS, "url": ""} | changes

    answer = keeper.post("/flaeche/onlinedienste/neu/", values)

    assert answer.status_code == 422
    assert words in text(answer)
    assert changes.get("keys", DOGS) in text(answer)
    assert OnlineService.objects.count() == 1


def test_a_maintenance_is_handed_over_on_the_page(keeper: Client, online_service: OnlineService) -> None:
    address = reverse("online_service_maintenance", args=[online_service.pk])
    keeper.post(address, {"maintainer": "Komm.ONE", "starts_on": "01.05.2023"})
    keeper.post(address, {"maintainer": "Landesamt", "starts_on": "2024-02-15"})

    refused = keeper.post(address, {"maintainer": "Zu spät", "starts_on": "2024-02-15"})
    page = text(keeper.get(reverse("online_service", args=[online_service.pk])))

    assert refused.status_code == 422
    assert "schon eine Betreuung ab 15.02.2024" in text(refused)
    assert "14.02.2024" in page
    assert "Zu spät" not in page


def test_a_list_is_checked_first_and_taken_over_then(keeper: Client) -> None:
    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("dienste.csv", f"{HEAD}Hund online;EfA;{DOGS}\n".encode("cp1252"))

    address = reverse("online_services_import")
    checked = text(keeper.post(address, {"file": file(), "pruefen": "1"}))
    assert "Es wurde noch nichts übernommen" in checked
    assert not OnlineService.objects.exists()

    done = text(keeper.post(address, {"file": file()}))

    assert "Die Liste ist übernommen." in done
    assert OnlineService.objects.get().name == "Hund online"


def test_a_wrong_row_of_a_list_is_named_on_the_page(keeper: Client) -> None:
    file = SimpleUploadedFile("dienste.csv", f"{HEAD}Hund online;Zauberei;{DOGS}\n".encode())

    answer = keeper.post(reverse("online_services_import"), {"file": file})

    assert answer.status_code == 422
    assert "Zeile 2: „Zauberei“ ist keine Art." in text(answer)


def test_the_list_of_online_services_is_filtered_and_taken_along(
    coordinator_browser: Client, online_service: OnlineService
) -> None:
    OnlineService.objects.create(name="=cmd|calc", channel="own", source="Test")

    page = text(coordinator_browser.get(f"/flaeche/onlinedienste/?q={BUILDING}&art=efa"))
    export = text(coordinator_browser.get("/flaeche/onlinedienste/export.csv"))

    assert "1 Onlinedienst gefunden." in page
    assert "Kein Onlinedienst passt" in text(coordinator_browser.get("/flaeche/onlinedienste/?q=zzz"))
    assert f"Bauantrag digital;Einer-für-Alle-Dienst (EfA);;{BUILDING};;Onlinedienst-Liste" in export
    assert "\n'=cmd|calc;" in export


def test_a_priority_list_is_made_and_put_into_another_order(keeper: Client) -> None:
    values = {"name": "Fokus 2024", "source": "Ministerium", "as_of": "", "keys": f"{DOGS}\n{BUILDING}"}

    keeper.post("/flaeche/prioritaetenlisten/neu/", values)
    turned = values | {"keys": f"{BUILDING} Baugenehmigung Erteilung\n{DOGS} Hundesteuer"}
    keeper.post("/flaeche/prioritaetenlisten/fokus-2024/bearbeiten/", turned)

    page = text(keeper.get("/flaeche/prioritaetenlisten/fokus-2024/"))
    assert "2 Leistungen auf der Liste." in page
    assert page.index(BUILDING) < page.index(DOGS)
    assert PriorityEntry.objects.filter(priority_list__slug="fokus-2024").count() == 2


def test_the_example_list_says_that_nobody_decided_it(coordinator_browser: Client) -> None:
    assert "von keiner Behörde beschlossen" in text(
        coordinator_browser.get("/flaeche/prioritaetenlisten/beispiel/")
    )
    assert "(Beispielwert)" in text(coordinator_browser.get("/flaeche/prioritaetenlisten/"))
    assert PriorityList.objects.filter(is_example=True).count() == 1


def test_the_pages_of_the_catalogue_ask_the_database_a_few_times(
    coordinator_browser: Client,
    online_service: OnlineService,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for address in (
        "leistungen/",
        "leistungen/?liste=beispiel",
        "onlinedienste/",
        f"onlinedienste/{online_service.pk}/",
        "prioritaetenlisten/beispiel/",
    ):
        with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
            coordinator_browser.get(f"/flaeche/{address}")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        coordinator_browser.get(f"/flaeche/leistungen/{BUILDING}/")


@pytest.mark.parametrize(
    ("execution_type", "words"),
    [
        ("2/3", "2/3: Bund regelt, Land oder Gemeinde vollzieht"),
        ("1;2/3", "1;2/3: Bund regelt; Bund, Land oder Gemeinde vollzieht"),
        ("4b", "4b: Land regelt, Land oder Gemeinde vollzieht"),
        ("10", ">10</dd>"),
        ("", "ohne Angabe"),
    ],
)
def test_who_executes_is_said_in_words(execution_type: str, words: str, coordinator_browser: Client) -> None:
    Service.objects.filter(key=DOGS).update(execution_type=execution_type)

    assert words in text(coordinator_browser.get(f"/flaeche/leistungen/{DOGS}/"))
