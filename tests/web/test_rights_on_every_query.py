"""Rights on every query: each model has a rule or a reason, and a forged number is not found, and logged."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from stellwerk.access import visible
from stellwerk.models import ReadEntry, ReadKind, Run
from tests.house.cases import person
from tests.web.test_access_matrix import MAY_OPEN, own_routes

FORGED = 987_654_321
# Without a rule of their own, and why nobody reaches them past one.
OPEN_TO_ALL = {
    "DataSchema", "District", "Figure", "GeometryLayer", "LifeSituation", "Maintenance",
    "Municipality", "OnlineService", "Outline", "OzgService", "PriorityEntry", "PriorityList", "Service",
    "SubjectArea", "Terms", "TextVersion", "JournalAnchor",
}  # fmt: skip
PART_OF_ANOTHER = {
    "ApplicationVersion", "Attempt", "Check", "CorrectionRequest",
    "EarlyStart", "Flag", "JournalLink", "LegalBasis", "LetterFile", "Letterhead",
    "Note", "Occupancy", "Participation", "ProgrammeIndicator", "Receipt", "Reminder", "RoundYear",
    "RunYear", "Tranche", "WaveTarget",
}  # fmt: skip
# By the person's key.
OWN_ALONE = {"ApiImport", "ApiToken", "KeptForm", "PublicationOrder"}
NO_PAGE = {"Tally"}
BY_OTHER_NUMBERS = {"mail", "list_export_file"}  # keys that are drawn, not counted


def test_each_model_has_a_rule_or_a_reason(db: None) -> None:
    without = set()
    for model in apps.get_app_config("stellwerk").get_models():
        try:
            visible(model._default_manager.all(), person("landkreis")).exists()
        except LookupError:
            without.add(model.__name__)

    assert without == OPEN_TO_ALL | PART_OF_ANOTHER | OWN_ALONE | NO_PAGE


def forged_addresses() -> dict[str, str]:
    """Return each route that takes a number, with one that nobody has."""
    made = {}
    for route in own_routes():
        names = list(route.pattern.converters)
        if names and all(type(route.pattern.converters[it]).__name__ == "IntConverter" for it in names):
            made[str(route.name)] = reverse(str(route.name), args=[FORGED] * len(names))
    return made


@pytest.mark.parametrize("name", ["vorbereitung", "landkreis", "betrieb"])
def test_a_forged_number_is_not_found_or_forbidden_and_written_down(
    name: str, browser: Callable[[str], Client], released: Run
) -> None:
    client, found = browser(name), {}
    for route, address in forged_addresses().items():
        if name in MAY_OPEN.get(route, ()):
            before = ReadEntry.objects.count()
            status = client.get(address).status_code
            written = ReadEntry.objects.count() - before
            if (status, written) not in {(404, 1), (302, 0)}:
                found[route] = (status, written)

    assert found == {}
    assert ReadEntry.objects.filter(kind=ReadKind.NOT_FOUND, address__contains=str(FORGED)).count() > 2


def test_a_page_without_the_right_to_it_is_written_down_as_well(browser: Callable[[str], Client]) -> None:
    assert browser("landkreis").get(reverse("grants")).status_code == 403

    entry = ReadEntry.objects.get(kind=ReadKind.FORBIDDEN)
    assert (entry.page, entry.address) == ("grants", "/zuwendungen/")
    assert entry.by == person("landkreis").person
