"""Coverage on any day, as known at any moment: the numbers that were counted by hand."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from stellwerk.law.coverage import STATES
from stellwerk.models import CoverageFact, Municipality
from stellwerk.queries.coverage import Cell, cells, history, known
from tests.house.cases import BERLIN
from tests.house.coverage import WorkedCase, stored_case

NOBODY = "not_collected"


@pytest.fixture(scope="module")
def stored(kept_for_the_module: None) -> WorkedCase:
    return stored_case()


def asked(case: WorkedCase, row: dict[str, Any]) -> dict[str, Cell | None]:
    """Return the cells of a service by municipality; None where nothing was collected."""
    places, service = case.municipalities(row.get("district", "")), case.services[row["service"]]
    found = cells(places, [service], day=row["day"], at=row.get("known_at"))
    on_the_day = {ags: cell for (ags, _service), cell in found.items() if cell.state}
    return {ags: on_the_day.get(ags) for ags in places}


def test_municipalities_are_counted_as_by_hand(stored: WorkedCase, db: None) -> None:
    for row in stored.said["expected"]:
        counted = Counter(cell.state if cell else NOBODY for cell in asked(stored, row).values())

        assert {state: counted[state] for state in (*STATES, NOBODY)} == row["counts"], row


def test_inhabitants_are_counted_as_by_hand(stored: WorkedCase, db: None) -> None:
    population = dict(Municipality.objects.values_list("ags", "population"))

    for row in stored.said["expected"]:
        found = asked(stored, row)
        live = sum(population[ags] for ags, cell in found.items() if cell and cell.state == "live")
        responsible = sum(
            population[ags] for ags, cell in found.items() if not cell or cell.state != "not_responsible"
        )

        assert {"live": live, "responsible": responsible} == row["inhabitants"], row


def test_channels_and_maturity_are_counted_as_by_hand(stored: WorkedCase, db: None) -> None:
    for row in (it for it in stored.said["expected"] if "live_by_channel" in it):
        facts = [it for cell in asked(stored, row).values() if cell for it in cell.facts.values()]
        levels: dict[str, Counter[str]] = defaultdict(Counter)
        for fact in facts:
            if fact.maturity_model:
                levels[fact.maturity_model][str(fact.maturity)] += 1

        assert Counter(it.channel for it in facts if it.state == "live") == row["live_by_channel"], row
        assert levels == row["maturity"], row


def test_everywhere_means_every_responsible_municipality(stored: WorkedCase, db: None) -> None:
    for row in stored.said["everywhere"]:
        everywhere = [
            short
            for short in stored.services
            if {cell.state if cell else NOBODY for cell in asked(stored, row | {"service": short}).values()}
            - {"not_responsible"}
            == {"live"}
        ]

        assert everywhere == row["services"], row


def test_facts_of_a_cell_never_overlap(stored: WorkedCase, db: None) -> None:
    for moment in (None, datetime(2025, 3, 3, 18, tzinfo=BERLIN), datetime(2025, 8, 31, tzinfo=BERLIN)):
        for day in (date(2023, 6, 1), date(2025, 2, 1), date(2025, 6, 30), date(2026, 1, 1)):
            facts = known(day, at=moment).filter(municipality__in=stored.municipalities())
            seen = Counter(facts.values_list("municipality", "service", "channel"))

            assert [cell for cell, times in seen.items() if times > 1] == []


def test_cells_are_asked_in_one_query(
    stored: WorkedCase, db: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1):
        cells(stored.municipalities(), list(stored.services.values()), day=date(2025, 12, 31))


def test_a_cell_knows_what_was_seen_of_it_and_its_age(stored: WorkedCase, db: None) -> None:
    place, birth = stored.places["a2"], stored.services["birth"]

    cell = cells([place], [birth], day=date(2025, 12, 31))[place, birth]

    open_facts = CoverageFact.objects.filter(
        municipality=place, service=birth, replaced_by=None, valid_to=None
    )
    assert cell.open == dict(open_facts.values_list("channel", "pk"))
    assert set(cell.open) == {"efa", "universal"}
    assert cell.fact
    assert cell.fact.channel == "efa"
    assert cell.age_days == 16  # checked on 15 December


def test_what_holds_only_later_is_no_state_yet_but_is_seen(stored: WorkedCase, db: None) -> None:
    place, birth = stored.places["a1"], stored.services["birth"]

    cell = cells([place], [birth], day=date(2023, 5, 31))[place, birth]

    assert (cell.state, cell.facts, cell.age_days) == ("", {}, None)
    assert list(cell.open) == ["any"]


def test_the_history_of_a_cell_tells_everything_latest_first(stored: WorkedCase, db: None) -> None:
    said = history(stored.places["a5"], stored.services["birth"])

    assert [(it.change_set.title, it.state, it.replaced_by_id is None) for it in said] == [
        ("by mistake: a5", "none", True),  # what the undoing restored
        ("by mistake: a5", "live", False),
        ("by mistake: a5", "none", False),
        ("births in the North", "none", False),
    ]
