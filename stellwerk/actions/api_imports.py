"""Take in coverage from another system: all rows or none, and the same request only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from stellwerk.access import Rights, Verb, require_district
from stellwerk.actions._coverage import record
from stellwerk.actions._steps import counted, journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    ApiImport,
    ApiToken,
    ChangeSetKind,
    Confidence,
    CoverageSource,
    Intake,
    IntakeKind,
    Verdict,
)
from stellwerk.queries.comparison import Compared, compare
from stellwerk.queries.readings import readings
from stellwerk.queries.sheets import Typed


@dataclass(frozen=True, slots=True)
class Request:
    """What the system sent. ``key`` names the request, ``sha256`` is its content."""

    district: str
    title: str
    rows: Sequence[Typed]
    checked_on: date
    confidence: Confidence
    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it; ``is_replayed`` where the same request had been done before."""

    record: ApiImport
    is_replayed: bool


class FaultyRows(Refused):
    """Some rows cannot be read or contradict each other; nothing was taken over."""

    def __init__(self, compared: Sequence[Compared]) -> None:
        self.compared = compared
        super().__init__(
            N_("Fehlerhafte Zeilen: %(count)s. Nichts wurde übernommen. Bitte berichtigen Sie sie."),
            count=str(sum(one.verdict == Verdict.ERROR for one in compared)),
        )


def compared(request: Request, *, rights: Rights, at: datetime) -> list[Compared]:
    """Compare the rows with what is known; nothing is written.

    PermissionDenied: it is not the person's district.
    """
    require_district(rights, Verb.ENTER_COVERAGE, request.district)
    day = timezone.localdate(at)
    found = readings(request.rows, district=request.district, day=day)
    return compare(found, Intake(kind=IntakeKind.FILE, district_id=request.district), day=day)


@transaction.atomic(durable=True)
def import_by_token(request: Request, *, token: ApiToken, rights: Rights, at: datetime) -> Imported:
    """Take the rows over as one change that can be undone; a row that says what is known confirms it.

    FaultyRows: at least one row has a fault. Refused: the key stands for another content already.
    """
    require_district(rights, Verb.ENTER_COVERAGE, request.district)
    ApiToken.objects.select_for_update().get(pk=token.pk)  # two requests with one key wait for each other
    if earlier := ApiImport.objects.select_related("change_set").filter(token=token, key=request.key).first():
        _refuse_other_content(earlier, request)
        return Imported(earlier, is_replayed=True)
    found = compared(request, rights=rights, at=at)
    if any(one.verdict == Verdict.ERROR for one in found):
        raise FaultyRows(found)
    change_set = record(
        [one.reading.entry() for one in found],
        by=rights.person,
        by_text=rights.person.name,
        at=at,
        district=request.district,
        kind=ChangeSetKind.FILE,
        title=request.title,
        source=CoverageSource.IMPORT,
        confidence=request.confidence,
        checked_on=request.checked_on,
    )
    made = ApiImport.objects.create(
        token=token, key=request.key, request_sha256=request.sha256, change_set=change_set, at=at
    )
    said = counted(change_set.added, "Angabe", "Angaben")
    text = f"Über die Schnittstelle eingespielt: {request.title} ({said})"
    journal(rights.person, at, "import_by_token", change_set, text, {"token": token.pk})
    return Imported(made, is_replayed=False)


def _refuse_other_content(earlier: ApiImport, request: Request) -> None:
    if earlier.request_sha256 != request.sha256:
        raise Refused(
            N_(
                "Der Idempotency-Key %(key)s steht schon für einen anderen Inhalt. "
                "Bitte senden Sie für jede neue Einspielung einen neuen Schlüssel."
            ),
            key=request.key,
        )
