"""Parts that actions on rounds of decisions share: lock one, write many proposals at once, undo a result."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.law.decisions import Proposal
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Application,
    ApplicationState,
    BudgetYear,
    Decision,
    DecisionRound,
    Notice,
    RoundState,
    RoundYear,
)
from stellwerk.queries.opinions import open_for
from stellwerk.queries.proposals import Outlook

OPEN = (RoundState.DRAFT, RoundState.COMPUTED)
AT_ONCE = 1000
# One statement for many rows: Django's bulk_update writes a case for each value of each row.
REWRITE = """
UPDATE stellwerk_decision one SET
    outcome = new.outcome, decided = new.decided, share = new.share, starts_on = new.starts_on,
    ends_on = new.ends_on, eligible_monthly = new.eligible_monthly, own_monthly = new.own_monthly,
    third_party_monthly = new.third_party_monthly, "limit" = new."limit", reason = new.reason,
    follows_id = new.follows_id, cost_items = new.cost_items,
    by_year = new.by_year, working = new.working
FROM jsonb_to_recordset(%s::jsonb) AS new(
    id bigint, outcome text, decided numeric, share numeric, starts_on date, ends_on date,
    eligible_monthly numeric, own_monthly numeric, third_party_monthly numeric, "limit" numeric,
    reason text, follows_id bigint, cost_items jsonb, by_year jsonb, working jsonb)
WHERE one.id = new.id
"""


def locked_round(round_id: int, rights: Rights, verb: Verb, *states: RoundState) -> DecisionRound:
    """Return the round, locked until the end of the transaction.

    Http404: there is none; PermissionDenied: no right; Refused: it is in another state by now.
    """
    rows = DecisionRound.objects.select_for_update(of=("self",))
    found = rows.select_related("call__programme", "terms").filter(pk=round_id).first()
    if found is None:
        raise Http404
    require(rights, verb, office_id=found.call.programme.authority_id)
    if found.state not in states:
        raise Refused(
            N_(
                "Die Entscheidungsrunde ist inzwischen „%(state)s“; dieser Schritt ist so nicht mehr "
                "möglich. Bitte laden Sie die Seite neu."
            ),
            state=str(found.get_state_display()),
        )
    return found


def lock_budget(round_: DecisionRound) -> None:
    """Let two decisions about the same money come one after the other."""
    list(BudgetYear.objects.select_for_update().filter(programme=round_.call.programme).order_by("year"))


def void_result(round_: DecisionRound) -> None:
    """Make a draft of a round again: what was computed and countersigned no longer holds."""
    RoundYear.objects.filter(round=round_).delete()
    if round_.state == RoundState.DRAFT:
        return
    round_.state, round_.needs_third = RoundState.DRAFT, False
    round_.computed_by = round_.computed_for = round_.computed_at = None
    round_.third_by = round_.third_for = round_.third_at = None
    round_.save(
        update_fields=[
            *("state", "needs_third", "computed_by", "computed_for", "computed_at"),
            *("third_by", "third_for", "third_at"),
        ]
    )


def rewrite(found: Sequence[Outlook]) -> None:
    """Store the proposals and what they yield."""
    for first in range(0, len(found), AT_ONCE):
        rows = [spelled(one) for one in found[first : first + AT_ONCE]]
        with connection.cursor() as cursor:
            cursor.execute(REWRITE, [json.dumps(rows, ensure_ascii=False)])


def spelled(one: Outlook) -> dict[str, Any]:
    decided = one.decided
    return _values(one.proposal) | {
        "id": one.row.pk,
        "decided": str(one.amount),
        "by_year": {str(year): str(amount) for year, amount in (decided.by_year if decided else {}).items()},
        "working": decided.working.rows() if decided else [],
    }


def silence(letters: Collection[int], at: datetime) -> None:
    """Let decisions whose letters never went out count no longer; their applications wait again."""
    unsaid = Decision.objects.filter(letter__in=letters, is_live=True)
    applications = list(unsaid.values_list("application", flat=True))
    unsaid.update(is_live=False)
    Notice.objects.filter(decision__letter__in=letters, stopped_on=None).update(
        stopped_on=timezone.localdate(at)
    )
    Application.objects.filter(pk__in=applications, state=ApplicationState.DECIDED).update(
        state=ApplicationState.READY
    )


def _values(it: Proposal) -> dict[str, Any]:
    costs = it.costs
    said = {
        "share": it.share,
        "starts_on": it.starts_on,
        "ends_on": it.ends_on,
        "eligible_monthly": costs.eligible_monthly if costs and not it.items else None,
        "own_monthly": costs.own_monthly if costs else None,
        "third_party_monthly": costs.third_party_monthly if costs else None,
        "limit": it.limit,
        "follows_id": it.follows.key if it.follows else None,
    }
    plain = {name: None if value is None else str(value) for name, value in said.items()}
    items = [one.row() for one in it.items]
    return plain | {"outcome": it.outcome.value, "reason": it.reason, "cost_items": items}


def require_opinions(made: DecisionRound) -> None:
    """Refuse while an opinion on an application of the round is missing, or a point of one is not treated."""
    waits = open_for(list(made.decisions.values_list("application_id", flat=True)))
    if not waits:
        return
    first = Application.objects.filter(pk__in=waits).order_by("file_number")[0]
    raise Refused(
        N_(
            "Zum Antrag %(file_number)s fehlt noch eine Stellungnahme, oder ein Punkt daraus ist nicht "
            "behandelt. Bitte schließen Sie das zuerst ab, oder nehmen Sie den Antrag aus der Runde."
        ),
        file_number=first.file_number,
    )
