"""Priority lists: kept in their order, by whoever keeps the catalogue."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.priority_lists import keep_priority_list
from stellwerk.models import PriorityEntry, PriorityList
from tests.house.cases import RELEASED_AT as AT

Refuses = Callable[..., object]
BUILDING, DOGS, PARKING = "99012008001000", "99102013002000", "99108001001000"


@pytest.fixture
def keep(preparer: Rights) -> Callable[..., PriorityList]:
    def kept(slug: str | None = None, **changes: Any) -> PriorityList:
        values = {
            "name": "Fokusleistungen für Gemeinden",
            "source": "Ministerium",
            "as_of": None,
            "keys": [BUILDING, DOGS],
            "rights": preparer,
            "at": AT,
        }
        return keep_priority_list(slug, **(values | changes))

    return kept


def order(slug: str) -> list[str]:
    entries = PriorityEntry.objects.filter(priority_list__slug=slug).order_by("rank")
    return list(entries.values_list("service__key", flat=True))


def test_a_list_keeps_its_order_and_gets_a_name_for_the_address(keep: Callable, verbs: Callable) -> None:
    added = keep(keys=[PARKING, BUILDING, DOGS])

    keep(added.slug, keys=[DOGS, PARKING])

    assert added.slug == "fokusleistungen-fuer-gemeinden"
    assert order(added.slug) == [DOGS, PARKING]
    assert verbs()[-2:] == ["keep_priority_list", "keep_priority_list"]


def test_the_example_can_be_emptied_and_stays_empty(keep: Callable) -> None:
    keep("beispiel", keys=[])

    assert order("beispiel") == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keys": [DOGS, BUILDING, DOGS]}, f"{DOGS} steht zweimal"),
        ({"keys": ["99999999999999"]}, "kennt diese Leistungen nicht"),
        ({"keys": ["9,9E+13"]}, "als Zahl gerundet"),
        ({"name": "Neu"}, "mit diesem Namen gibt es schon"),
        ({"name": "???"}, "mit diesem Namen gibt es schon"),
        ({"name": "Beispiel"}, "mit diesem Namen gibt es schon"),
    ],
)
def test_what_cannot_be_a_list_is_refused(
    changes: dict[str, Any], words: str, keep: Callable, refuses: Refuses
) -> None:
    with refuses(words):
        keep(**changes)


def test_only_who_keeps_the_catalogue_may_keep_lists(
    auditor: Rights, coordinator: Rights, operator: Rights, keep: Callable, forbids: Callable
) -> None:
    for rights in (auditor, coordinator):
        with forbids():
            keep("beispiel", rights=rights)

    assert keep("beispiel", rights=operator).name == "Fokusleistungen für Gemeinden"


def test_there_is_no_list_of_an_unknown_name(keep: Callable) -> None:
    with pytest.raises(Http404):
        keep("gibt-es-nicht")
