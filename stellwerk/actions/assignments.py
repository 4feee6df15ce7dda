"""Assign many applications at once: those that were picked, or all that a filter shows."""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import counted, journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import Application, JournalEntry, Person
from stellwerk.queries.applications import ASSIGN_MANY
from stellwerk.queries.assignments import Chosen, chosen_cases, lines, numbers


@transaction.atomic(durable=True)
def assign_applications(chosen: Chosen, *, rights: Rights, at: datetime, to: Person | None) -> JournalEntry:
    """Say who checks these applications; nobody: they are free again. Return the entry that tells of each.

    Http404: one of them is none of the person's business; Refused: see ``numbers``, or none of them can be
    assigned.
    """
    on = timezone.localdate(at)
    ids = numbers(chosen, rights, on=on)
    rows = list(chosen_cases(ids, rights).select_for_update(of=("self",)))
    if len(rows) != len(ids):
        raise Http404
    for authority in {row.call.programme.authority_id for row in rows}:
        require(rights, Verb.PREPARE, office_id=authority)
    found = lines(rows, to=to, on=on)
    done = [line.application.pk for line in found if line.reason is None]
    if not done:
        raise Refused(N_("Keiner der ausgewählten Anträge lässt sich so zuweisen."), field="to")
    Application.objects.filter(pk__in=done).update(assigned_to=to)
    left = {str(line.application.pk): line.reason for line in found if line.reason is not None}
    text = f"{counted(len(done), 'Antrag', 'Anträge')} zugewiesen an {to.name if to else 'niemanden'}"
    details = {"to": to.pk if to else None, "ids": done, "left": left, "query": chosen.query or ""}
    return journal(rights.person, at, ASSIGN_MANY, None, text, details)
