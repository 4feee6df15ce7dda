"""Open data on the web: addresses that stay, files as they were written, and the page that publishes."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from rdflib import Graph
from rdflib.namespace import RDF

from stellwerk.access import Rights
from stellwerk.actions._coverage import record
from stellwerk.actions._publications import FOR_A_SESSION, NO_MORE, is_ours
from stellwerk.actions.publications import publish, publish_asked
from stellwerk.gateways import clock
from stellwerk.gateways.dcat import DCAT
from stellwerk.law.coverage import Entry
from stellwerk.models import ChangeSetKind, Confidence, CoverageSource, Publication, PublicationOrder
from tests.house.cases import BERLIN
from tests.web.test_pages import assert_frame

DAY = date(2024, 3, 8)
AT = datetime(2024, 3, 8, 16, 4, tzinfo=BERLIN)
BUILDING = "99012008001000"
PAGE = "/flaeche/veroeffentlichen/"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.PUBLICATIONS = tmp_path
    return tmp_path / "coverage"


@pytest.fixture
def say(preparer: Rights) -> Callable[[str, str], None]:
    """Write down what holds in a municipality."""

    def record_one(ags: str, state: str) -> None:
        record(
            [Entry(ags=ags, service_key=BUILDING, channel="efa", state=state, valid_from=date(2024, 2, 1))],
            by=preparer.person,
            by_text=preparer.person.name,
            at=AT,
            district=ags[:5],
            kind=ChangeSetKind.GRID,
            title="Test",
            source=CoverageSource.COORDINATOR,
            confidence=Confidence.HIGH,
            checked_on=DAY,
        )

    return record_one


@pytest.fixture
def published(say: Callable[[str, str], None], preparer: Rights) -> Publication:
    say("08136088", "live")
    return publish(day=DAY, rights=preparer, at=AT).publication


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def body(answer: Any) -> bytes:
    parts: Iterable[bytes] = answer.streaming_content
    return b"".join(parts)


# --- everybody -----------------------------------------------------------------------------------


def test_the_pages_say_that_there_is_nothing_yet(client: Client, db: None) -> None:
    for address in ("/daten/", "/daten/coverage/"):
        assert "Noch ist nichts veröffentlicht" in text(client.get(address))
    assert client.get("/daten/coverage/latest/coverage.csv").status_code == 404


def test_the_pages_show_the_newest_version_and_how_to_cite_it(client: Client, published: Publication) -> None:
    page = text(client.get("/daten/coverage/"))

    assert_frame(page, "open_data_set")
    assert "Neueste Fassung: 1" in page
    assert "Fassung 1 (Stichtag 08.03.2024), http://127.0.0.1:8000/daten/coverage/v1/" in page
    assert published.files["coverage.parquet"]["sha256"] in page
    assert_frame(text(client.get("/daten/")), "open_data")
    assert_frame(text(client.get("/daten/coverage/v1/")), "open_data_version")


@pytest.mark.parametrize("version", ["v1", "latest"])
@pytest.mark.parametrize("name", ["coverage.csv", "coverage.json", "coverage.parquet", "README.md"])
def test_a_file_comes_as_it_was_written(
    client: Client, published: Publication, shelf: Path, version: str, name: str
) -> None:
    answer = client.get(f"/daten/coverage/{version}/{name}")

    assert body(answer) == (shelf / "v1" / name).read_bytes()
    assert answer.headers["ETag"] == f'"{published.files[name]["sha256"]}"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert ("immutable" in answer.headers["Cache-Control"]) == (version == "v1")


def test_who_has_the_file_already_does_not_get_it_again(client: Client, published: Publication) -> None:
    first = client.get("/daten/coverage/latest/coverage.csv")
    etag, content = first.headers["ETag"], body(first)

    again = client.get("/daten/coverage/latest/coverage.csv", headers={"If-None-Match": etag})
    other = client.get("/daten/coverage/latest/coverage.csv", headers={"If-None-Match": '"anders"'})

    assert (again.status_code, again.content) == (304, b"")
    assert body(other) == content


@pytest.mark.parametrize(
    "address", ["v2/coverage.csv", "v1/secret_key", "v1/..%2f..%2fsecret_key", "v0/coverage.csv", "v1/.draft"]
)
def test_there_is_nothing_but_what_was_published(
    client: Client, published: Publication, shelf: Path, address: str
) -> None:
    (shelf.parent / "secret_key").write_text("geheim")
    (shelf / "v1" / "secret_key").write_text("geheim")

    assert client.get(f"/daten/coverage/{address}").status_code == 404


def test_an_old_version_stays_where_it_was(
    client: Client, published: Publication, say: Callable[[str, str], None], preparer: Rights
) -> None:
    before = body(client.get("/daten/coverage/v1/coverage.csv"))
    say("08136028", "none")
    publish(day=DAY, rights=preparer, at=AT)

    assert body(client.get("/daten/coverage/v1/coverage.csv")) == before
    assert b"08136028" in body(client.get("/daten/coverage/latest/coverage.csv"))
    assert "Neueste Fassung: 2" in text(client.get("/daten/coverage/"))


@pytest.mark.parametrize(("spelling", "kind"), [("ttl", "text/turtle"), ("jsonld", "application/ld+json")])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_portals_read_the_catalogue(client: Client, published: Publication, spelling: str, kind: str) -> None:
    answer = client.get(f"/daten/catalog.{spelling}")

    graph = Graph().parse(data=text(answer), format="turtle" if spelling == "ttl" else "json-ld")
    assert answer.headers["Content-Type"].startswith(kind)
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 1
    for url in graph.objects(None, DCAT.downloadURL):
        assert body(client.get(str(url).removeprefix("http://127.0.0.1:8000")))


def test_the_number_of_queries_does_not_grow_with_the_versions(
    client: Client, published: Publication, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(2, 9):
        published.pk, published.version, published._state.adding = None, number, True
        published.save()

    with django_assert_max_num_queries(4):
        client.get("/daten/coverage/")


# --- who publishes -------------------------------------------------------------------------------


def test_the_preview_counts_and_lists_what_would_change(
    browser: Callable[[str], Client], published: Publication, say: Callable[[str, str], None]
) -> None:
    say("08136028", "none")

    page = text(browser("vorbereitung").get(PAGE, {"day": "2024-03-08"}))

    assert_frame(page, "publication")
    assert f"08136028 / {BUILDING} / efa / 2024-02-01" in page
    assert "Jetzt veröffentlichen" in page
    assert Publication.objects.count() == 1


def test_who_may_publishes_from_the_page(
    browser: Callable[[str], Client], say: Callable[[str, str], None], shelf: Path
) -> None:
    say("08136088", "live")
    client = browser("vorbereitung")

    waiting = text(client.post(PAGE, {"day": "2024-03-08"}, follow=True))
    publish_asked(now=clock.now)
    done = text(client.get(PAGE))

    assert_frame(waiting, "publication")
    assert "Die Veröffentlichung ist in Auftrag gegeben" in waiting
    assert "Fassung 1 ist veröffentlicht" in done
    assert (shelf / "v1" / "coverage.csv").is_file()


def test_the_same_again_is_no_new_version(browser: Callable[[str], Client], published: Publication) -> None:
    client = browser("vorbereitung")

    assert "Eine neue Fassung ist nicht nötig" in text(client.get(PAGE, {"day": "2024-03-08"}))
    client.post(PAGE, {"day": "2024-03-08"})
    publish_asked(now=clock.now)
    assert "Seit Fassung 1 hat sich nichts geändert" in text(client.get(PAGE))
    assert Publication.objects.count() == 1


def test_a_second_click_hears_that_it_is_under_way(
    browser: Callable[[str], Client], published: Publication
) -> None:
    client = browser("vorbereitung")
    client.post(PAGE, {"day": "2024-03-08"})

    answer = client.post(PAGE, {"day": "2024-03-08"})

    assert answer.status_code == 422
    assert "Eine Fassung wird gerade veröffentlicht" in text(answer)
    assert PublicationOrder.objects.count() == 1


def test_while_one_is_under_way_the_preview_offers_no_other(
    browser: Callable[[str], Client], published: Publication, say: Callable[[str, str], None]
) -> None:
    client = browser("vorbereitung")
    client.post(PAGE, {"day": "2024-03-08"})
    say("08136028", "none")

    page = text(client.get(PAGE, {"day": "2024-03-08"}))

    assert "Jetzt veröffentlichen" not in page
    assert "sobald diese fertig ist" in page


def test_the_page_says_how_far_it_is_and_asks_again_by_itself(
    browser: Callable[[str], Client], published: Publication
) -> None:
    client = browser("vorbereitung")
    client.post(PAGE, {"day": "2024-03-08"})
    assert is_ours(FOR_A_SESSION)
    PublicationOrder.objects.update(started_at=AT, stage="Änderungen werden verglichen", percent=73)

    page, piece = text(client.get(PAGE)), client.get(f"{PAGE}stand/", headers={"HX-Request": "true"})

    assert "Änderungen werden verglichen: 73 %" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Stand aktualisieren" in page
    assert "73 %" in text(piece)
    assert "HX-Redirect" not in piece.headers
    assert is_ours(NO_MORE)


def test_what_was_interrupted_is_said_and_can_be_tried_again(
    browser: Callable[[str], Client], say: Callable[[str, str], None]
) -> None:
    say("08136088", "live")
    client = browser("vorbereitung")
    client.post(PAGE, {"day": "2024-03-08"})
    PublicationOrder.objects.update(started_at=AT)  # and nobody holds the lock

    piece = client.get(f"{PAGE}stand/", headers={"HX-Request": "true"})
    page = text(client.get(PAGE))

    assert piece.headers["HX-Redirect"] == PAGE
    assert "Nichts wurde veröffentlicht" in page
    assert "wurde unterbrochen" in page
    assert "Noch einmal versuchen" in page
    assert 'name="day" value="2024-03-08"' in page
    again = text(client.post(PAGE, {"day": "2024-03-08"}, follow=True))
    assert "Die Veröffentlichung ist in Auftrag gegeben" in again


@pytest.mark.parametrize(
    ("day", "word"), [("2031-01-01", "liegt in der Zukunft"), ("übermorgen", "Datum"), ("", "erforderlich")]
)
def test_a_wrong_day_is_said_beside_the_field(
    browser: Callable[[str], Client], published: Publication, day: str, word: str
) -> None:
    answer = browser("vorbereitung").post(PAGE, {"day": day})

    assert answer.status_code == 422
    assert word in text(answer)
