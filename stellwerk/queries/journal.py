"""The journal: of one thing, as a whole, and as a chain whose links are checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stellwerk.access import Rights, visible
from stellwerk.models import Consultation, Dispatch, JournalAnchor, JournalEntry, JournalLink, Person, Run

LINKED = """
SELECT link.position, link.sha256, stellwerk_journal_line(entry, link.position,
    lag(link.sha256, 1, '') OVER (ORDER BY link.position)) AS line,
    link.position - lag(link.position, 1, 0::bigint) OVER (ORDER BY link.position) AS step
FROM stellwerk_journallink link JOIN stellwerk_journalentry entry ON entry.id = link.entry_id
"""
BROKEN = f"""
SELECT min(position) FROM ({LINKED}) chain WHERE step <> 1 OR sha256 <> stellwerk_journal_sha256(line)
"""  # noqa: S608  (a query of our own)
UNLINKED = """
SELECT count(*) FROM stellwerk_journalentry entry
WHERE NOT EXISTS (SELECT 1 FROM stellwerk_journallink link WHERE link.entry_id = entry.id)
"""
MOVED = """
SELECT min(anchor.position) FROM stellwerk_journalanchor anchor
LEFT JOIN stellwerk_journallink link ON link.position = anchor.position
WHERE link.sha256 IS DISTINCT FROM anchor.sha256
"""
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What an examination of the chain found; None and 0 where all is well.

    broken    the first position whose fingerprint does not fit, or before which one is missing
    moved     the first anchor's position at which another entry stands now
    unlinked  how many entries stand beside the chain
    """

    entries: int
    broken: int | None
    moved: int | None
    unlinked: int

    @property
    def is_whole(self) -> bool:
        return self.broken is None and self.moved is None and not self.unlinked


def history(rights: Rights, run: Run) -> QuerySet[JournalEntry]:
    """Return what happened to a run, its consultations and its dispatches, oldest first."""
    asked = Consultation.objects.filter(run=run).values("pk")
    sent = Dispatch.objects.filter(letter__run=run).values("pk")
    found = visible(JournalEntry.objects.all(), rights).filter(
        Q(thing="run", thing_id=run.pk)
        | Q(thing="consultation", thing_id__in=asked)
        | Q(thing="dispatch", thing_id__in=sent)
    )
    return found.select_related("by").order_by("at", "pk")


def entries(
    rights: Rights,
    *,
    by: int | None = None,
    q: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[JournalEntry]:
    """Return entries, newest first, with who and link; ``until`` is the last day."""
    found = visible(JournalEntry.objects.all(), rights)
    if by is not None:
        found = found.filter(by=by)
    if q:
        found = found.filter(Q(text__icontains=q) | Q(verb__icontains=q))
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found.select_related("by", "link").order_by("-pk")


def authors(rights: Rights) -> QuerySet[Person]:
    """Return everybody who stands in the journal."""
    did = visible(JournalEntry.objects.filter(by=OuterRef("pk")), rights)  # one look into an index a person
    return Person.objects.filter(Exists(did)).order_by("name", "pk")


def anchors() -> QuerySet[JournalAnchor]:
    return JournalAnchor.objects.order_by("-day")


def check_chain() -> ChainCheck:
    """Compute every fingerprint anew, in the database; one pass over all entries."""
    count = JournalLink.objects.count()
    return ChainCheck(count, _first(BROKEN), _first(MOVED), _first(UNLINKED) or 0)


def chain_lines() -> Iterator[str]:
    """Yield the whole chain for people outside: one line an entry, "<sha256> <line>", oldest first."""
    after = 0
    with connection.cursor() as cursor:
        while True:
            query = f"SELECT * FROM ({LINKED} WHERE link.position >= %s ORDER BY link.position LIMIT %s) part"  # noqa: S608
            cursor.execute(query, [max(after, 1), AT_ONCE + 1])
            rows = cursor.fetchall()
            new = [row for row in rows if row[0] > after]
            if not new:
                return
            yield "".join(f"{sha256} {line}\n" for _position, sha256, line, _step in new)
            after = new[-1][0]


def _first(query: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[int | None] = cursor.fetchone()
    return row[0]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
