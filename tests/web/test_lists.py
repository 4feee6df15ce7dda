"""One table for every list: sorting, columns, views and files, for whoever may see the list."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.management.exports import write_export
from stellwerk.models import Dispatch, JournalEntry, ListExport, Run, SavedView
from tests.house.cases import person
from tests.house.lists import asked_export, kept_view


@pytest.fixture
def auditor_at(browser: Callable[[str], Client]) -> Client:
    return browser("pruefung")


def page(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_the_head_of_a_column_sorts_and_says_so(auditor_at: Client) -> None:
    once = page(auditor_at, "/zuwendungen/?sort=aktenzeichen&q=Landratsamt")

    assert 'aria-sort="ascending"' in once
    assert 'href="?sort=-aktenzeichen&amp;q=Landratsamt"' in once
    assert 'aria-sort="descending"' in page(auditor_at, "/zuwendungen/?sort=-aktenzeichen")


def test_columns_are_chosen_in_the_address(auditor_at: Client) -> None:
    usual, chosen = page(auditor_at, "/zuwendungen/"), page(auditor_at, "/zuwendungen/?spalte=programm")

    assert "bewilligt in Euro</a></th>" in usual
    assert "bewilligt in Euro</a></th>" not in chosen
    assert "Programm</a></th>" in chosen


def test_a_word_with_a_typing_error_says_that_it_shows_what_is_alike(auditor_at: Client) -> None:
    shown = page(auditor_at, "/zuwendungen/?q=Heidenhiem")

    assert "Nichts enthält genau diese Wörter." in shown
    assert "Landratsamt Heidenheim" in shown


def test_a_long_list_is_not_counted_to_its_end(auditor_at: Client) -> None:
    JournalEntry.objects.bulk_create(
        JournalEntry(at="2024-03-08T09:30Z", verb="try", thing="x", thing_id=1, text="viel")
        for _number in range(1001)
    )

    shown = page(auditor_at, "/journal/?q=viel&seite=2")

    assert "Mehr als 1.000 Treffer." in shown
    assert "Seite 2</span>" in shown


def test_what_somebody_typed_cannot_become_a_part_of_the_page(auditor_at: Client, released: Run) -> None:
    Dispatch.objects.update(answer="<script>alert(1)</script>")

    shown = page(auditor_at, "/versand/?q=%3Cb%3E&sort=%22%3E%3Cb%3E")
    ledger = page(auditor_at, "/versand/")

    assert "<b>" not in shown
    assert "<script>alert" not in ledger


def test_a_view_is_kept_and_leads_back(auditor_at: Client) -> None:
    form = {"name": "Nach Betrag", "query": "q=Ostalb&sort=betrag", "is_shared": "on"}

    said = auditor_at.post("/listen/zuwendungen/ansicht/", form, follow=True).content.decode()

    kept = SavedView.objects.get()
    assert f"http://testserver/listen/ansichten/{kept.pk}/" in said
    assert (kept.is_shared, kept.query) == (True, "q=Ostalb&sort=betrag")
    assert "1 Zuwendung gefunden." in page(auditor_at, f"/listen/ansichten/{kept.pk}/")


def test_a_view_of_another_is_shown_with_own_rights_only(
    auditor_at: Client, browser: Callable[[str], Client]
) -> None:
    own, shared = kept_view(person("freigabe")), kept_view(person("freigabe"), name="Alle", is_shared=True)

    assert auditor_at.get(f"/listen/ansichten/{own.pk}/").status_code == 404
    assert "geteilt von Alex Freigabe (Beispiel)" in page(auditor_at, "/zuwendungen/")
    assert auditor_at.get(f"/listen/ansichten/{shared.pk}/").status_code == 302
    assert browser("landkreis").get(f"/listen/ansichten/{shared.pk}/").status_code == 403
    assert auditor_at.post(f"/listen/ansichten/{shared.pk}/loeschen/").status_code == 422


def test_a_view_without_a_name_is_not_kept(auditor_at: Client) -> None:
    said = auditor_at.post("/listen/versand/ansicht/", {"name": ""}, follow=True).content.decode()

    assert "Bitte geben Sie der Ansicht einen Namen." in said
    assert not SavedView.objects.exists()


def test_a_file_is_asked_for_watched_and_fetched(auditor_at: Client) -> None:
    asked = auditor_at.post("/listen/zuwendungen/datei/", {"kind": "csv", "query": "q=Ostalb"})
    export = ListExport.objects.get()
    waiting = page(auditor_at, asked.headers["Location"])
    early = auditor_at.get(f"/listen/dateien/{export.pk}/datei").status_code
    write_export(export.pk)
    ready = page(auditor_at, asked.headers["Location"])
    file = auditor_at.get(f"/listen/dateien/{export.pk}/datei")

    assert "Stand aktualisieren" in waiting
    assert early == 404
    assert "Datei abholen" in ready
    assert b"Landratsamt Ostalbkreis" in b"".join(file.streaming_content)  # type: ignore[attr-defined]
    assert file.headers["Content-Disposition"].startswith('attachment; filename="zuwendungen-2024-03-08-')
    assert "Zuwendungen" in page(auditor_at, "/listen/dateien/")


def test_nobody_else_finds_the_file(auditor_at: Client, browser: Callable[[str], Client]) -> None:
    export = asked_export(person("pruefung"))
    write_export(export.pk)

    for name in ("freigabe", "landkreis"):
        assert browser(name).get(f"/listen/dateien/{export.pk}/").status_code == 404
        assert browser(name).get(f"/listen/dateien/{export.pk}/datei").status_code == 404


def test_a_file_that_is_over_says_so(auditor_at: Client) -> None:
    export = asked_export(person("pruefung"))
    write_export(export.pk)
    export.refresh_from_db()
    (settings.EXPORTS / export.file).unlink()
    ListExport.objects.update(expires_at="2024-03-01T00:00Z")

    assert "lange genug bereit" in page(auditor_at, f"/listen/dateien/{export.pk}/")
    assert auditor_at.get(f"/listen/dateien/{export.pk}/datei").status_code == 404


@pytest.mark.parametrize("route", ["list_export_ask", "saved_view_save"])
def test_a_list_that_does_not_exist_is_not_found(route: str, auditor_at: Client) -> None:
    assert auditor_at.post(reverse(route, args=["gibt-es-nicht"]), {}).status_code == 404


def test_a_list_asks_a_fixed_number_of_queries(
    auditor_at: Client, released: Run, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for address in ("/zuwendungen/", "/versand/", "/versand/probleme/", "/journal/"):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            auditor_at.get(address)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        auditor_at.get("/zuwendungen/?q=Heidenhiem")
