"""Maps, heat map, development and report: what they show, without outlines and with them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.actions.snapshots import refresh_snapshot
from stellwerk.letters.pictures import collected_text
from stellwerk.letters.reports import report, report_pdf
from stellwerk.models import (
    ChangeSet,
    CoverageFact,
    GeometryLayer,
    LayerKind,
    Municipality,
    Outline,
    PriorityEntry,
    PriorityList,
    Service,
)
from stellwerk.queries import map_snapshot
from stellwerk.queries.maps import Scope, Share, version
from stellwerk.queries.selections import selection
from tests.house.warehouse import warehouse_folder  # noqa: F401

AT = datetime(2024, 3, 8, 10, 0, tzinfo=UTC)
PAGES = ("area_map", "area_municipalities", "area_heat_map", "area_over_time")
DISTRICT = "kreis=08136"  # Ostalbkreis


@pytest.fixture(scope="module")
def coverage_for_all(kept_for_the_module: None) -> int:
    return load_example_coverage(at=AT, district="08136")


@pytest.fixture
def coverage(coverage_for_all: int, db: None) -> int:
    return coverage_for_all


@pytest.fixture
def outlines(db: None) -> GeometryLayer:
    """Draw every municipality of the district as a little square."""
    layer = GeometryLayer.objects.create(
        kind=LayerKind.MUNICIPALITIES,
        source="Quadrate <von Hand>",
        licence="frei",
        as_of=date(2024, 1, 1),
        imported_at=AT,
    )
    places = Municipality.objects.filter(district="08136").order_by("ags")
    Outline.objects.bulk_create(
        Outline(layer=layer, key=it.ags, shape=square(number)) for number, it in enumerate(places)
    )
    return layer


def square(number: int) -> dict[str, Any]:
    east, north = 10 + number % 7 * 0.1, 48 + number // 7 * 0.1
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    ring = [[east + x, north + y] for x, y in corners]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def shown(client: Client, name: str, query: str = "") -> str:
    answer = client.get(f"{reverse(name)}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_a_picture_with_words_and_the_equal_table(
    name: str, browser: Callable[[str], Client], coverage: int
) -> None:
    page = shown(browser("pruefung"), name, DISTRICT)

    assert page.count("<svg") >= 1
    assert "<title id=" in page
    assert "<desc id=" in page
    assert "Dieselben Werte stehen in der Tabelle." in page
    assert "<table" in page
    assert "nicht erhoben" in page
    assert "(Beispielwert)" in page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_to_do_when_there_is_nothing_to_count(
    name: str, browser: Callable[[str], Client], db: None
) -> None:
    PriorityList.objects.create(slug="leer", name="Leere Liste", source="Test")

    page = shown(browser("pruefung"), name, f"{DISTRICT}&leistungen=liste-leer")

    assert "Zu dieser Auswahl gibt es noch keine Leistung." in page
    assert "<figure" not in page


def test_a_tile_says_how_little_was_collected_and_the_table_says_it_in_numbers(
    browser: Callable[[str], Client], coverage: int
) -> None:
    services = selection("alle").services
    cells = Municipality.objects.filter(district="08136", gone_on=None).count() * len(services)
    told = CoverageFact.objects.filter(municipality__district="08136", replaced_by=None, valid_to=None)
    known = told.values("municipality", "service").distinct().count()

    page = shown(browser("pruefung"), "area_map", "leistungen=alle&stichtag=2024-03-08")

    assert page.count(">erhoben: ") == 1  # of the other districts nothing is known, and nothing is said
    assert 0 < known < cells
    assert f"{known:,} von {cells:,}".replace(",", ".") in page


def test_of_a_protected_district_nothing_is_said_of_what_was_collected() -> None:
    hidden = Share("08136", "Ostalbkreis", 0, 0, 0, 84, is_hidden=True)

    assert collected_text(hidden) == ""
    assert collected_text(replace(hidden, collected=7, is_hidden=False)) == "8,3 %"


def test_the_heat_map_shows_the_next_services_on_the_next_page(
    browser: Callable[[str], Client], coverage: int
) -> None:
    chosen = PriorityList.objects.create(slug="viele", name="Viele", source="Test")
    services = Service.objects.bulk_create(
        Service(key=f"9977{number:010d}", name=f"Erfundene Leistung {number:03d}", source="Test")
        for number in range(125)
    )
    PriorityEntry.objects.bulk_create(
        PriorityEntry(priority_list=chosen, service=it, rank=rank) for rank, it in enumerate(services, 1)
    )
    client, query = browser("pruefung"), f"{DISTRICT}&leistungen=liste-viele&stichtag=2024-03-08"

    first = shown(client, "area_heat_map", query)
    second = shown(client, "area_heat_map", f"{query}&seite=2")

    assert "Leistungen 1 bis 120 von 125" in first
    assert "Leistungen 121 bis 125 von 125" in second
    assert "Erfundene Leistung 119" in first
    assert "Erfundene Leistung 120" not in first
    assert "Erfundene Leistung 120" in second
    assert f"?{query.replace('&', '&amp;')}&amp;seite=2" in first
    (picture,) = re.findall(r'href="([^"]*waermebild\.svg[^"]*)"', second)
    assert "Erfundene Leistung 124" in client.get(unescape(picture)).content.decode()


def test_without_outlines_the_page_says_how_to_import_them_and_shows_tiles(
    browser: Callable[[str], Client], coverage: int
) -> None:
    page = shown(browser("pruefung"), "area_municipalities", DISTRICT)

    assert "stellwerk import-geometry" in page
    assert 'id="kacheln-title"' in page
    assert "Abtsgmünd" in page


def test_with_outlines_the_page_shows_them_with_their_source(
    browser: Callable[[str], Client], coverage: int, outlines: GeometryLayer
) -> None:
    page = shown(browser("pruefung"), "area_municipalities", DISTRICT)

    assert "import-geometry" not in page
    assert 'id="gemeinden-title"' in page
    assert "Quadrate &lt;von Hand&gt;, frei, Stand 01.01.2024" in page
    assert page.count("L") > outlines.outlines.count()


def test_the_map_changes_as_soon_as_somebody_enters_something(
    browser: Callable[[str], Client], coverage: int, outlines: GeometryLayer
) -> None:
    client = browser("pruefung")
    before = shown(client, "area_municipalities", DISTRICT)
    place = Municipality.objects.filter(district="08136").order_by("name")[0]
    later = ChangeSet.objects.create(kind="grid", title="neu", by_text="Test", at=AT, added=1)
    facts = CoverageFact.objects.filter(municipality=place, replaced_by=None)
    facts.update(replaced_by=later)

    after = shown(client, "area_municipalities", DISTRICT)

    assert cells_of(before, place.name) != cells_of(after, place.name)
    assert cells_of(after, place.name)[0] == "nicht erhoben"
    assert "url(#gemeinden-missing)" in after


def cells_of(page: str, name: str) -> list[str]:
    row = page.partition(f">{name}</a>")[2].partition("</tr>")[0]
    return re.findall(r"<td[^>]*>([^<]*)</td>", row)


def test_a_coordinator_begins_with_the_own_district_and_sees_all_others(
    browser: Callable[[str], Client], coverage: int
) -> None:
    client = browser("koordination")

    assert "Sindelfingen" in shown(client, "area_municipalities")
    assert "Abtsgmünd" in shown(client, "area_municipalities", DISTRICT)
    assert 'href="/flaeche/raster/?kreis=08115"' in shown(client, "area_heat_map", "leistungen=alle")
    assert "/flaeche/raster/?" not in shown(client, "area_heat_map", f"{DISTRICT}&leistungen=alle")


@pytest.mark.parametrize(
    "query", ["kreis=99999", "stichtag=31.13.2024", "stichtag=2999-01-01", "leistungen=x"]
)
def test_what_makes_no_sense_in_an_address_is_left_out(
    query: str, browser: Callable[[str], Client], coverage: int
) -> None:
    for name in PAGES:
        assert "<svg" in shown(browser("pruefung"), name, query), name


def test_the_page_in_english_has_its_picture_in_english(
    browser: Callable[[str], Client], coverage: int
) -> None:
    client = browser("pruefung")
    client.post("/sprache/", {"language": "en", "next": "/"})

    assert re.search(r"\d\.\d%", shown(client, "area_map"))


@pytest.mark.parametrize("which", ["kreise", "gemeinden", "waermebild", "verlauf"])
def test_a_picture_alone_is_not_sent_twice(
    which: str, browser: Callable[[str], Client], coverage: int, outlines: GeometryLayer
) -> None:
    client, address = browser("pruefung"), reverse("area_picture", args=[which]) + f"?{DISTRICT}"

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(f"{address}&stichtag=2024-01-01", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Type"] == "image/svg+xml"
    assert first.content.startswith(b"<svg")
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_picture_that_does_not_exist_is_not_found(browser: Callable[[str], Client], db: None) -> None:
    assert browser("pruefung").get("/flaeche/karte/quatsch.svg").status_code == 404


def test_the_pages_ask_the_database_equally_often_however_much_there_is(
    browser: Callable[[str], Client], coverage: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = browser("pruefung")
    for name in PAGES:
        with django_assert_max_num_queries(22):
            shown(client, name, "kreis=&leistungen=alle")


def test_a_district_with_two_municipalities_is_protected_in_picture_and_table(
    browser: Callable[[str], Client], coverage: int
) -> None:
    known = CoverageFact.objects.filter(municipality__district="08136", replaced_by=None)[0]
    later = ChangeSet.objects.create(kind="grid", title="neu", by_text="Test", at=AT, added=2)
    for ags in ("08115003", "08115045"):
        CoverageFact.objects.create(
            municipality_id=ags, service_id=known.service_id, state="live", valid_from=date(2024, 1, 1),
            source="coordinator", confidence="high", checked_on=date(2024, 1, 1), change_set=later,
        )  # fmt: skip

    page = shown(browser("pruefung"), "area_map", "leistungen=alle&stichtag=2024-03-08")

    row = page.partition("<table")[2].partition(">Böblingen<")[2]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", row.partition("</tr>")[0])
    assert cells == ["geschützt (zu wenige Gemeinden)", "geschützt", "–", "–", "–", "–"]
    assert "url(#kacheln-hidden)" in page


def test_what_is_counted_in_the_snapshot_says_its_moment(
    browser: Callable[[str], Client],
    coverage: int,
    warehouse_folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refresh_snapshot(at=AT)
    monkeypatch.setattr(map_snapshot, "FACTS", 0)
    client, said = browser("pruefung"), "wird aus der Auswertung gezählt, Stand 08.03.2024, 11:00"

    for name in ("area_map", "area_municipalities", "area_over_time"):
        assert said in shown(client, name, f"{DISTRICT}&leistungen=alle"), name
    assert said not in shown(client, "area_heat_map", f"{DISTRICT}&leistungen=alle")
    assert said not in shown(client, "area_map", "leistungen=liste-gibt-es-nicht")


# --- the report ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [DISTRICT, "kreis="])
def test_the_report_is_an_accessible_pdf_with_every_picture(
    query: str, browser: Callable[[str], Client], coverage: int, outlines: GeometryLayer, fonts: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    answer = browser("pruefung").get(f"{reverse('area_report')}?{query}")
    path = tmp_path / "report.pdf"
    path.write_bytes(answer.content)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert pdfua.validate(str(path)).findings == ()
    with pikepdf.open(path) as opened:
        assert "Onlinedienste in der Fläche" in str(opened.docinfo.Title)
        assert str(opened.Root.Lang) == "de-DE"
        texts = [str(one.Alt) for one in figures(opened.Root.StructTreeRoot.K)]
    assert [text.partition(":")[0].partition(" von")[0] for text in texts] == (
        ["Karte der Gemeinden", "Wärmebild", "Anteil online"]
        if query == DISTRICT
        else ["Kachelkarte der Kreise", "Karte der Gemeinden", "Wärmebild", "Anteil online"]
    )


def figures(node: Any) -> list[Any]:
    """Return the figures of a structure tree that have a text alternative, in order."""
    if isinstance(node, pikepdf.Array):
        return [found for one in node for found in figures(one)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [node] if "/Alt" in node else []
    return own + (figures(node.K) if "/K" in node else [])


def test_the_same_report_has_the_same_bytes(
    browser: Callable[[str], Client], coverage: int, fonts: Path
) -> None:
    made = report(
        Scope(version(), selection("").ids, date(2024, 3, 8), "08136"), selection(""), district="Ostalbkreis",
        is_example=True,
    )  # fmt: skip

    assert report_pdf(made, fonts=fonts, at=AT) == report_pdf(made, fonts=fonts, at=AT)
    assert made.document["example_note"] == "Beispiel: Die Angaben sind erfunden."


def test_the_report_speaks_the_language_of_whoever_asks(
    browser: Callable[[str], Client], coverage: int, fonts: Path
) -> None:
    asked = Scope(version(), selection("").ids, date(2024, 3, 8), "08136")
    with override("en"):
        made = report(asked, selection(""), district="Ostalbkreis", is_example=True)

    headings = [it["text"] for it in made.document["blocks"] if it["kind"] == "heading"]
    assert made.document["lang"] == "en"
    assert "8 Mar 2024" in made.document["lead"][0]
    assert "Indicators" in headings
    report_pdf(made, fonts=fonts, at=AT)


def test_the_report_says_how_many_services_its_heat_map_leaves_out(
    browser: Callable[[str], Client], coverage: int
) -> None:
    chosen = selection("alle")
    few = replace(chosen, services=chosen.services * 3)
    made = report(Scope(version(), few.ids, date(2024, 3, 8), "08136"), few, district="", is_example=True)

    (heat,) = [it for it in made.document["blocks"] if it.get("file") == "waermebild.svg"]
    assert f"von {len(few.services)}; ein Themenfeld" in heat["caption"]
