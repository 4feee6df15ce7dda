"""Assignments of many applications: what was chosen, and why one stays where it is."""

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.law.working import Refused
from stellwerk.models import Application
from stellwerk.queries import assignments as ask
from stellwerk.queries.assignments import Chosen
from tests.house.applications import begun
from tests.house.environment import DAY
from tests.house.many import many


def test_a_filter_chooses_what_its_page_shows(preparer: Rights) -> None:
    made = many(7)
    last = made[-1].amount_asked
    chosen = Chosen("vorgaenge", query=f"betrag_von={last - 1}&betrag_bis={last}", seen=2)

    found = ask.found(chosen, preparer, on=DAY)

    assert found == made[-2:]


def test_what_changed_since_the_page_was_read_is_said(preparer: Rights) -> None:
    many(3)

    with pytest.raises(Refused, match="Inzwischen sind es 3 Anträge"):
        ask.numbers(Chosen("eingang", query="", seen=2), preparer, on=DAY)


def test_more_than_we_do_at_once_are_refused(preparer: Rights, monkeypatch: pytest.MonkeyPatch) -> None:
    many(3)
    monkeypatch.setattr(ask, "AT_ONCE", 2)

    with pytest.raises(Refused, match="grenzen Sie die Auswahl ein"):
        ask.numbers(Chosen("eingang", query="", seen=3), preparer, on=DAY)


def test_nothing_chosen_is_refused_and_a_list_of_another_kind_is_not_found(preparer: Rights) -> None:
    with pytest.raises(Refused, match="kein Antrag ausgewählt"):
        ask.numbers(Chosen("vorgaenge"), preparer, on=DAY)
    with pytest.raises(Http404):
        ask.numbers(Chosen("journal", query="", seen=0), preparer, on=DAY)


def test_a_draft_cannot_be_chosen_by_its_number(preparer: Rights) -> None:
    with pytest.raises(Http404):
        ask.found(Chosen("vorgaenge", (begun().pk,)), preparer, on=DAY)


def test_each_line_says_why_it_stays(preparer: Rights, releaser: Rights) -> None:
    first, second, third = many(3)
    Application.objects.filter(pk=second.pk).update(state="decided")
    Application.objects.filter(pk=third.pk).update(assigned_to=preparer.person)
    rows = list(ask.chosen_cases([first.pk, second.pk, third.pk], preparer))

    to_preparer = [line.reason for line in ask.lines(rows, to=preparer.person, on=DAY)]
    to_releaser = [line.reason for line in ask.lines(rows, to=releaser.person, on=DAY)]

    assert to_preparer[0] is None
    assert "wird nicht mehr geprüft" in str(to_preparer[1])
    assert "schon zugewiesen" in str(to_preparer[2])
    assert "bearbeitet keine Anträge" in str(to_releaser[0])
    assert [line.application.pk for line in ask.staying(rows)] == [second.pk]
