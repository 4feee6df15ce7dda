"""Letters of a run before its release: composed for looking at, checked for what must be in them."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Max, Q, QuerySet

from stellwerk.law.working import N_, Refused
from stellwerk.letters.cases import approvals, circular_content, frame, notice_content
from stellwerk.letters.checklist import Finding, missing_content
from stellwerk.letters.facts import LetterContent
from stellwerk.models import Notice, Office, Participation, Run, RunLine

MOST_FINDINGS = 20
LOOKED_AT = 50  # notices composed for the check; what differs between the others is asked of all at once
NO_COURT = N_("Für „%(office)s“ ist kein Verwaltungsgericht hinterlegt. Bitte bei der Stelle ergänzen.")
NO_ADDRESS = N_(
    "Für „%(office)s“ ist keine gültige E-Mail-Adresse hinterlegt. Bitte bei der Stelle ergänzen."
)
NO_ENTITY = N_("Für „%(office)s“ ist keine Körperschaft hinterlegt. Bitte bei der Stelle ergänzen.")


def circular_preview(run: Run) -> LetterContent:
    return circular_content(frame(run))


def notice_preview(run: Run, line: RunLine) -> LetterContent:
    """Return the notice as it would be released now, with the number it would get."""
    last = Notice.objects.filter(grant=line.grant_id).aggregate(last=Max("number"))["last"]
    amended_on = approvals(run, grant_id=line.grant_id)[line.grant_id]
    return notice_content(frame(run), line, number=last + 1, amended_on=amended_on)


def findings(run: Run) -> list[tuple[str, Finding]]:
    """Return the first missing contents, each with whose letter lacks it; empty when all are complete.

    What all notices share is seen in the first ones; what belongs to a recipient is asked of all of them.
    The release itself checks every single letter once more.

    Law: VV Nr. 4.2 zu § 44 LHO; § 37 Abs. 6 and § 41 LVwVfG.
    """
    return list(islice(_findings(run), MOST_FINDINGS))


def _findings(run: Run) -> Iterator[tuple[str, Finding]]:
    shared, approved = frame(run), approvals(run)
    for finding in missing_content(circular_content(shared)):
        yield str(run.circular_text), finding
    yield from _incomplete_offices(run)
    changed = RunLine.objects.filter(run=run, changes=True).select_related("grant__recipient", "grant__post")
    for line in changed.order_by("grant__file_number", "pk")[:LOOKED_AT]:
        try:
            content = notice_content(shared, line, number=1, amended_on=approved[line.grant_id])
        except Refused:
            continue  # its recipient is incomplete and was named above
        for finding in missing_content(content):
            yield line.grant.recipient.name, finding


def _incomplete_offices(run: Run) -> Iterator[tuple[str, Finding]]:
    """Name the recipients without court, legal entity or address."""
    notified = Office.objects.filter(grants__run_lines__run=run, grants__run_lines__changes=True)
    lacking = notified.filter(Q(court="") | Q(court_seat="")).order_by("name", "pk").distinct()
    yield from named_offices(lacking, "4.2.14", N_("Rechtsbehelfsbelehrung"), NO_COURT)
    nameless = notified.filter(legal_entity="").order_by("name", "pk").distinct()
    yield from named_offices(nameless, "4.2.1", N_("genaue Bezeichnung des Zuwendungsempfängers"), NO_ENTITY)
    taking_part = Participation.objects.filter(programme=run.programme_id).values("office")
    reached = Office.objects.filter(Q(pk__in=taking_part) | Q(pk__in=notified.values("pk")))
    unreachable = reached.exclude(email__contains="@").order_by("name", "pk")
    yield from named_offices(unreachable, "§ 41 LVwVfG", N_("Adresse für die Bekanntgabe"), NO_ADDRESS)


def named_offices(
    offices: QuerySet[Office], number: str, what: str, where: str
) -> Iterator[tuple[str, Finding]]:
    """Yield what each of these offices lacks, the first ones by name."""
    for office in offices[:MOST_FINDINGS]:
        yield office.name, Finding(number, what, where, {"office": office.name})
