"""Try dispatches again: one, those that were picked, or all that a filter shows."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import timezone

from stellwerk.access import Rights, Verb, require, visible
from stellwerk.actions._steps import address_of, counted, journal, ring
from stellwerk.law.working import N_, Refused
from stellwerk.models import Dispatch, DispatchState, RoundState, RunState
from stellwerk.queries.dispatches import PROBLEMS
from stellwerk.queries.lists import dispatches as lists
from stellwerk.queries.lists.leaves import COUNTED, all_rows
from stellwerk.queries.lists.wanted import wanted

AT_ONCE = 5000


@transaction.atomic(durable=True)
def repeat(dispatch_id: int, *, rights: Rights, at: datetime) -> Dispatch:
    """Let the workers try a failed or held-back dispatch again, to the office's present address.

    Refused: it is not failed or held back (any more), its run was stopped, or the address is none.
    """
    found = Dispatch.objects.select_for_update(of=("self",)).select_related(
        "letter__programme", "letter__run", "letter__decision__round", "office"
    )
    dispatch = found.filter(pk=dispatch_id).first()
    if dispatch is None:
        raise Http404
    require(rights, Verb.REPEAT, office_id=dispatch.letter.programme.authority_id)
    _require_waiting(dispatch)
    dispatch.state, dispatch.next_attempt_at, dispatch.attempts = DispatchState.WAITING, at, 0
    dispatch.address = address_of(dispatch.office)
    dispatch.save(update_fields=["state", "next_attempt_at", "attempts", "address"])
    journal(rights.person, at, "repeat_dispatch", dispatch, f"Neuer Versuch an {dispatch.address}")
    ring()
    return dispatch


@transaction.atomic(durable=True)
def repeat_picked(ids: Collection[int], *, rights: Rights, at: datetime) -> int:
    """Let the workers try these again, to the present addresses; return how many.

    Refused: none was picked, one of them waits for no new try any more, or an address is none.
    """
    if not ids:
        raise Refused(N_("Es ist keine Sendung ausgewählt. Bitte wählen Sie mindestens eine aus."))
    done = _again(ids, rights, at)
    journal(
        rights.person,
        at,
        "repeat_dispatches",
        None,
        f"Neuer Versuch für {counted(len(done), 'Sendung', 'Sendungen')}",
        {"ids": done},
    )
    return len(done)


@transaction.atomic(durable=True)
def repeat_found(query: str, *, seen: int, rights: Rights, at: datetime) -> int:
    """Let the workers try again all that a filter of the work list shows; return how many.

    query  the filter, as the address of the list has it
    seen   how many the person saw, counted no further than the page counts

    Refused: by now they are more or fewer, they are more than we do at once, or an address is none.
    """
    it = wanted(lists.PROBLEMS, QueryDict(query), rights)
    rows, total = all_rows(it, rights, on=timezone.localdate(at))
    if min(total, COUNTED + 1) != seen:
        raise Refused(
            N_("Inzwischen sind es %(count)s Sendungen. Bitte sehen Sie die Liste noch einmal an."),
            count=str(total),
        )
    if total > AT_ONCE:
        raise Refused(N_("Das sind mehr als 5.000 Sendungen. Bitte grenzen Sie die Auswahl ein."))
    done = _again(list(rows.values_list("pk", flat=True)), rights, at)
    text = f"Neuer Versuch für {counted(len(done), 'Sendung', 'Sendungen')}"
    journal(rights.person, at, "repeat_dispatches", None, text, {"ids": done, "query": query})
    return len(done)


def _again(ids: Collection[int], rights: Rights, at: datetime) -> list[int]:
    """Lock the dispatches in one order, set them to waiting and ring; return their ids."""
    found = visible(Dispatch.objects.filter(pk__in=ids), rights).select_for_update(of=("self",))
    rows = list(
        found.select_related("letter__programme", "letter__run", "letter__decision__round", "office")
        .defer("letter__document")
        .order_by("pk")
    )
    if len(rows) != len(set(ids)):
        raise Http404
    for row in rows:
        require(rights, Verb.REPEAT, office_id=row.letter.programme.authority_id)
        _require_waiting(row)
        row.state, row.next_attempt_at, row.attempts = DispatchState.WAITING, at, 0
        row.address = address_of(row.office)
    Dispatch.objects.bulk_update(rows, ["state", "next_attempt_at", "attempts", "address"], batch_size=500)
    ring()
    return [row.pk for row in rows]


def _require_waiting(dispatch: Dispatch) -> None:
    run, decision = dispatch.letter.run, dispatch.letter.decision
    is_stopped = (run is not None and run.state == RunState.STOPPED) or (
        decision is not None and decision.round.state == RoundState.STOPPED
    )
    if dispatch.state not in PROBLEMS or is_stopped:
        raise Refused(
            N_("Dieses Schreiben wartet nicht auf einen neuen Versuch. Bitte laden Sie die Seite neu.")
        )
