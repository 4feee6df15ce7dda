"""A coordinator brings a county up to date, plans, asks, and sees the answer on the map and in the report."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from stellwerk.actions.example_offices import load_example_offices
from tests.house.campaigns import entered, said
from tests.house.cases import person
from tests.journeys import area_steps as steps
from tests.journeys.hands import Mouse
from tests.journeys.running import House
from tests.journeys.visitor import Visitor

BOEBLINGEN, LEONBERG, SINDELFINGEN = "08115003", "08115028", "08115045"
BIRTH, DISABILITY = "99027002012000", "99015007012000"


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    """Know three cells of two services, as the sheets say them otherwise."""

    def known() -> None:
        load_example_offices()
        for key in (BIRTH, DISABILITY):
            entered(
                person("koordination"),
                said(BOEBLINGEN, key, "none"),
                said(SINDELFINGEN, key, "live"),
                said(LEONBERG, key, "live"),
            )

    return known


def test_a_coordinator_works_with_the_keyboard_alone(
    visitor: Callable[..., Visitor], browser: Browser, house: House
) -> None:
    case = steps.Case(
        "Rückmeldungen März", "Geburtsurkunde Ausstellung", "Sterbeurkunde Ausstellung", BOEBLINGEN
    )

    _whole_way(visitor("koordination", signs_in=True), Visitor(browser, house.address), house, case)


def test_a_coordinator_works_without_scripts(
    visitor: Callable[..., Visitor], browser: Browser, house: House
) -> None:
    plain = {"hands": Mouse, "scripts": False}
    case = steps.Case(
        "Rückmeldungen April",
        "Schwerbehindertenausweis Ausstellung",
        "Unterhaltsvorschuss Bewilligung",
        BOEBLINGEN,
    )

    _whole_way(visitor("koordination", **plain), Visitor(browser, house.address, **plain), house, case)


def _whole_way(coordinator: Visitor, municipality: Visitor, house: House, case: steps.Case) -> None:
    before = steps.online_on_the_map(coordinator)
    earlier = steps.report(coordinator)
    steps.paste(coordinator, case)
    there = coordinator.page.url
    assert steps.online_on_the_map(coordinator) == before + 2  # three more, and one only planned
    coordinator.open(there)
    steps.undo(coordinator)
    assert steps.online_on_the_map(coordinator) == before
    steps.plan_wave(coordinator, case)
    steps.send_round(coordinator, case)

    steps.answer(municipality, steps.personal_page(house, case), case)

    assert steps.online_on_the_map(coordinator) == before + 1
    later = steps.report(coordinator)
    assert "Onlinedienste in der Fläche" in later
    assert later != earlier
    municipality.context.close()
