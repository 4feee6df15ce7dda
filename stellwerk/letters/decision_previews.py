"""Notices of a round before its release: what must be in them and is not."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q

from stellwerk.law.working import N_, Refused
from stellwerk.letters.checklist import Finding, missing_content
from stellwerk.letters.decisions import decision_content, shared
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.preview import (
    LOOKED_AT,
    MOST_FINDINGS,
    NO_ADDRESS,
    NO_COURT,
    NO_ENTITY,
    named_offices,
)
from stellwerk.models import Decision, DecisionRound, Office, Outcome, Part, Participation, TextKind
from stellwerk.queries.decisions import decisions


def decision_preview(round_: DecisionRound, one: Decision) -> LetterContent:
    """Return the notice as it would be released now.

    Refused: it is still open what is decided, or the recipient has no court.
    """
    if one.outcome == Outcome.OPEN:
        raise Refused(N_("Hier ist noch nicht gewählt, ob bewilligt oder abgelehnt wird."))
    return decision_content(shared(round_), one)


def round_findings(round_: DecisionRound) -> list[tuple[str, Finding]]:
    """Return the first missing contents, each with whose letter lacks it; empty when all are complete.

    What all notices share is seen in the first ones; what belongs to a recipient is asked of all of them.
    The release itself checks every single notice once more.

    Law: VV Nr. 4.1 and 4.2 zu § 44 LHO; § 37 Abs. 6, § 39 and § 41 LVwVfG.
    """
    return list(islice(_findings(round_), MOST_FINDINGS))


def _findings(round_: DecisionRound) -> Iterator[tuple[str, Finding]]:
    yield from _incomplete_offices(round_)
    common = shared(round_)
    for outcome in (Outcome.APPROVE, Outcome.REFUSE):
        for one in decisions(round_, outcome=outcome)[:LOOKED_AT]:
            try:
                content = decision_content(common, one)
            except Refused:
                continue  # its recipient is incomplete and was named above
            for finding in missing_content(content):
                yield one.application.applicant.name, finding


def _incomplete_offices(round_: DecisionRound) -> Iterator[tuple[str, Finding]]:
    """Name the applicants without court, legal entity or address; a contract needs no court."""
    rows = Decision.objects.filter(round=round_)
    notified = Office.objects.filter(applications__decisions__in=rows).order_by("name", "pk").distinct()
    sued = rows.filter(outcome=Outcome.REFUSE) if round_.approval_text.kind == TextKind.CONTRACT else rows
    lacking = notified.filter(Q(court="") | Q(court_seat=""), applications__decisions__in=sued)
    yield from named_offices(lacking, "4.2.14", N_("Rechtsbehelfsbelehrung"), NO_COURT)
    what = N_("genaue Bezeichnung des Zuwendungsempfängers")
    yield from named_offices(notified.filter(legal_entity=""), "4.2.1", what, NO_ENTITY)
    told = Participation.objects.filter(programme=round_.call.programme_id, part=Part.NOTICE_COPY)
    reached = Office.objects.filter(Q(pk__in=told.values("office")) | Q(pk__in=notified.values("pk")))
    unreachable = reached.exclude(email__contains="@").order_by("name", "pk")
    yield from named_offices(unreachable, "§ 41 LVwVfG", N_("Adresse für die Bekanntgabe"), NO_ADDRESS)
