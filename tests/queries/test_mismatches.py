"""Mismatches: live here and not in a list, or the other way round; a list speaks only of its services."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from stellwerk.access import Rights
from stellwerk.actions.coverage import enter
from stellwerk.actions.intakes import bring, correct, discard
from stellwerk.law.coverage import Entry
from stellwerk.models import ChangeSetKind, Confidence, CoverageSource, Intake, IntakeKind, Municipality
from stellwerk.queries.mismatches import districts, lines, lists, missing, unknown
from stellwerk.queries.sheets import Typed, proposed
from tests.house.cases import BERLIN, person

OSTALB, AALEN, HEUBACH, GMUEND = "08136", "08136088", "08136028", "08136065"
WOHNGELD, HUND, AUSWEIS = "99107023017000", "99102013002000", "99008001012000"
AT = datetime(2024, 3, 8, 9, 12, tzinfo=BERLIN)
DAY = AT.date()
LINK = "https://amt.invalid/dienst"
Listed = Callable[..., Intake]


@pytest.fixture
def by(other_coordinator: Rights) -> Rights:
    return other_coordinator


def live(by: Rights, *cells: tuple[str, str], state: str = "live") -> None:
    enter(
        [Entry(ags=ags, service_key=key, state=state, valid_from=date(2024, 1, 15)) for ags, key in cells],
        rights=by, at=AT, district=OSTALB, kind=ChangeSetKind.GRID, title="Raster",
        source=CoverageSource.COORDINATOR, confidence=Confidence.HIGH, checked_on=DAY,
    )  # fmt: skip


@pytest.fixture
def listed(by: Rights) -> Listed:
    """Compare with a PVOG extract of rows (municipality, service, link), of which some are elsewhere."""

    def compared(*rows: tuple[str, str, str], at: datetime = AT) -> Intake:
        typed = [
            Typed(n, {"place": place, "service": service} | ({"url": url} if url else {}))
            for n, (place, service, url) in enumerate(rows, start=2)
        ]
        return bring(
            proposed(typed, district=OSTALB, needs_link=True), rights=by, at=at, district=OSTALB,
            kind=IntakeKind.PVOG, title=f"PVOG {at:%d.%m.}", listed=[row.words["service"] for row in typed],
        )  # fmt: skip

    return compared


def told(which: Any, by: Rights, **more: Any) -> list[tuple[str, str]]:
    rows = which(lists(by, district=OSTALB, kind=IntakeKind.PVOG), day=DAY, **more)
    return [(row.municipality_id, row.service.key) for row in rows]


def test_what_is_live_here_and_has_no_link_there_is_told(by: Rights, listed: Listed) -> None:
    live(by, (AALEN, WOHNGELD), (HEUBACH, WOHNGELD), (GMUEND, WOHNGELD))

    listed((AALEN, WOHNGELD, LINK), (HEUBACH, WOHNGELD, ""))

    assert told(missing, by) == [(HEUBACH, WOHNGELD), (GMUEND, WOHNGELD)]
    assert told(unknown, by) == []


def test_what_is_listed_and_not_live_here_is_told_with_what_is_known(by: Rights, listed: Listed) -> None:
    live(by, (AALEN, WOHNGELD), state="none")
    listed((AALEN, WOHNGELD, LINK), (HEUBACH, WOHNGELD, LINK), (GMUEND, WOHNGELD, ""))

    found = lists(by, district=OSTALB, kind=IntakeKind.PVOG)
    shown = lines(found, list(unknown(found, day=DAY)), day=DAY)

    assert [(it.municipality.ags, it.cell.state if it.cell else None, it.link) for it in shown] == [
        (AALEN, "none", LINK),
        (HEUBACH, None, LINK),
    ]


def test_of_a_service_the_list_does_not_speak_of_nothing_follows(by: Rights, listed: Listed) -> None:
    live(by, (AALEN, HUND), (AALEN, AUSWEIS))

    listed((AALEN, WOHNGELD, LINK), ("08115003", HUND, LINK))  # dogs are listed, but elsewhere only

    assert told(missing, by) == [(AALEN, HUND)]


def test_of_each_service_the_newest_list_counts_and_a_discarded_one_does_not(
    by: Rights, listed: Listed
) -> None:
    live(by, (AALEN, WOHNGELD), (AALEN, HUND))
    listed((AALEN, WOHNGELD, ""), (AALEN, HUND, ""))
    newer = listed((AALEN, WOHNGELD, LINK), at=AT + timedelta(days=3))
    assert told(missing, by) == [(AALEN, HUND)]
    sources = lists(by, district=OSTALB, kind=IntakeKind.PVOG).sources
    assert [(intake.title, count) for intake, count in sources] == [("PVOG 11.03.", 1), ("PVOG 08.03.", 1)]

    discard(newer.pk, rights=by, at=AT)

    assert told(missing, by) == [(AALEN, HUND), (AALEN, WOHNGELD)]


def test_several_channels_of_a_cell_are_one_mismatch_and_a_filter_narrows(by: Rights, listed: Listed) -> None:
    live(by, (AALEN, WOHNGELD), (AALEN, HUND))
    enter(
        [Entry(ags=AALEN, service_key=HUND, channel="efa", state="live", valid_from=date(2024, 2, 1))],
        rights=by, at=AT, district=OSTALB, kind=ChangeSetKind.GRID, title="Raster",
        source=CoverageSource.COORDINATOR, confidence=Confidence.HIGH, checked_on=DAY,
    )  # fmt: skip
    listed((HEUBACH, WOHNGELD, LINK), (HEUBACH, HUND, LINK))

    assert told(missing, by) == [(AALEN, HUND), (AALEN, WOHNGELD)]
    assert told(missing, by, q="99 107 023") == [(AALEN, WOHNGELD)]
    assert told(missing, by, q="hundesteuer") == [(AALEN, HUND)]


def test_a_municipality_that_is_gone_lacks_nothing(by: Rights, listed: Listed) -> None:
    live(by, (AALEN, WOHNGELD))
    listed((HEUBACH, WOHNGELD, LINK))
    Municipality.objects.filter(ags=AALEN).update(gone_on=DAY)

    assert told(missing, by) == []


def test_a_row_that_is_corrected_adds_its_service(by: Rights, listed: Listed) -> None:
    live(by, (GMUEND, HUND))
    intake = listed((AALEN, "Hundesteuerr", LINK))
    assert told(missing, by) == []

    correct(intake.pk, {2: {"service": HUND}}, rights=by, at=AT)

    assert told(missing, by) == [(GMUEND, HUND)]


def test_each_person_compares_what_is_theirs(by: Rights, coordinator: Rights, listed: Listed) -> None:
    live(by, (AALEN, WOHNGELD))
    listed((HEUBACH, WOHNGELD, LINK))

    assert told(missing, person("pruefung")) == [(AALEN, WOHNGELD)]
    assert told(missing, coordinator) == []
    assert [one.pk for one in districts(coordinator)] == ["08115"]
    assert [one.pk for one in districts(person("pruefung"))] == [OSTALB]
