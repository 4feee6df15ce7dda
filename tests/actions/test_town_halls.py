"""Town halls: kept by the coordinators of the district, one by one or from a table, all or none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.campaigns import send_campaign
from stellwerk.actions.example_offices import load_example_offices
from stellwerk.actions.town_halls import import_town_halls, keep_town_hall
from stellwerk.models import JournalEntry, Municipality, Office
from stellwerk.queries.town_halls import Address, present, town_halls
from tests.actions.test_second_click import at_once
from tests.house.campaigns import AALEN, LEONBERG, PLACES, SINDELFINGEN, drafted
from tests.house.cases import BERLIN, person

AT = datetime(2024, 3, 8, 11, 5, tzinfo=BERLIN)
DISTRICT = "08115"
LEONBERGS = Address(
    name="Bürgermeisteramt Leonberg", legal_entity="Stadt Leonberg", city="Leonberg",
    email="rathaus@leonberg.invalid",
)  # fmt: skip
Refuses = Callable[[str], AbstractContextManager[None]]


def keep(by: Rights, address: Address = LEONBERGS, ags: str = LEONBERG, **more: Any) -> Office:
    return keep_town_hall(ags, address, rights=by, at=AT, **more)


def test_an_address_is_kept_and_the_journal_says_what_it_was_before(coordinator: Rights) -> None:
    keep(coordinator)
    keep(coordinator, replace(LEONBERGS, email="amt@leonberg.invalid"))

    office = Office.objects.get(municipality=LEONBERG)
    assert (office.email, office.name, office.kind) == (
        "amt@leonberg.invalid",
        LEONBERGS.name,
        "municipality",
    )
    entry = JournalEntry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.thing_id, entry.by) == ("keep_town_hall", office.pk, coordinator.person)
    assert entry.details["before"]["email"] == LEONBERGS.email


def test_saying_the_same_again_writes_nothing(
    coordinator: Rights, everything_stays: Callable[[], AbstractContextManager[None]]
) -> None:
    keep(coordinator)

    with everything_stays():
        keep(coordinator, seen=LEONBERGS)


def test_who_saw_an_older_address_is_told(coordinator: Rights, refuses: Refuses) -> None:
    seen = keep(coordinator) and LEONBERGS
    keep(coordinator, replace(LEONBERGS, email="amt@leonberg.invalid"), seen=seen)

    with refuses(r"jemand anderes diese Anschrift geändert \(jetzt: amt@leonberg.invalid\)"):
        keep(coordinator, replace(LEONBERGS, city="Leonberg-Mitte"), seen=seen)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "rathaus leonberg"}, "keine E-Mail-Adresse"),
        ({"email": "a@b.invalid\r\nBcc: c@d.invalid"}, "keine E-Mail-Adresse"),
        ({"name": ""}, "Hier fehlt ein Text"),
        ({"city": "x" * 121}, "länger als 120 Zeichen"),
    ],
)
def test_an_address_that_nobody_can_write_to_is_refused(
    coordinator: Rights, refuses: Refuses, wrong: dict[str, str], sentence: str
) -> None:
    with refuses(sentence):
        keep(coordinator, replace(LEONBERGS, **wrong))


def test_a_municipality_that_is_gone_gets_no_letters(coordinator: Rights, refuses: Refuses) -> None:
    Municipality.objects.filter(ags=LEONBERG).update(gone_on=AT.date())

    with refuses("Diese Gemeinde ist aufgelöst"):
        keep(coordinator)


def test_each_coordinator_keeps_the_own_district(
    coordinator: Rights, preparer: Rights, forbids: Callable[[], AbstractContextManager[None]]
) -> None:
    for by, ags in ((coordinator, AALEN), (coordinator, "08999999"), (preparer, LEONBERG)):
        with pytest.raises(Http404):
            keep(by, ags=ags)
    with forbids():
        import_town_halls([["Aalen", "a@b.invalid"]], rights=coordinator, at=AT, district="08136")


def test_a_table_keeps_what_it_says_and_leaves_the_rest(coordinator: Rights) -> None:
    keep(coordinator)
    rows = [
        ["E-Mail", "Gemeinde", "Ort"],
        ["amt@leonberg.invalid", "Leonberg, Stadt", ""],
        ["post@sindelfingen.invalid", "8115045", "Sindelfingen (Mitte)"],
    ]

    shown = import_town_halls(rows, rights=coordinator, at=AT, district=DISTRICT, dry_run=True)
    assert Office.objects.filter(municipality__isnull=False).count() == 1
    done = import_town_halls(rows, rights=coordinator, at=AT, district=DISTRICT)

    assert shown == done
    assert JournalEntry.objects.filter(verb="import_town_halls").count() == 1
    assert (done.new, done.changed, done.unchanged, done.faults) == (["Sindelfingen"], ["Leonberg"], 0, [])
    assert Office.objects.get(municipality=LEONBERG).name == LEONBERGS.name
    made = present(Municipality.objects.get(ags=SINDELFINGEN))
    assert made == Address(
        name="Stadtverwaltung Sindelfingen", legal_entity="Stadt Sindelfingen",
        city="Sindelfingen (Mitte)", email="post@sindelfingen.invalid",
    )  # fmt: skip


def test_one_faulty_row_holds_the_whole_table_back_and_each_is_named(
    coordinator: Rights, everything_stays: Callable[[], AbstractContextManager[None]]
) -> None:
    rows = [
        ["Leonberg", "amt@leonberg.invalid"],
        ["Leonberg", "zweimal@leonberg.invalid"],
        ["Aalen", "amt@aalen.invalid"],
        ["Sindelfingen", "keine Adresse"],
        ["08115045", ""],
    ]

    with everything_stays():
        outcome = import_town_halls(rows, rights=coordinator, at=AT, district=DISTRICT)

    told = {fault.number: fault.refused.sentence() for fault in outcome.faults}
    assert list(told) == [2, 3, 4, 5]
    assert "steht schon weiter oben" in told[2]
    assert "keine Gemeinde dieses Landkreises" in told[3]
    assert "„keine Adresse“ ist keine E-Mail-Adresse" in told[4]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [([], "Die Tabelle ist leer"), ([["Gemeinde", "Ort"], ["Aalen", "x"]], "fehlt die Spalte „E-Mail“")],
)
def test_what_is_no_table_is_refused(
    coordinator: Rights, refuses: Refuses, rows: list[list[str]], sentence: str
) -> None:
    with refuses(sentence):
        import_town_halls(rows, rights=coordinator, at=AT, district=DISTRICT)


def test_two_who_enter_the_first_address_at_once_leave_one_office(own_database: str) -> None:
    by = person("koordination")
    seen = present(Municipality.objects.get(ags=LEONBERG))
    other = replace(LEONBERGS, email="amt@leonberg.invalid")

    outcomes = at_once(lambda: keep(by, seen=seen), lambda: keep(by, other, seen=seen))

    assert outcomes["done"] == 1
    assert "jemand anderes diese Anschrift geändert" in next(it for it in outcomes if it != "done")
    assert Office.objects.filter(municipality=LEONBERG).count() == 1


def test_a_round_can_be_sent_once_the_missing_address_is_there(
    own_database: str, fonts: Any, refuses: Refuses
) -> None:
    by = person("koordination")
    load_example_offices()
    Office.objects.filter(municipality=LEONBERG).delete()
    campaign = drafted(by)
    with refuses("fehlt eine Stelle mit E-Mail-Adresse: Leonberg.*Anschriften der Gemeinden"):
        send_campaign(campaign.pk, rights=by, at=AT)
    missing = town_halls(DISTRICT, is_missing=True)
    assert [place.ags for place in missing] == [LEONBERG]

    keep(by)
    send_campaign(campaign.pk, rights=by, at=AT)

    sent = campaign.invitations.order_by("municipality")
    assert len(sent) == len(PLACES)
    assert sent.get(municipality=LEONBERG).dispatch.address == LEONBERGS.email  # type: ignore[union-attr]
