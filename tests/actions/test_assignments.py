"""Assign many applications at once: one entry tells of each, and nothing is half done."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.assignments import assign_applications
from stellwerk.law.working import Refused
from stellwerk.models import Application, JournalEntry
from stellwerk.queries.applications import timeline
from stellwerk.queries.assignments import Chosen
from tests.house.cases import RELEASED_AT, Watched
from tests.house.many import many


def test_all_that_a_filter_shows_is_assigned_in_one_step(preparer: Rights) -> None:
    made = many(5)
    before = JournalEntry.objects.count()

    entry = assign_applications(
        Chosen("eingang", query="", seen=5), rights=preparer, at=RELEASED_AT, to=preparer.person
    )

    assert set(Application.objects.values_list("assigned_to", flat=True)) == {preparer.person.pk}
    assert JournalEntry.objects.count() == before + 1
    assert entry.details["ids"] == [one.pk for one in made]
    assert entry.text.startswith("5 Anträge zugewiesen an Robin")


def test_what_cannot_be_assigned_stays_and_says_why(preparer: Rights) -> None:
    first, second = many(2)
    Application.objects.filter(pk=second.pk).update(state="withdrawn")

    entry = assign_applications(
        Chosen("vorgaenge", (first.pk, second.pk)), rights=preparer, at=RELEASED_AT, to=preparer.person
    )

    second.refresh_from_db()
    assert second.assigned_to is None
    assert entry.details["ids"] == [first.pk]
    assert "zurückgenommen" in entry.details["left"][str(second.pk)]


def test_the_history_of_each_case_tells_of_it_to_the_authority_only(preparer: Rights) -> None:
    first, second = many(2)

    entry = assign_applications(
        Chosen("vorgaenge", (second.pk,)), rights=preparer, at=RELEASED_AT, to=preparer.person
    )

    assert entry in timeline(second, inner=True)
    assert entry not in timeline(first, inner=True)
    assert entry not in timeline(second)


def test_nobody_is_a_choice_too(preparer: Rights) -> None:
    made = many(3, assigned_to=None)
    Application.objects.update(assigned_to=preparer.person)

    assign_applications(Chosen("meine-vorgaenge", query="", seen=3), rights=preparer, at=RELEASED_AT, to=None)

    assert Application.objects.filter(assigned_to=None).count() == len(made)


def test_everything_stays_where_not_one_can_be_assigned(
    preparer: Rights, releaser: Rights, everything_stays: Watched
) -> None:
    (only,) = many(1)

    with everything_stays(), pytest.raises(Refused, match="Keiner der ausgewählten"):
        assign_applications(
            Chosen("vorgaenge", (only.pk,)), rights=preparer, at=RELEASED_AT, to=releaser.person
        )


def test_who_only_reads_assigns_nothing(auditor: Rights, preparer: Rights, everything_stays: Watched) -> None:
    (only,) = many(1)
    chosen = Chosen("vorgaenge", (only.pk,))

    with everything_stays(), pytest.raises(PermissionDenied):
        assign_applications(chosen, rights=auditor, at=RELEASED_AT, to=preparer.person)


def test_a_case_of_somebody_else_makes_the_whole_step_fail(
    county: Rights, preparer: Rights, everything_stays: Watched
) -> None:
    (only,) = many(1)

    with everything_stays(), pytest.raises(Http404):
        assign_applications(
            Chosen("vorgaenge", (only.pk, only.pk + 999)), rights=preparer, at=RELEASED_AT, to=None
        )
    with everything_stays(), pytest.raises(Http404):
        assign_applications(Chosen("vorgaenge", (only.pk,)), rights=county, at=RELEASED_AT, to=None)
