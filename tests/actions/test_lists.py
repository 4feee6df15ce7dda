"""Views that people keep, and files that they ask for."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from stellwerk.access import Rights, visible
from stellwerk.actions.lists import forget_view
from stellwerk.models import ListExport, SavedView
from stellwerk.queries.lists.all_lists import export, view, views
from tests.house.cases import RELEASED_AT
from tests.house.lists import asked_export, kept_view

Refuses = Callable[..., object]


def test_a_view_is_kept_and_replaced_under_its_name(preparer: Rights, verbs: Callable[[], list[str]]) -> None:
    first = kept_view(preparer)
    again = kept_view(preparer, is_shared=True)

    assert first.pk == again.pk
    assert verbs()[-2:] == ["save_view", "save_view"]


def test_others_see_only_what_is_shared(preparer: Rights, releaser: Rights) -> None:
    own, shared = kept_view(preparer), kept_view(preparer, name="Für alle", is_shared=True)

    assert list(views(releaser, "zuwendungen")) == [shared]
    assert view(releaser, shared.pk) == shared
    with pytest.raises(Http404):
        view(releaser, own.pk)


def test_nobody_removes_the_view_of_another(
    preparer: Rights, releaser: Rights, refuses: Refuses, verbs: Callable[[], list[str]]
) -> None:
    shared = kept_view(preparer, is_shared=True)

    with refuses("gehört einer anderen Person"):
        forget_view(shared.pk, rights=releaser, at=RELEASED_AT)
    forget_view(shared.pk, rights=preparer, at=RELEASED_AT)

    assert not SavedView.objects.exists()
    assert verbs()[-1] == "forget_view"


def test_a_view_needs_a_name_and_a_list_one_may_see(
    preparer: Rights, county: Rights, refuses: Refuses
) -> None:
    with refuses("einen Namen"):
        kept_view(preparer, name="  ")
    with pytest.raises(PermissionDenied):
        kept_view(county)


def test_a_file_is_asked_for_by_one_person_only(
    auditor: Rights, releaser: Rights, county: Rights, verbs: Callable[[], list[str]]
) -> None:
    asked = asked_export(auditor)

    assert asked.state == "waiting"
    assert verbs()[-1] == "ask_for_export"
    assert export(auditor, asked.pk) == asked
    assert not visible(ListExport.objects.all(), releaser).exists()
    with pytest.raises(Http404):
        export(releaser, asked.pk)
    with pytest.raises(PermissionDenied):
        asked_export(county)


def test_nobody_keeps_the_workers_busy_alone(auditor: Rights, refuses: Refuses) -> None:
    for _number in range(5):
        asked_export(auditor, key="journal")

    with refuses("schon 5 Dateien"):
        asked_export(auditor, key="journal")


def test_what_is_longer_than_an_address_is_refused(auditor: Rights, refuses: Refuses) -> None:
    with refuses("zu lang"):
        asked_export(auditor, query="q=" + "x" * 2000)
