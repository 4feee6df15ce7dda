"""Letters of a run before its release: set for looking at, checked for what must be in them, never kept."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from django.conf import settings
from django.db.models import Max

from stellwerk.gateways import clock
from stellwerk.gateways.pdf import Typesetter
from stellwerk.letters.cases import approvals, circular_content, frame, notice_content
from stellwerk.letters.checklist import Finding, missing_content
from stellwerk.letters.compose import document
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.typeset import letter_pdf, typesetter
from stellwerk.models import Notice, Run, RunLine
from stellwerk.queries.runs import lines

MOST_FINDINGS = 20


def circular_pdf(run: Run) -> bytes:
    return _pdf(circular_content(frame(run)))


def notice_pdf(run: Run, line: RunLine) -> bytes:
    number = Notice.objects.filter(grant=line.grant_id).aggregate(last=Max("number"))["last"] + 1
    amended_on = approvals(run)[line.grant_id]
    return _pdf(notice_content(frame(run), line, number=number, amended_on=amended_on))


def findings(run: Run) -> list[tuple[str, Finding]]:
    """Return the first missing contents, each with whose letter lacks it; empty when all are complete.

    Law: VV Nr. 4.2 zu § 44 LHO.
    """
    return list(islice(_findings(run), MOST_FINDINGS))


def _findings(run: Run) -> Iterator[tuple[str, Finding]]:
    shared, approved = frame(run), approvals(run)
    for finding in missing_content(circular_content(shared)):
        yield str(run.circular_text), finding
    changed = lines(run, changes=True).select_related("grant__recipient", "grant__post")
    for line in changed.iterator(chunk_size=500):
        content = notice_content(shared, line, number=1, amended_on=approved[line.grant_id])
        for finding in missing_content(content):
            yield line.grant.recipient.name, finding


def _pdf(content: LetterContent) -> bytes:
    return letter_pdf(_typesetter(), document(content), at=clock.now())


@lru_cache(maxsize=1)
def _typesetter() -> Typesetter:
    return typesetter(settings.FONTS_DIR)
