"""Keep a simulation of a round as a variant, and take one over as the proposals of the round."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb
from stellwerk.actions._decisions import OPEN, locked_round, rewrite, void_result
from stellwerk.actions._steps import counted, journal
from stellwerk.law.money import euro
from stellwerk.law.variants import Settings
from stellwerk.law.working import N_, Refused
from stellwerk.models import Variant
from stellwerk.queries.variants import settings_of, simulation, spelled


@transaction.atomic(durable=True)
def save_variant(
    round_id: int, *, rights: Rights, at: datetime, name: str, settings: Settings, reason: str
) -> Variant:
    """Simulate a round and keep settings and result under a name.

    Refused: there is a variant of this name.
    """
    made = locked_round(round_id, rights, Verb.PREPARE, *OPEN)
    if Variant.objects.filter(round=made, name=name).exists():
        raise Refused(N_("Eine Variante mit diesem Namen gibt es schon."), field="name")
    found = simulation(made, settings, reason=reason)
    kept = Variant.objects.create(
        round=made,
        name=name,
        settings=spelled(settings),
        reason=reason,
        approved=found.sums.approved,
        refused=found.sums.refused,
        unclear=found.sums.unclear,
        total=found.sums.total,
        by_year={str(year): str(amount) for year, amount in sorted(found.sums.decided.items())},
        missing={str(year): str(amount) for year, amount in found.missing.items()},
        by=rights.person,
        at=at,
    )
    approved = counted(found.sums.approved, "Bewilligung", "Bewilligungen")
    text = f"Variante „{name}“ gespeichert: {approved} ({euro(found.sums.total)})"
    journal(rights.person, at, "save_variant", made, text)
    return kept


@transaction.atomic(durable=True)
def take_variant(round_id: int, variant_id: int, *, rights: Rights, at: datetime) -> Variant:
    """Make a variant the proposals of its round, computed anew; what it cannot compute stays as it was.

    Http404: the round has no such variant; Refused: it fits no application any more.
    """
    made = locked_round(round_id, rights, Verb.PREPARE, *OPEN)
    kept = Variant.objects.filter(round=made, pk=variant_id).first()
    if kept is None:
        raise Http404
    found = simulation(made, settings_of(kept.settings), reason=kept.reason)
    fitting = [one for one in found.outlooks if one.decided]
    if not fitting:
        raise Refused(N_("Diese Variante passt zu keinem Antrag der Runde. Bitte rechnen Sie eine neue."))
    void_result(made)
    rewrite(fitting)
    kept.taken_at = at
    kept.save(update_fields=["taken_at"])
    taken = counted(len(fitting), "Antrag", "Anträge")
    text = f"Variante „{kept.name}“ übernommen: {taken}, {found.sums.unclear} nicht berechenbar"
    journal(rights.person, at, "take_variant", made, text)
    return kept
