"""Entering on the page: paste, file, comparison, many at once; what is refused can be corrected."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from stellwerk.access import Rights
from stellwerk.gateways.spreadsheets import read_file
from stellwerk.models import (
    ChangeSet,
    Channel,
    CoverageFact,
    Intake,
    IntakeRow,
    Municipality,
    OnlineService,
    Service,
)
from tests.house.intakes import AUSWEIS, DISTRICT, HUND, WOHNGELD, brought

SHEET = "Gemeinde\tLeistung\tStand\tgeplant für\nBöblingen\tWohngeld Bewilligung\tonline\t\n"
PASTE = {"district": DISTRICT, "title": "Februar", "day": ""}


@pytest.fixture
def coordinator_at(browser: Callable[[str], Client]) -> Client:
    return browser("koordination")


@pytest.fixture
def intake(coordinator: Rights) -> Intake:
    return brought(coordinator)


def post(client: Client, address: str, data: dict[str, Any], status: int = 302) -> str:
    """Return the page that a form leads to."""
    answer = client.post(f"/flaeche/{address}", data, follow=status == 302)
    assert answer.status_code == (200 if status == 302 else status)
    return answer.content.decode()


def test_a_pasted_table_becomes_one_change_and_goes_back_with_one_button(coordinator_at: Client) -> None:
    page = post(coordinator_at, "eingaenge/einfuegen/", PASTE | {"text": SHEET})
    assert "Noch ist nichts geändert" in page
    assert "nicht erhoben" in page
    (found,) = Intake.objects.all()

    page = post(coordinator_at, f"eingaenge/{found.pk}/uebernehmen/", {})
    assert "1 Angabe übernommen." in page
    assert "Rückgängig machen" in page

    page = post(coordinator_at, f"eingaenge/{found.pk}/rueckgaengig/", {})
    assert "Rückgängig gemacht" in page
    assert [made.kind for made in ChangeSet.objects.order_by("pk")] == ["paste", "undo"]


def test_what_was_pasted_is_still_there_after_a_refusal(coordinator_at: Client) -> None:
    text = "Gemeinde\tStand\nBöblingen\tonline"

    page = post(coordinator_at, "eingaenge/einfuegen/", PASTE | {"text": text}, 422)

    assert "fehlt die Spalte „Leistung“" in page
    assert text in page
    assert Intake.objects.count() == 0


def test_two_hundred_rows_are_shown_in_pages_and_taken_over(coordinator_at: Client) -> None:
    places = Municipality.objects.filter(district=DISTRICT).order_by("ags").values_list("ags", flat=True)
    keys = (WOHNGELD, HUND, AUSWEIS, "99012008001000", "99110009104000", "99115004001000",
            "99001009004000", "99001001002000", "99102013002000")  # fmt: skip
    rows = [f"{ags[1:]}\t{key}\tl" for key in dict.fromkeys(keys) for ags in places][:200]
    assert len(rows) == 200

    page = post(coordinator_at, "eingaenge/einfuegen/", PASTE | {"text": "\n".join(rows)})
    assert "200 Zeilen" in page
    assert "Seite 1 von 4" in page
    page = post(coordinator_at, f"eingaenge/{Intake.objects.get().pk}/uebernehmen/", {})

    assert "200 Angaben übernommen." in page
    assert CoverageFact.objects.count() == 200


def test_differences_come_in_groups_faults_first(coordinator_at: Client, intake: Intake) -> None:
    page = coordinator_at.get(f"/flaeche/eingaenge/{intake.pk}/").content.decode()

    order = [page.index(f"{word}: 1") for word in ("fehlerhaft", "weicht ab", "neu", "unverändert")]
    assert order == sorted(order)
    assert "„vielleicht“ ist kein Stand" in page
    assert "„Böplingen“ ist keine Gemeinde dieses Landkreises" in page
    changed = coordinator_at.get(f"/flaeche/eingaenge/{intake.pk}/?vergleich=changed").content.decode()
    assert "kein Angebot, ab 12.02.2024" in changed


def test_a_fault_is_corrected_in_place(coordinator_at: Client, intake: Intake) -> None:
    said = {"tun": "berichtigen", "wort-5-place": "Böblingen", "wort-5-state": "online"}

    page = post(coordinator_at, f"eingaenge/{intake.pk}/zeilen/?vergleich=error", said)

    assert "Berichtigt; diese Zeilen stimmen." in page
    assert IntakeRow.objects.get(intake=intake, number=5).verdict == "new"


def test_faults_that_are_left_out_hold_nothing_back(coordinator_at: Client, intake: Intake) -> None:
    page = post(coordinator_at, f"eingaenge/{intake.pk}/uebernehmen/", {}, 422)
    assert "Noch fehlerhafte Zeilen: 1" in page

    post(coordinator_at, f"eingaenge/{intake.pk}/zeilen/?vergleich=error", {"tun": "ablehnen-alle"})
    page = post(coordinator_at, f"eingaenge/{intake.pk}/uebernehmen/", {})

    assert "2 Angaben übernommen." in page


def test_nothing_marked_is_said_and_what_was_typed_stays(coordinator_at: Client, intake: Intake) -> None:
    said = {"tun": "ablehnen", "wort-5-state": "onlein"}

    page = post(coordinator_at, f"eingaenge/{intake.pk}/zeilen/?vergleich=error", said, 422)

    assert "Keine Zeile ist markiert" in page
    assert 'value="onlein"' in page


@pytest.mark.parametrize("name", ["stand.csv", "stand.xlsx"])
def test_the_template_is_filled_in_and_read_again(coordinator_at: Client, name: str) -> None:
    template = coordinator_at.get("/flaeche/eingaenge/vorlage.xlsx").content
    rows = read_file("vorlage.xlsx", template, limit_bytes=1_000_000)
    assert rows[0][:3] == ["Gemeinde", "Leistung", "Stand"]
    content = template if name.endswith("xlsx") else "\n".join(";".join(row) for row in rows).encode("cp1252")

    page = post(coordinator_at, "eingaenge/datei/", PASTE | {"file": SimpleUploadedFile(name, content)})

    assert "Noch ist nichts geändert" in page
    assert {row.verdict for row in IntakeRow.objects.all()} == {"error"}  # examples of another district


def test_a_file_beyond_the_limit_gets_one_sentence_and_leaves_nothing(
    coordinator_at: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "INTAKE_LIMIT_MB", 1, raising=False)
    monkeypatch.setattr(settings, "UPLOAD_LIMIT_MB", 2, raising=False)
    file = SimpleUploadedFile("stand.csv", b"a;b;c\n" * 700_000)

    page = post(coordinator_at, "eingaenge/datei/", PASTE | {"file": file}, 422)

    assert "Die Datei ist größer als 1 MB" in page
    assert Intake.objects.count() == 0


def test_a_broken_file_is_refused_beside_its_field(coordinator_at: Client) -> None:
    file = SimpleUploadedFile("stand.xlsx", b"PK\x03\x04kaputt")

    page = post(coordinator_at, "eingaenge/datei/", PASTE | {"file": file}, 422)

    assert "Datei: Die Excel-Datei lässt sich nicht lesen" in page


def test_a_list_from_outside_is_decided_row_by_row(coordinator_at: Client) -> None:
    content = f"ags;leika;url;date\n8115003;{WOHNGELD};https://bb.invalid/wg;2024-02-01\n08115045;{HUND};;\n"
    file = SimpleUploadedFile("pvog.csv", content.encode())
    said = PASTE | {"compared_with": "pvog", "file": file}
    assert "https" not in post(coordinator_at, "eingaenge/abgleich/", said)
    (found,) = Intake.objects.all()
    rows = f"eingaenge/{found.pk}/zeilen/?vergleich=new"

    refused = post(coordinator_at, rows, {"tun": "ablehnen", "zeile": "2"}, 422)
    assert "Zum Ablehnen fehlt der Grund" in refused
    post(coordinator_at, rows, {"tun": "annehmen", "zeile": "2"})
    page = post(coordinator_at, f"eingaenge/{found.pk}/uebernehmen/", {})

    assert "1 Angabe übernommen." in page
    assert CoverageFact.objects.get().source == "pvog"


def test_one_state_for_all_except_some_and_only_where_nothing_is_known(
    coordinator_at: Client, intake: Intake
) -> None:
    said = PASTE | {
        "state": "planned",
        "planned_on": "2024-12-31",
        "services": WOHNGELD,
        "without": "Aidlingen\n08115015",
        "only_empty": "on",
    }

    post(coordinator_at, "sammeln/", said)

    found = Intake.objects.order_by("-pk")[0]
    own = Municipality.objects.filter(district=DISTRICT).count()
    assert {row.verdict for row in found.rows.all()} == {"new"}
    assert found.rows.count() == own - 4  # two exceptions, two that are known


def test_an_online_service_is_set_for_many_and_seen_in_the_history(
    coordinator_at: Client, online_service: OnlineService
) -> None:
    said = PASTE | {"state": "live", "services": WOHNGELD, "online_service": online_service.pk}

    page = post(coordinator_at, "sammeln/", said)
    assert "online, Einer-für-Alle-Dienst (EfA), mit „Wohngeld digital“" in page
    found = Intake.objects.order_by("-pk")[0]
    post(coordinator_at, f"eingaenge/{found.pk}/uebernehmen/", {})

    page = coordinator_at.get(f"/flaeche/gemeinden/08115003/{WOHNGELD}/").content.decode()
    assert page.count("Wohngeld digital") == 2  # what holds, and who said so
    taken = coordinator_at.get("/flaeche/gemeinden/08115003/export.csv").getvalue().decode()  # type: ignore[attr-defined]
    assert taken.splitlines()[1].endswith(";Wohngeld digital")


@pytest.fixture
def online_service(db: None) -> OnlineService:
    made = OnlineService.objects.create(name="Wohngeld digital", channel=Channel.EFA, source="Test")
    made.services.add(Service.objects.get(key=WOHNGELD))
    return made


def test_an_online_service_must_serve_what_it_is_set_for(
    coordinator_at: Client, online_service: OnlineService
) -> None:
    said = PASTE | {"state": "live", "services": HUND, "online_service": online_service.pk}

    page = post(coordinator_at, "sammeln/", said, 422)
    assert f"deckt diese Leistungen nicht ab: {HUND}" in page
    page = post(coordinator_at, "sammeln/", said | {"services": WOHNGELD, "channel": "own"}, 422)
    assert "Art: Der Onlinedienst „Wohngeld digital“ ist von anderer Art" in page
    assert Intake.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"services": "Wohngelt"}, "Einzelne Leistungen: „Wohngelt“ steht nicht im Leistungskatalog"),
        ({"services": ""}, "Es ist keine Leistung gewählt"),
        ({"without": "Aalen"}, "Alle außer: „Aalen“ ist keine Gemeinde dieses Landkreises"),
        ({"size": "ab-100000"}, "passt keine Gemeinde"),
    ],
)
def test_a_wrong_choice_for_many_is_refused(
    coordinator_at: Client, words: dict[str, str], sentence: str
) -> None:
    said = PASTE | {"state": "live", "services": WOHNGELD} | words

    assert sentence in post(coordinator_at, "sammeln/", said, 422)


def test_another_district_is_not_there(browser: Callable[[str], Client], intake: Intake) -> None:
    other = browser("koordination.ostalb")

    assert other.get(f"/flaeche/eingaenge/{intake.pk}/").status_code == 404
    for step in ("zeilen", "uebernehmen", "neu-vergleichen", "verwerfen", "rueckgaengig"):
        assert other.post(f"/flaeche/eingaenge/{intake.pk}/{step}/").status_code == 404
    said = PASTE | {"text": SHEET}
    post(other, "eingaenge/einfuegen/", said, 422)
    assert Intake.objects.filter(title="Februar").count() == 0


def test_the_office_sees_what_came_in_but_has_no_buttons(
    browser: Callable[[str], Client], intake: Intake
) -> None:
    page = browser("pruefung").get(f"/flaeche/eingaenge/{intake.pk}/").content.decode()

    assert "„vielleicht“ ist kein Stand" in page
    assert "Jetzt übernehmen" not in page


def test_markup_in_a_sheet_is_shown_as_text(coordinator_at: Client) -> None:
    text = f"<script>alert(1)</script>\t{WOHNGELD}\t<b>l</b>"

    page = post(coordinator_at, "eingaenge/einfuegen/", PASTE | {"text": text})

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_of_an_intake_needs_few_queries(
    coordinator_at: Client, intake: Intake, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        coordinator_at.get(f"/flaeche/eingaenge/{intake.pk}/")


def test_the_template_keeps_keys_as_text(coordinator_at: Client) -> None:
    content = coordinator_at.get("/flaeche/eingaenge/vorlage.xlsx").content

    cell = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1][1]
    assert cell == "99107023017000"
