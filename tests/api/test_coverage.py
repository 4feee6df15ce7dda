"""Coverage by interface: read for any day with a token, imported as a whole or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from stellwerk.access import Rights
from stellwerk.actions.coverage import undo
from stellwerk.models import ApiImport, ChangeSet, CoverageFact, JournalEntry, OnlineService
from stellwerk.queries.coverage import known
from tests.api.conftest import BIRTH, BUILDING, Ask
from tests.house.cases import RELEASED_AT, person
from tests.house.online_services import kept_online_service

HERRENBERG, LEONBERG, AALEN = "08115021", "08115028", "08136088"
Watched = Callable[[], AbstractContextManager[None]]


def content(*rows: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"district": "08115", "title": "Nächtlicher Abgleich", "rows": list(rows)} | more


def row(ags: str = HERRENBERG, key: str = BUILDING, state: str = "live", **more: str) -> dict[str, str]:
    return {
        "ags": ags,
        "service_key": key,
        "state": state,
        "channel": "efa",
        "valid_from": "2024-01-15",
    } | more


@pytest.fixture(autouse=True)
def _there_are_services(services: None) -> None: ...


# --- import --------------------------------------------------------------------------------------


def test_what_is_sent_is_known_afterwards(send: Ask) -> None:
    answer = send(content(row(maturity="3 (1.1)"), row(LEONBERG, BIRTH, "geplant", planned_on="01.07.2024")))

    assert (answer.status_code, answer.json()["added"]) == (201, 2)
    stored = CoverageFact.objects.filter(change_set=answer.json()["change_set"]).order_by("municipality")
    assert [(it.municipality_id, it.state, it.planned_on, it.maturity, it.source) for it in stored] == [
        (HERRENBERG, "live", None, 3, "import"),
        (LEONBERG, "planned", date(2024, 7, 1), None, "import"),
    ]


@pytest.fixture
def online_service(preparer: Rights) -> OnlineService:
    return kept_online_service(preparer)


def test_an_online_service_is_named_and_tells_the_channel(send: Ask, online_service: OnlineService) -> None:
    answer = send(content(row(channel="", online_service=online_service.name.upper())))

    fact = CoverageFact.objects.get(change_set=answer.json()["change_set"])
    assert (fact.online_service, fact.channel) == (online_service, online_service.channel)


def test_an_online_service_is_checked_as_in_a_sheet(
    send: Ask, online_service: OnlineService, everything_stays: Watched
) -> None:
    send(content(row()), key="damit-es-den-schluessel-gibt")
    named = online_service.name
    rows = [
        row(LEONBERG, online_service="Bauantrag analog"),
        row(LEONBERG, channel="standard", online_service=named),
        row(LEONBERG, BIRTH, online_service=named),
        row(LEONBERG, state="none", online_service=named),
    ]

    with everything_stays():
        answer = send(content(*rows))

    assert answer.status_code == 422
    assert [(it["row"], it["field"]) for it in answer.json()["errors"]] == [
        (number, "online_service") for number in (1, 2, 3, 4)
    ]
    assert "steht nicht im Verzeichnis" in answer.json()["errors"][0]["message"]


def test_the_same_request_again_is_not_done_again(send: Ask) -> None:
    first = send(content(row()))

    again = send(content(row()))

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"is_replayed": True}
    assert ApiImport.objects.count() == 1


def test_a_key_does_not_stand_for_another_content(send: Ask, everything_stays: Watched) -> None:
    send(content(row()))

    with everything_stays():
        answer = send(content(row(state="none")))

    assert answer.status_code == 422
    assert "steht schon für einen anderen Inhalt" in answer.json()["detail"]


def test_every_fault_is_named_by_row_and_field_and_nothing_is_taken_over(
    send: Ask, everything_stays: Watched
) -> None:
    send(content(row()), key="damit-es-den-schluessel-gibt")
    rows = [
        row(),
        row(AALEN),
        row(key="9.9012008001E+13"),
        row(LEONBERG, state="vielleicht", valid_from="31.2.2024"),
        row(LEONBERG, BIRTH, "planned"),
    ]

    with everything_stays():
        answer = send(content(*rows))

    assert answer.status_code == 422
    faults = answer.json()["errors"]
    assert [(it["row"], it["field"]) for it in faults] == [
        (2, "ags"),
        (3, "service_key"),
        (4, "state"),
        (4, "valid_from"),
        (5, "planned_on"),
    ]
    assert "als Zahl gerundet" in faults[1]["message"]


def test_rows_that_contradict_each_other_are_faulty(send: Ask, everything_stays: Watched) -> None:
    send(content(row(LEONBERG)), key="damit-es-den-schluessel-gibt")

    with everything_stays():
        answer = send(content(row(), row(state="none")))

    assert [it["row"] for it in answer.json()["errors"]] == [2]


def test_a_dry_run_says_what_would_change_and_changes_nothing(send: Ask, everything_stays: Watched) -> None:
    send(content(row(), row(LEONBERG)))
    rows = [row(), row(LEONBERG, state="none", valid_from="2024-02-01"), row(LEONBERG, BIRTH), row(AALEN)]

    with everything_stays():
        answer = send(content(*rows), key="probe-lauf", dry_run=True).json()

    assert [it["verdict"] for it in answer["rows"]] == ["same", "changed", "new", "error"]
    assert [it["row"] for it in answer["errors"]] == [4]
    assert (answer["change_set"], answer["is_dry_run"]) == (None, True)


def test_an_import_can_be_undone_as_a_whole(send: Ask, coordinator: Rights) -> None:
    made = send(content(row(), row(LEONBERG))).json()["change_set"]

    undo(made, rights=coordinator, at=RELEASED_AT)

    assert not known(date(2024, 3, 8)).filter(municipality__in=[HERRENBERG, LEONBERG]).exists()


def test_the_import_is_in_the_journal(send: Ask) -> None:
    send(content(row()))

    entry = JournalEntry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.text) == (
        "import_by_token",
        "Über die Schnittstelle eingespielt: Nächtlicher Abgleich (1 Angabe)",
    )


@pytest.mark.parametrize("who", ["vorbereitung", "pruefung", "landkreis", "verband"])
def test_who_may_not_enter_may_not_by_token_either(send: Ask, who: str) -> None:
    answer = send(content(row()), who=who)

    assert answer.status_code == 403
    assert not ChangeSet.objects.filter(kind="file").exists()


def test_nobody_imports_for_another_district(send: Ask) -> None:
    answer = send(content(row(AALEN), district="08136"))

    assert answer.status_code == 403
    assert not CoverageFact.objects.filter(municipality=AALEN, source="import").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rows": []}, "rows"),
        ({"rows": [{"ags": HERRENBERG}]}, "rows.0.service_key"),
        ({"rows": [row(checked_by="Erika Muster")]}, "rows.0.checked_by"),
        ({"confidence": "ganz sicher"}, "confidence"),
        ({"checked_on": "gestern"}, "checked_on"),
        ({"title": ""}, "title"),
    ],
)
def test_what_does_not_fit_the_shape_is_named(send: Ask, changes: dict[str, Any], field: str) -> None:
    answer = send(content(row()) | changes)

    assert answer.status_code == 422
    assert field in [fault["field"] for fault in answer.json()["errors"]]


@pytest.mark.parametrize("key", ["", "kurz", "mit leerzeichen", "ä" * 9, "x" * 81])
def test_an_import_without_a_proper_key_is_refused(send: Ask, key: str) -> None:
    assert send(content(row()), key=key).status_code == 422


# --- reading -------------------------------------------------------------------------------------


@pytest.fixture
def moved(send: Ask) -> None:
    """Know a service that was planned first and live later."""
    send(content(row(state="planned", valid_from="2023-11-02", planned_on="2024-01-01")), key="erste-meldung")
    send(content(row(valid_from="2024-01-15"), row(LEONBERG)), key="zweite-meldung")


@pytest.mark.parametrize(
    ("day", "states"),
    [("2023-11-01", []), ("2024-01-14", ["planned"]), ("2024-01-15", ["live"]), ("2024-03-08", ["live"])],
)
def test_any_day_can_be_asked(ask: Ask, moved: None, day: str, states: list[str]) -> None:
    answer = ask("coverage", "pruefung", day=day, ags=HERRENBERG, service_key=BUILDING).json()

    assert [item["state"] for item in answer["items"]] == states
    assert answer["day"] == day


@pytest.mark.parametrize(
    "day", ["0", "1709856000", "2024-3-8", "08.03.2024", "2024-02-30", "2024-03-08T00:00"]
)
def test_a_day_is_read_as_nothing_but_a_day(ask: Ask, day: str) -> None:
    answer = ask("coverage", "pruefung", day=day)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"].startswith("Das ist kein Tag")


def test_pages_are_linked_and_complete(ask: Ask, moved: None) -> None:
    seen, after = [], 0
    while after is not None:
        page = ask("coverage", "landkreis", district="08115", limit=1, after=after).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]

    there = known(date(2024, 3, 8)).filter(municipality__district="08115").order_by("pk")
    assert seen == [fact.pk for fact in there]
    assert len(seen) >= 2


def test_filters_narrow_what_is_read(ask: Ask, moved: None) -> None:
    places = {
        it["ags"]
        for it in ask("coverage", "verband", service_key=BUILDING, channel="efa", state="live").json()[
            "items"
        ]
    }

    assert {HERRENBERG, LEONBERG} <= places
    assert (
        ask("coverage", "verband", ags=HERRENBERG, channel="own", service_key=BUILDING).json()["items"] == []
    )


def test_nothing_personal_is_read(ask: Ask, send: Ask) -> None:
    send(content(row(note="Frau Muster ruft zurück")))

    text = ask("coverage", "pruefung", ags=HERRENBERG).content.decode()
    assert "Muster" not in text
    assert person("koordination").person.name not in text


def test_coverage_is_not_read_by_who_has_no_right_to(ask: Ask, secret: Callable[[str], str]) -> None:
    assert ask("coverage").status_code == 401
    assert ask("coverage", "vorbereitung").status_code == 200


def test_reading_asks_a_constant_number_of_times(
    ask: Ask, moved: None, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    ask("coverage", "pruefung")

    with django_assert_max_num_queries(6):  # two of them are the limit's, at the start of a minute
        ask("coverage", "pruefung", limit=5000)
