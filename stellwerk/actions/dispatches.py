"""Try a dispatch again, or record that the letter went another way."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import address_of, journal, ring
from stellwerk.law.working import N_, Refused
from stellwerk.models import Dispatch, DispatchState, RunState
from stellwerk.queries.dispatches import PROBLEMS


@transaction.atomic(durable=True)
def repeat(dispatch_id: int, *, rights: Rights, at: datetime) -> Dispatch:
    """Let the workers try a failed or held-back dispatch again, to the office's present address.

    Refused: it is not failed or held back (any more), its run was stopped, or the address is none.
    """
    found = Dispatch.objects.select_for_update(of=("self",)).select_related(
        "letter__programme", "letter__run", "office"
    )
    dispatch = found.filter(pk=dispatch_id).first()
    if dispatch is None:
        raise Http404
    require(rights, Verb.REPEAT, office_id=dispatch.letter.programme.authority_id)
    run = dispatch.letter.run
    if dispatch.state not in PROBLEMS or (run is not None and run.state == RunState.STOPPED):
        raise Refused(
            N_("Dieses Schreiben wartet nicht auf einen neuen Versuch. Bitte laden Sie die Seite neu.")
        )
    dispatch.state, dispatch.next_attempt_at, dispatch.attempts = DispatchState.WAITING, at, 0
    dispatch.address = address_of(dispatch.office)
    dispatch.save(update_fields=["state", "next_attempt_at", "attempts", "address"])
    journal(rights.person, at, "repeat_dispatch", dispatch, f"Neuer Versuch an {dispatch.address}")
    ring()
    return dispatch
