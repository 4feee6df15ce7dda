"""Assignments of many applications at once: what was chosen, what would happen to each, and what happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.law.applications import why_not_assigned
from stellwerk.law.working import N_, Marked, Refused
from stellwerk.models import Application, JournalEntry, Person
from stellwerk.queries.applications import ASSIGN_MANY, cases
from stellwerk.queries.checks import works_for
from stellwerk.queries.lists.applications import OF_CASES
from stellwerk.queries.lists.leaves import COUNTED, all_rows
from stellwerk.queries.lists.wanted import wanted

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose in a list of cases.

    ids    what was picked one by one
    query  instead of that all that a filter shows, as the address of the list has it
    seen   how many of these the person saw, counted no further than the page counts
    """

    list: str
    ids: tuple[int, ...] = ()
    query: str | None = None
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What an assignment means for one application; reason: why it stays where it is."""

    application: Application
    reason: Marked | None


def numbers(chosen: Chosen, rights: Rights, *, on: date) -> list[int]:
    """Return which applications were chosen.

    Http404: no such list; Refused: none was chosen, by now they are more or fewer, or they are too many.
    """
    if chosen.query is None:
        if not chosen.ids:
            raise Refused(N_("Es ist kein Antrag ausgewählt. Bitte wählen Sie mindestens einen aus."))
        return sorted(set(chosen.ids))
    if chosen.list not in OF_CASES:
        raise Http404
    it = wanted(OF_CASES[chosen.list], QueryDict(chosen.query), rights)
    rows, total = all_rows(it, rights, on=on)
    if min(total, COUNTED + 1) != chosen.seen:
        raise Refused(
            N_("Inzwischen sind es %(count)s Anträge. Bitte sehen Sie die Liste noch einmal an."),
            count=str(total),
        )
    if total > AT_ONCE:
        raise Refused(N_("Das sind mehr als 5.000 Anträge. Bitte grenzen Sie die Auswahl ein."))
    return list(rows.values_list("pk", flat=True))


def chosen_cases(ids: Collection[int], rights: Rights) -> QuerySet[Application]:
    """Return these applications, as far as one's authorities check them."""
    found = cases(rights).filter(pk__in=ids).select_related("call__programme", "applicant", "assigned_to")
    return found.order_by("pk")


def found(chosen: Chosen, rights: Rights, *, on: date) -> list[Application]:
    """Return what was chosen.

    Http404: one of them is none of the person's business; Refused: see ``numbers``.
    """
    ids = numbers(chosen, rights, on=on)
    rows = list(chosen_cases(ids, rights))
    if len(rows) != len(ids):
        raise Http404
    return rows


def staying(applications: Sequence[Application]) -> list[Line]:
    """Return those that cannot be assigned to anybody."""
    why = {one.pk: why_not_assigned(one.state, is_theirs=False, is_worker=True) for one in applications}
    return [Line(one, why[one.pk]) for one in applications if why[one.pk]]


def lines(applications: Sequence[Application], *, to: Person | None, on: date) -> list[Line]:
    """Say of each application what an assignment would mean for it."""
    authorities = works_for(to, on=on) if to else frozenset()
    return [Line(one, _reason(one, to, authorities)) for one in applications]


def assignment(rights: Rights, pk: int) -> JournalEntry:
    """Return the entry of an assignment of many. Http404: there is none."""
    found = visible(JournalEntry.objects.filter(verb=ASSIGN_MANY), rights)
    return get_object_or_404(found.select_related("by"), pk=pk)


def assigned(entry: JournalEntry, rights: Rights) -> QuerySet[Application]:
    """Return what was chosen for an assignment, whatever came of each."""
    return chosen_cases([*entry.details["ids"], *map(int, entry.details["left"])], rights)


def _reason(one: Application, to: Person | None, authorities: Collection[int]) -> Marked | None:
    is_worker = to is None or one.call.programme.authority_id in authorities
    is_theirs = one.assigned_to_id == (to.pk if to else None)
    return why_not_assigned(one.state, is_theirs=is_theirs, is_worker=is_worker)
