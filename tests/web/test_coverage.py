"""Pages of what is known: municipalities, one cell, changes and undoing them, questions."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.access import Rights
from stellwerk.actions.coverage import undo
from stellwerk.models import ChangeSet, Inquiry
from tests.actions.test_coverage import AT, BIRTH, BUILDING, LEONBERG, SINDELFINGEN, entered, said
from tests.house.cases import BERLIN, everything, person

Browser = Callable[[str], Client]


@pytest.fixture
def changed(db: None) -> ChangeSet:
    """Have it off since 2024 and live since March 2026 in Sindelfingen."""
    rights = person("koordination")
    entered(rights, said(state="none", valid_from=date(2024, 1, 1)), at=datetime(2024, 1, 9, tzinfo=BERLIN))
    return entered(
        rights,
        said(maturity=3, maturity_model="1.1"),
        said(LEONBERG, state="planned", planned_on=date(2026, 9, 1)),
        title="Raster im März",
    )


def text(client: Client, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_a_coordinator_finds_the_own_municipalities_first(browser: Browser) -> None:
    client = browser("koordination")

    assert "26 Gemeinden gefunden" in text(client, "municipalities")
    assert "1.101 Gemeinden gefunden" in text(client, "municipalities", query="?kreis=")
    assert "Keine Gemeinde passt" in text(client, "municipalities", query="?q=Atlantis")


def test_a_municipality_shows_its_services_and_what_is_not_collected(
    browser: Browser, changed: ChangeSet
) -> None:
    client = browser("pruefung")

    collected = text(client, "municipality", SINDELFINGEN, query="?am=2026-03-20")
    missing = text(client, "municipality", SINDELFINGEN, query="?am=2026-03-20&stand=fehlt")

    assert "1 Leistung gefunden" in collected
    assert "3 (Modell 1.1)" in collected
    assert "2 Wochen alt" in collected
    assert f"/{BIRTH}/" in collected
    assert "nicht erhoben" in missing
    assert f"/{BIRTH}/" not in missing


@pytest.mark.parametrize(
    ("day", "state", "found"),
    [("2026-03-20", "live", 1), ("2025-03-20", "live", 0), ("2025-03-20", "none", 1), ("2023-01-01", "", 0)],
)
def test_a_municipality_can_be_asked_by_day_and_state(
    browser: Browser, changed: ChangeSet, day: str, state: str, found: int
) -> None:
    page = text(browser("pruefung"), "municipality", SINDELFINGEN, query=f"?am={day}&stand={state}")

    assert f"{found} Leistung" in page
    assert ("ist nichts erhoben" in page) != bool(found)


def test_the_weaker_channel_does_not_make_the_state(browser: Browser, coordinator: Rights) -> None:
    entered(coordinator, said(channel="efa"), said(channel="own", state="none"))

    page = text(browser("pruefung"), "municipality", SINDELFINGEN, query="?am=2026-03-20&stand=none")

    assert "ist nichts erhoben" in page


def test_the_export_has_a_row_for_each_channel(browser: Browser, coordinator: Rights) -> None:
    entered(coordinator, said(channel="efa", note="=1+1"), said(channel="own", state="none"))
    address = reverse("municipality_export", args=[SINDELFINGEN, "csv"])

    answer = browser("pruefung").get(f"{address}?am=2026-03-20")

    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert [line.split(";")[4:7] for line in lines[1:]] == [
        ["Einer-für-Alle-Dienst (EfA)", "online", "02.03.2026"],
        ["eigener Dienst", "kein Angebot", "02.03.2026"],
    ]
    assert lines[1].endswith(";'=1+1;")


def test_a_cell_tells_what_held_when_and_what_we_knew(browser: Browser, changed: ChangeSet) -> None:
    client = browser("landkreis")

    now = text(client, "cell", SINDELFINGEN, BIRTH)
    then = text(client, "cell", SINDELFINGEN, BIRTH, query="?wissen_am=2025-01-01")
    before = text(client, "cell", SINDELFINGEN, BIRTH, query="?wissen_am=2023-01-01")

    assert "01.03.2026" in now  # the last day without
    assert "Was wir am 01.01.2025 wussten" in then
    assert "online" not in then.split('id="was-gilt"')[1].split('id="wer"')[0]
    assert "An diesem Tag war noch nichts bekannt" in before
    assert "3 Angaben wurden festgehalten" in now


def test_a_cell_of_nothing_known_is_no_place(browser: Browser) -> None:
    client = browser("landkreis")

    text(client, "cell", SINDELFINGEN, "99999999999999", status=404)
    text(client, "cell", "08115999", BIRTH, status=404)
    text(client, "municipality", "08115999", status=404)
    assert "Hier ist nichts erhoben" in text(client, "cell", SINDELFINGEN, BIRTH)


def test_a_change_is_undone_by_a_click_and_a_second_one_does_nothing(
    browser: Browser, changed: ChangeSet
) -> None:
    client, address = browser("koordination"), reverse("change_set_undo", args=[changed.pk])
    assert "Raster im März" in text(client, "change_sets")
    assert "betrifft 2 Angaben" in text(client, "change_set_undo", changed.pk)

    first = client.post(address)
    before = everything()
    second = client.post(address)

    undone = ChangeSet.objects.get(undoes=changed)
    assert (first.status_code, first.headers["Location"]) == (302, reverse("change_set", args=[undone.pk]))
    assert second.status_code == 422
    assert "schon rückgängig gemacht" in second.content.decode()
    assert everything() == before
    assert "wurde am" in text(client, "change_set", changed.pk)


def test_only_the_own_district_undoes(browser: Browser, changed: ChangeSet) -> None:
    for name in ("koordination.ostalb", "vorbereitung"):
        client = browser(name)

        assert client.post(reverse("change_set_undo", args=[changed.pk])).status_code == 403
        assert reverse("change_set_undo", args=[changed.pk]) not in text(client, "change_set", changed.pk)
    assert not ChangeSet.objects.filter(undoes=changed).exists()


def test_an_undoing_that_left_nothing_says_so(browser: Browser, coordinator: Rights) -> None:
    undone = undo(entered(coordinator, said()).pk, rights=coordinator, at=AT)

    assert "Vorher war hier nichts erhoben" in text(browser("pruefung"), "change_set", undone.pk)


def test_a_question_is_asked_and_answered(browser: Browser) -> None:
    asks, answers, other = browser("verband"), browser("koordination"), browser("koordination.ostalb")
    address = reverse("cell_ask", args=[SINDELFINGEN, BUILDING])

    assert asks.post(address, {"question": "Ist das schon online?"}).status_code == 302
    assert asks.post(address, {"question": "Ist das schon online?"}).status_code == 422
    inquiry = Inquiry.objects.get()
    assert "Ist das schon online?" in text(answers, "inquiries")
    where = reverse("inquiry", args=[inquiry.pk])
    assert other.post(where, {"answer": "Nein"}).status_code == 403
    assert answers.post(where, {"answer": ""}).status_code == 422
    assert answers.post(where, {"answer": "Ja, seit März."}).status_code == 302
    assert answers.post(where, {"answer": "Doch nicht."}).status_code == 422

    assert "Ja, seit März." in text(asks, "inquiry", inquiry.pk)
    assert "Keine Rückfrage passt" in text(answers, "inquiries")
    assert "beantwortet" in text(asks, "cell", SINDELFINGEN, BUILDING)


@pytest.mark.parametrize("name", ["municipality", "cell", "change_set", "change_sets", "inquiries"])
def test_more_facts_need_no_more_queries(
    browser: Browser, coordinator: Rights, django_assert_max_num_queries: Callable[..., Any], name: str
) -> None:
    for number in range(12):
        made = entered(
            coordinator, *(said(key=key, valid_from=date(2026, 3, 2 + number)) for key in (BIRTH, BUILDING))
        )
    args = {"municipality": [SINDELFINGEN], "cell": [SINDELFINGEN, BIRTH], "change_set": [made.pk]}.get(
        name, []
    )
    client = browser("koordination")
    client.get(reverse(name, args=args))

    with django_assert_max_num_queries(11):
        text(client, name, *args)
