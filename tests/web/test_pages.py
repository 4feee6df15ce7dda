"""What every page has: one heading, a way past the navigation, both languages, and nothing inline."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Run
from tests.web.test_access_matrix import (
    COUNTY,
    EVERYBODY,
    MAY_OPEN,
    PUBLIC,
    PUBLIC_STEPS,
    PUBLIC_THINGS,
    addresses,
)

NO_PAGE = {
    "area_picture",
    "area_report",
    "campaign_export",
    "campaign_letter",
    "decision_preview_notice",
    "decision_schema",
    "freshness_export",
    "grid_export",
    "intake_template",
    "journal_anchors",
    "journal_chain",
    "journal_check",
    "letter_pdf",
    "list_export_file",
    "mail",
    "notice_schema",
    "online_services_export",
    "opinion_export",
    "opinion_file",
    "publication_progress",
    "run_preview_circular",
    "run_preview_notice",
    "run_progress",
    "services_export",
    "set_language",
}
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:""")


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_every_page_has_its_frame_and_nothing_inline(
    name: str, browser: Callable[[str], Client], released: Run
) -> None:
    client = browser(name)
    routes = {route for route, roles in MAY_OPEN.items() if name in roles} - NO_PAGE
    where = addresses(released)
    for route in routes:
        answer = client.get(where[route])
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            assert_frame(answer.content.decode(), route)


def test_every_public_page_has_its_frame_and_nothing_inline(client: Client, db: None) -> None:
    for route in PUBLIC - PUBLIC_THINGS - PUBLIC_STEPS - NO_PAGE - {"account_logout"}:
        assert_frame(client.get(reverse(route)).content.decode(), route)


def assert_frame(page: str, route: str) -> None:
    assert page.count("<h1") == 1, route
    assert 'href="#inhalt"' in page, route
    assert 'id="inhalt"' in page, route
    assert 'action="/sprache/"' in page, route
    assert all(f'href="/{name}/"' in page for name in ("impressum", "datenschutz", "barrierefreiheit")), route
    assert "Demonstration mit Beispieldaten" in page, route
    assert INLINE.search(page) is None, (route, INLINE.search(page))


def test_pages_come_with_a_policy_that_allows_nothing_from_elsewhere(client: Client, db: None) -> None:
    policy = client.get("/rechner/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_only_the_office_is_told_about_the_safe_mode(browser: Callable[[str], Client]) -> None:
    assert "Sicherer Modus" in browser("pruefung").get("/").content.decode()
    assert "Sicherer Modus" not in browser(COUNTY).get("/").content.decode()


def test_the_language_switch_leads_back_to_the_same_page(client: Client, db: None) -> None:
    answer = client.post("/sprache/", {"language": "en", "next": "/rechner/frist/"})

    assert answer.headers["Location"] == "/rechner/frist/"
    assert '<html lang="en">' in client.get("/rechner/frist/").content.decode()


@pytest.mark.parametrize(
    ("run", "word"),
    [
        ("draft", "Jetzt berechnen"),
        ("computed", "Verbände um Stellungnahme bitten"),
        ("consulted", "Eine andere Person muss die Fortführung prüfen"),
        ("released", "Die Schreiben werden versandt."),
    ],
)
def test_the_page_of_a_run_says_what_is_next(
    run: str, word: str, request: pytest.FixtureRequest, browser: Callable[[str], Client]
) -> None:
    found: Run = request.getfixturevalue(run)

    assert word in browser("vorbereitung").get(reverse("run", args=[found.pk])).content.decode()


def test_the_number_of_queries_of_a_list_does_not_grow_with_its_rows(
    browser: Callable[[str], Client], released: Run, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = browser("pruefung")
    for address in ("/zuwendungen/", "/versand/", f"/fortfuehrungen/{released.pk}/zeilen/"):
        with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
            client.get(address)
