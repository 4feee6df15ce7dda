"""Online services: kept with their services, handed over from day to day, taken over from a list."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.online_services import (
    hand_over_maintenance,
    import_online_services,
    keep_online_service,
)
from stellwerk.models import JournalEntry, Maintenance, OnlineService
from tests.house.cases import RELEASED_AT as AT

Refuses = Callable[..., object]
BUILDING, DOGS, PARKING = "99012008001000", "99102013002000", "99108001001000"
HEAD = "Onlinedienst;Art;Adresse;LeiKa-Schlüssel;Betreuung;ab\n"


@pytest.fixture
def keep(preparer: Rights) -> Callable[..., OnlineService]:
    def kept(pk: int | None = None, **changes: Any) -> OnlineService:
        values = {
            "name": "Bauantrag digital",
            "channel": "efa",
            "url": "https://bauen.beispiel.invalid/",
            "source": "Onlinedienst-Liste",
            "keys": [BUILDING],
            "rights": preparer,
            "at": AT,
        }
        return keep_online_service(pk, **(values | changes))

    return kept


@pytest.fixture
def take_over(preparer: Rights) -> Callable[..., Any]:
    def taken(rows: str, **options: Any) -> Any:
        return import_online_services(
            (HEAD + rows).encode(), name="liste.csv", rights=preparer, at=AT, **options
        )

    return taken


def keys_of(found: OnlineService) -> list[str]:
    return list(found.services.order_by("key").values_list("key", flat=True))


def test_an_online_service_is_kept_with_the_services_it_serves(keep: Callable, verbs: Callable) -> None:
    added = keep(keys=[BUILDING, "99 012 010 001 000", BUILDING])

    changed = keep(added.pk, name="Bauantrag online", keys=[PARKING])

    assert changed.pk == added.pk
    assert (changed.name, keys_of(changed)) == ("Bauantrag online", [PARKING])
    assert verbs()[-2:] == ["keep_online_service", "keep_online_service"]


def test_a_second_one_of_the_same_name_and_channel_is_refused(keep: Callable, refuses: Refuses) -> None:
    keep()
    other = keep(channel="own")

    with refuses("gibt es in dieser Art schon"):
        keep()
    with refuses("gibt es in dieser Art schon"):
        keep(other.pk, channel="efa")


@pytest.mark.parametrize(
    ("key", "words"),
    [("99999999999999", "kennt diese Leistungen nicht: 99999999999999"), ("12", "kein LeiKa")],
)
def test_a_key_that_the_catalogue_does_not_know_is_refused(
    key: str, words: str, keep: Callable, refuses: Refuses
) -> None:
    with refuses(words):
        keep(keys=[BUILDING, key])


def test_who_hands_over_ends_the_day_before(keep: Callable, preparer: Rights) -> None:
    found = keep()
    hand_over_maintenance(found.pk, maintainer="Komm.ONE", starts_on=date(2023, 5, 1), rights=preparer, at=AT)

    hand_over_maintenance(
        found.pk, maintainer="Landesamt", starts_on=date(2024, 2, 15), rights=preparer, at=AT
    )

    held = Maintenance.objects.order_by("starts_on").values_list("maintainer", "starts_on", "ends_on")
    assert list(held) == [
        ("Komm.ONE", date(2023, 5, 1), date(2024, 2, 15)),
        ("Landesamt", date(2024, 2, 15), None),
    ]


def test_nobody_takes_over_before_somebody_who_is_there(
    keep: Callable, preparer: Rights, refuses: Refuses
) -> None:
    found = keep()
    hand_over_maintenance(found.pk, maintainer="Komm.ONE", starts_on=date(2023, 5, 1), rights=preparer, at=AT)

    for day in (date(2023, 5, 1), date(2022, 12, 31)):
        with refuses("schon eine Betreuung ab 01.05.2023"):
            hand_over_maintenance(found.pk, maintainer="Andere", starts_on=day, rights=preparer, at=AT)


def test_only_who_keeps_the_catalogue_may(
    everybody: dict[str, Rights], coordinator: Rights, keep: Callable, forbids: Callable
) -> None:
    found = keep()
    for rights in (*everybody.values(), coordinator):
        if rights not in (everybody["vorbereitung"], everybody["betrieb"]):
            with forbids():
                keep(rights=rights)
            with forbids():
                hand_over_maintenance(
                    found.pk, maintainer="X", starts_on=date(2024, 1, 2), rights=rights, at=AT
                )
            with forbids():
                import_online_services(b"", name="x.csv", rights=rights, at=AT)


def test_what_is_not_there_cannot_be_changed(keep: Callable, preparer: Rights) -> None:
    with pytest.raises(Http404):
        keep(987_654)
    with pytest.raises(Http404):
        hand_over_maintenance(987_654, maintainer="X", starts_on=date(2024, 1, 2), rights=preparer, at=AT)


def test_a_list_adds_and_changes_and_leaves_the_rest(keep: Callable, take_over: Callable) -> None:
    keep(name="Nicht auf der Liste", channel="own")
    known = keep()
    rows = (
        f"Bauantrag digital;EfA;;{BUILDING}, 99012010001000;Komm.ONE;01.05.2023\n"
        f"Hundesteuer;Universalprozess;https://hund.beispiel.invalid/;{DOGS};;\n"
        f"Hundesteuer;Universalprozess;;99110009104000;;\n"
    )

    outcome = take_over(rows)

    assert (outcome.new, outcome.changed, outcome.unchanged) == (("Hundesteuer",), ("Bauantrag digital",), 0)
    known.refresh_from_db()
    assert keys_of(known) == [BUILDING, "99012010001000"]
    assert known.url == "https://bauen.beispiel.invalid/"
    assert Maintenance.objects.get(online_service=known).maintainer == "Komm.ONE"
    dogs = OnlineService.objects.get(name="Hundesteuer")
    assert (dogs.channel, dogs.url) == ("universal", "https://hund.beispiel.invalid/")
    assert keys_of(dogs) == [DOGS, "99110009104000"]
    assert OnlineService.objects.count() == 3


def test_the_same_list_again_changes_nothing(take_over: Callable) -> None:
    rows = f"Hundesteuer;Standardprozess;;{DOGS};Komm.ONE;2023-05-01\n"
    take_over(rows)

    again = take_over(rows)

    assert (again.new, again.changed, again.unchanged) == ((), (), 1)


def test_a_dry_run_of_a_list_writes_nothing(take_over: Callable, everything_stays: Callable) -> None:
    with everything_stays():
        outcome = take_over(f"Hundesteuer;Standardprozess;;{DOGS};;\n", dry_run=True)

    assert outcome.new == ("Hundesteuer",)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f";EfA;;{DOGS};;", "Zeile 3: Der Name des Onlinedienstes fehlt"),
        ("Hund;EfA;;;;", "Zeile 3: Der LeiKa-Schlüssel fehlt"),
        ("Hund;EfA;;9,9102013002E+13;;", "Zeile 3: .*kein LeiKa-Schlüssel|als Zahl gerundet"),
        ("Hund;EfA;;99999999999999;;", "Zeile 3: Der Katalog kennt diese Leistungen nicht"),
        (f"Hund;Zauberei;;{DOGS};;", "Zeile 3: „Zauberei“ ist keine Art"),
        (f"Hund;EfA;javascript:alert(1);{DOGS};;", "Zeile 3: .* ist keine Internetadresse"),
        (f"Hund;EfA;;{DOGS};Komm.ONE;", "Zeile 3: Betreuung und ihr erster Tag"),
        (f"Hund;EfA;;{DOGS};Komm.ONE;31.02.2024", "Zeile 3: .* ist kein Datum"),
        (f"{'x' * 301};EfA;;{DOGS};;", "Zeile 3: Ein Text ist länger als 300 Zeichen"),
    ],
)
def test_one_wrong_row_of_a_list_keeps_everything_out(
    row: str, words: str, take_over: Callable, refuses: Refuses
) -> None:
    with refuses(words):
        take_over(f"Gute Zeile;EfA;;{DOGS};;\n{row}\n")


def test_what_is_no_list_is_refused_with_what_is_missing(preparer: Rights, refuses: Refuses) -> None:
    with refuses("Es fehlt: Art, LeiKa-Schlüssel"):
        import_online_services(b"Onlinedienst;Sonst\nX;Y\n", name="liste.csv", rights=preparer, at=AT)


def test_the_journal_names_the_list(take_over: Callable, preparer: Rights) -> None:
    take_over(f"Hundesteuer;Standardprozess;;{DOGS};;\n")

    entry = JournalEntry.objects.get(verb="import_online_services")
    assert (entry.by, entry.details) == (preparer.person, {"new": 1, "changed": 0})
