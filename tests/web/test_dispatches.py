"""The ledger, what did not arrive, and letters as they were frozen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Dispatch, Run


@pytest.fixture
def releaser_browser(browser: Callable[[str], Client]) -> Client:
    return browser("freigabe")


def test_the_ledger_shows_every_dispatch_of_a_run(releaser_browser: Client, released: Run) -> None:
    count = Dispatch.objects.filter(letter__run=released).count()

    page = releaser_browser.get("/versand/", {"fortfuehrung": released.pk, "stand": ""}).content.decode()

    assert f"{count} Sendungen gefunden." in page
    assert "Alex Freigabe (Beispiel)" in page


def test_a_failed_dispatch_can_be_repeated(releaser_browser: Client, released: Run) -> None:
    failed = Dispatch.objects.filter(letter__run=released).order_by("pk")[0]
    Dispatch.objects.filter(pk=failed.pk).update(state="failed", answer="550 unbekannt")

    page = releaser_browser.get("/versand/probleme/").content.decode()
    releaser_browser.post(reverse("dispatch_repeat", args=[failed.pk]))

    failed.refresh_from_db()
    assert "550 unbekannt" in page
    assert failed.state == "waiting"


def test_an_auditor_sees_failures_without_a_button(browser: Callable[[str], Client], released: Run) -> None:
    Dispatch.objects.filter(letter__run=released).update(state="failed")

    assert "Wiederholen" not in browser("pruefung").get("/versand/probleme/").content.decode()


def test_picked_dispatches_are_repeated_together(releaser_browser: Client, released: Run) -> None:
    failed = [one.pk for one in Dispatch.objects.filter(letter__run=released).order_by("pk")[:3]]
    Dispatch.objects.filter(pk__in=failed).update(state="failed")

    answer = releaser_browser.post(
        "/versand/probleme/wiederholen/", {"was": "ausgewaehlte", "auswahl": failed[:2]}, follow=True
    )

    assert "2 Sendungen werden noch einmal versucht." in answer.content.decode()
    assert Dispatch.objects.filter(state="failed").count() == 1


def test_all_that_a_filter_shows_are_repeated_if_they_are_as_many_as_were_seen(
    releaser_browser: Client, released: Run
) -> None:
    one = Dispatch.objects.filter(letter__run=released, office__name__contains="Ostalb").order_by("pk")[0]
    Dispatch.objects.filter(letter__run=released).update(state="failed")
    seen = Dispatch.objects.filter(state="failed", office=one.office_id).count()
    form = {"was": "alle", "query": "q=Ostalb&stand=failed"}

    refused = releaser_browser.post("/versand/probleme/wiederholen/", form | {"gesehen": seen + 1})
    done = releaser_browser.post("/versand/probleme/wiederholen/", form | {"gesehen": seen})

    assert refused.status_code == 422
    assert f"Inzwischen sind es {seen} Sendungen." in refused.content.decode()
    assert done.status_code == 302
    assert set(Dispatch.objects.filter(state="waiting").values_list("office", flat=True)) == {one.office_id}


def test_a_letter_without_its_pdf_says_that_it_comes(releaser_browser: Client, released: Run) -> None:
    letter = released.letters.order_by("pk")[0]

    page = releaser_browser.get(reverse("letter", args=[letter.pk])).content.decode()
    pdf = releaser_browser.get(reverse("letter_pdf", args=[letter.pk]))

    assert letter.document_sha256 in page
    assert pdf.status_code == 422
    assert "Das PDF entsteht beim Versand" in pdf.content.decode()
