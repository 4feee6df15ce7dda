"""The grid: one letter a cell, only what was changed counts, and nothing typed is lost."""

from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from stellwerk.access import Rights
from stellwerk.gateways.spreadsheets import read_text
from stellwerk.models import (
    Channel,
    CoverageFact,
    Intake,
    IntakeRow,
    Municipality,
    OnlineService,
    Service,
)
from stellwerk.queries.readings import readings
from stellwerk.queries.sheets import typed_rows
from tests.house.intakes import DISTRICT, HUND, WOHNGELD, brought

DOGS = "/flaeche/raster/?q=Hundesteuer"
HOUSING = "/flaeche/raster/?q=Wohngeld"


class Fields(HTMLParser):
    """Collects the fields of the grid's form as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.labels: list[str] = []
        self.feed(page[page.index('<form method="post"') :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.sent[str(found["name"])] = found.get("value") or ""
            self.labels.append(found.get("aria-label") or "")


@pytest.fixture
def coordinator_at(browser: Callable[[str], Client]) -> Client:
    return browser("koordination")


def fields(client: Client, address: str) -> Fields:
    return Fields(client.get(address).content.decode())


def cell(name: str, key: str) -> str:
    place = Municipality.objects.get(district=DISTRICT, name=name)
    return f"z-{place.ags}-{Service.objects.get(key=key).pk}"


def test_every_cell_has_its_own_name_for_those_who_do_not_see_the_table(coordinator_at: Client) -> None:
    shown = fields(coordinator_at, DOGS)

    assert "Böblingen – Hundesteuer Festsetzung: Stand" in shown.labels
    cells = [label for label in shown.labels if label]
    assert len(cells) == len(set(cells)) == Municipality.objects.filter(district=DISTRICT).count()


def test_only_changed_cells_are_shown_as_differences_and_applied_as_one(coordinator_at: Client) -> None:
    sent = fields(coordinator_at, DOGS).sent
    sent |= {cell("Böblingen", HUND): "l", cell("Aidlingen", HUND): "P", "planned_on": "2024-10-01"}

    answer = coordinator_at.post(DOGS, sent, follow=True)

    assert "geplant für 01.10.2024" in answer.content.decode()
    (found,) = Intake.objects.all()
    assert (found.kind, found.rows.count()) == ("grid", 2)
    page = coordinator_at.post(f"/flaeche/eingaenge/{found.pk}/uebernehmen/", follow=True).content.decode()
    assert "2 Angaben übernommen." in page
    assert fields(coordinator_at, DOGS).sent[cell("Böblingen", HUND)] == "l"
    assert set(CoverageFact.objects.values_list("valid_from", flat=True)) == {date(2024, 3, 8)}


def test_the_online_service_is_named_for_what_is_online_or_planned_now(coordinator_at: Client) -> None:
    service = Service.objects.get(key=HUND)
    made = OnlineService.objects.create(name="Hundesteuer digital", channel=Channel.EFA, source="Test")
    made.services.add(service)
    other = OnlineService.objects.create(name="Bauen digital", channel=Channel.EFA, source="Test")
    page = coordinator_at.get(DOGS).content.decode()
    assert "Hundesteuer digital" in page
    assert other.name not in page  # it serves nothing that the page shows

    sent = fields(coordinator_at, DOGS).sent
    sent |= {cell("Böblingen", HUND): "l", cell("Aidlingen", HUND): "k", "online_service": str(made.pk)}
    shown = coordinator_at.post(DOGS, sent, follow=True).content.decode()

    assert "mit „Hundesteuer digital“" in shown
    assert {row.wanted["online_service"] for row in IntakeRow.objects.all()} == {made.pk, None}


def test_the_grid_shows_what_holds(coordinator_at: Client, coordinator: Rights) -> None:
    brought(coordinator)

    sent = fields(coordinator_at, HOUSING).sent

    assert (sent[cell("Böblingen", WOHNGELD)], sent[cell("Sindelfingen", WOHNGELD)]) == ("l", "k")
    assert sent[cell("Aidlingen", WOHNGELD)] == ""


def test_another_day_shows_what_held_then(coordinator_at: Client, coordinator: Rights) -> None:
    brought(coordinator)  # holds from 12 February 2024

    sent = fields(coordinator_at, f"{HOUSING}&tag=2024-02-11").sent

    assert sent[cell("Böblingen", WOHNGELD)] == ""


def test_nothing_changed_is_said(coordinator_at: Client) -> None:
    answer = coordinator_at.post(DOGS, fields(coordinator_at, DOGS).sent)

    assert answer.status_code == 422
    assert "Es wurde nichts geändert" in answer.content.decode()


def test_what_was_typed_stays_when_the_day_is_wrong(coordinator_at: Client) -> None:
    sent = fields(coordinator_at, DOGS).sent | {cell("Böblingen", HUND): "p", "planned_on": "31.02.2024"}

    answer = coordinator_at.post(DOGS, sent)

    assert answer.status_code == 422
    assert Fields(answer.content.decode()).sent[cell("Böblingen", HUND)] == "p"


@pytest.mark.parametrize("typed", ["q", "online?", ""])
def test_what_is_no_state_can_be_corrected_in_the_differences(
    coordinator_at: Client, coordinator: Rights, typed: str
) -> None:
    brought(coordinator)
    sent = fields(coordinator_at, HOUSING).sent | {cell("Böblingen", WOHNGELD): typed}

    coordinator_at.post(HOUSING, sent)

    (row,) = Intake.objects.get(kind="grid").rows.all()
    assert (row.verdict, row.messages[0]["column"]) == ("error", "state")


def test_two_people_at_one_cell_see_each_other(coordinator_at: Client, coordinator: Rights) -> None:
    mine = fields(coordinator_at, HOUSING).sent | {cell("Böblingen", WOHNGELD): "x"}
    brought(coordinator)  # somebody else says „online“ meanwhile

    page = coordinator_at.post(HOUSING, mine, follow=True).content.decode()

    assert "Inzwischen hat jemand diese Angabe geändert" in page
    assert IntakeRow.objects.get(intake__kind="grid").verdict == "changed"


@pytest.mark.parametrize("broken", [{"orte": ""}, {"buchstaben": "l"}, {"gesehen": "1,2"}, {"nummern": ""}])
def test_a_grid_that_did_not_arrive_whole_is_refused(coordinator_at: Client, broken: dict[str, str]) -> None:
    answer = coordinator_at.post(DOGS, fields(coordinator_at, DOGS).sent | broken)

    assert answer.status_code == 422
    assert Intake.objects.count() == 0


def test_a_cell_of_another_district_does_not_get_in(coordinator_at: Client) -> None:
    sent = fields(coordinator_at, DOGS).sent
    own = sent["orte"].split(",")[0]
    pk = Service.objects.get(key=HUND).pk
    sent = {name: value.replace(own, "08136088") for name, value in sent.items()} | {f"z-08136088-{pk}": "l"}

    coordinator_at.post(DOGS, sent)

    (row,) = IntakeRow.objects.all()
    assert (row.verdict, row.municipality_id) == ("error", None)


def test_the_grid_is_taken_along_and_read_in_again_unchanged(
    coordinator_at: Client, coordinator: Rights
) -> None:
    brought(coordinator)
    address = "/flaeche/raster/export.csv?q=Wohngeld"

    text = b"".join(coordinator_at.get(address).streaming_content).decode()  # type: ignore[attr-defined]

    rows = [row for row in typed_rows(read_text(text)) if row.words.get("state")]
    found = readings(rows, district=DISTRICT, day=date(2024, 3, 8))
    assert [(reading.place, reading.state, reading.findings) for reading in found] == [
        ("08115003", "live", []),
        ("08115045", "none", []),
    ]


def test_a_remark_that_looks_like_a_formula_leaves_as_text(
    coordinator_at: Client, coordinator: Rights
) -> None:
    said = {"district": DISTRICT, "title": "Februar", "day": ""}
    said["text"] = f"Böblingen\t{HUND}\tl\t\t\t\t\t=HYPERLINK(1)"
    coordinator_at.post("/flaeche/eingaenge/einfuegen/", said)
    coordinator_at.post(f"/flaeche/eingaenge/{Intake.objects.get().pk}/uebernehmen/")

    plain = b"".join(coordinator_at.get("/flaeche/raster/export.csv?q=Hundesteuer").streaming_content)  # type: ignore[attr-defined]

    assert ";'=HYPERLINK(1)" in plain.decode()


def test_a_page_of_900_cells_needs_few_queries(
    coordinator_at: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(11):
        coordinator_at.get("/flaeche/raster/")


def test_names_and_what_was_typed_are_shown_as_text(coordinator_at: Client) -> None:
    Municipality.objects.filter(ags="08115003").update(name='Böb"><b>lingen')
    Service.objects.filter(key=HUND).update(name="Hundesteuer <i>")
    sent = fields(coordinator_at, DOGS).sent
    field = f"z-08115003-{Service.objects.get(key=HUND).pk}"

    answer = coordinator_at.post(DOGS, sent | {field: '"><u>', "planned_on": "bald"})

    page = answer.content.decode()
    assert not [tag for tag in ("<b>", "<i>", "<u>") if tag in page]
    assert "Böb&quot;&gt;&lt;b&gt;lingen – Hundesteuer &lt;i&gt;: Stand" in page


def test_nobody_else_gets_in(browser: Callable[[str], Client]) -> None:
    assert browser("pruefung").get("/flaeche/raster/").status_code == 403
    assert browser("koordination.ostalb").get("/flaeche/raster/").status_code == 200
