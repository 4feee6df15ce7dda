"""The pages of the area full of examples, as the demonstration shows them; pictures for the handbook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.actions.example_offices import load_example_offices
from stellwerk.actions.publications import publish
from tests.house import coverage
from tests.house.cases import RELEASED_AT, person
from tests.house.environment import DAY
from tests.journeys.hands import Mouse
from tests.journeys.running import House, wait_until
from tests.journeys.visitor import Visitor

BUILDING, BIRTH = "99012008001000", "99027002012000"
TOWN = "08115045"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the handbook. picture: its name there."""

    picture: str
    name: str
    args: tuple[str, ...] = ()
    query: dict[str, str] = field(default_factory=dict, hash=False)
    who: str = "koordination"  # of the Landkreis Böblingen

    def __str__(self) -> str:
        return self.picture

    @property
    def address(self) -> str:
        return reverse(self.name, args=self.args, query=self.query or None)


OWN = {"kreis": "08115"}
PAGES = [
    Shown("katalog", "services", query={"q": "Hund"}),
    Shown("leistung", "service", (BUILDING,)),
    Shown("onlinedienste", "online_services"),
    Shown("prioritaetenliste", "priority_list", ("beispiel",)),
    Shown("erfassen", "intakes"),
    Shown("raster", "grid", query={"liste": "beispiel"}),
    Shown("fuer-viele", "bulk"),
    Shown("abgleich", "intake_compare"),
    Shown("aenderungen", "change_sets"),
    Shown("gemeinde", "municipality", (TOWN,)),
    Shown("angabe", "cell", (TOWN, BIRTH)),
    Shown("alter", "freshness"),
    Shown("kennzahlen", "figures", query=OWN),
    Shown("kennzahl", "figure", ("municipalities",), {"nach": "bezirk"}),
    Shown("karte-kreise", "area_map"),
    Shown("karte-gemeinden", "area_municipalities", query=OWN),
    Shown("waermebild", "area_heat_map", query=OWN),
    Shown("verlauf-kreise", "area_over_time", query={"kreis": ""}),
    Shown("taetigkeiten", "activities", query=OWN),
    Shown("wellen", "waves", query=OWN),
    Shown("offene-daten", "open_data_set", who=""),
    Shown("veroeffentlichen", "publication", query={"day": f"{DAY}"}, who="vorbereitung"),
    Shown("schluessel", "tokens"),
]


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    """Load what the demonstration loads, change something, so that the worker counts, and publish."""

    def load() -> None:
        load_example_offices()
        load_example_coverage(at=RELEASED_AT)
        coverage.changed(person("koordination"))
        publish(day=DAY - timedelta(days=31), rights=person("vorbereitung"), at=RELEASED_AT)

    return load


@pytest.fixture(scope="module")
def people(browser: Browser, house: House, sessions: dict[str, str]) -> Iterator[Callable[[str], Visitor]]:
    """Return a function for one browser window per person, once the worker has counted the figures."""
    there: dict[str, Visitor] = {}

    def window(who: str) -> Visitor:
        if who not in there:
            there[who] = Visitor(browser, house.address, hands=Mouse)
            if who:
                there[who].continue_session(sessions[who])
        return there[who]

    figures, by = reverse("figures"), window("koordination")
    wait_until(lambda: b"noch keine Auswertung" not in by.fetch(figures), "the worker does not count")
    yield window
    for one in there.values():
        one.context.close()


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_full_of_examples_is_good_to_use(shown: Shown, people: Callable[[str], Visitor]) -> None:
    by = people(shown.who)

    answer = by.open(shown.address)

    assert answer.status == 200
    by.reads("Beispiel")
    by.look(shown.picture)
