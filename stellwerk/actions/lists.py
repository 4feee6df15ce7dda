"""Lists: keep a view, and ask for a file of what is shown."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app as jobs

from stellwerk.access import Rights
from stellwerk.actions._steps import journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import ExportKind, ExportState, ListExport, SavedView
from stellwerk.queries.lists.all_lists import listing, unfinished, view

EXPORT = "write_export"
AT_ONCE = 5  # files that one person may wait for
LONGEST = 2000  # letters of an address
UNDER_WAY = (ExportState.WAITING, ExportState.WRITING)


@transaction.atomic(durable=True)
def save_view(key: str, *, name: str, query: str, is_shared: bool, rights: Rights, at: datetime) -> SavedView:
    """Keep filters, sorting and columns of a list under a name; one's own view of that name is replaced.

    Refused: the name is empty, or there is more to keep than fits.
    """
    one = listing(key, rights)
    if not name.strip():
        raise Refused(N_("Bitte geben Sie der Ansicht einen Namen."), field="name")
    require_short(query)
    kept, _is_new = SavedView.objects.update_or_create(
        owner=rights.person,
        list=key,
        name=name.strip()[:80],
        defaults={"query": query, "is_shared": is_shared, "created_at": at},
    )
    journal(rights.person, at, "save_view", kept, f"Ansicht „{kept.name}“ von „{one.title}“ gespeichert")
    return kept


@transaction.atomic(durable=True)
def forget_view(pk: int, *, rights: Rights, at: datetime) -> SavedView:
    """Remove a view of one's own.

    Refused: somebody else keeps it.
    """
    kept = view(rights, pk)
    if kept.owner_id != rights.person.pk:
        raise Refused(N_("Diese Ansicht gehört einer anderen Person; nur sie kann sie löschen."))
    journal(rights.person, at, "forget_view", kept, f"Ansicht „{kept.name}“ gelöscht")
    SavedView.objects.filter(pk=pk).delete()
    return kept


@transaction.atomic(durable=True)
def ask_for_export(
    key: str, *, kind: str, query: str, language: str, rights: Rights, at: datetime
) -> ListExport:
    """Let a worker write what is shown into a file, for this person only.

    Refused: too many files are under way, or the address is longer than we keep.
    """
    one = listing(key, rights)
    require_short(query)
    if unfinished(rights) >= AT_ONCE:
        raise Refused(
            N_(
                "Es werden schon %(count)s Dateien für Sie geschrieben. "
                "Bitte warten Sie, bis eine fertig ist."
            ),
            count=str(AT_ONCE),
        )
    asked = ListExport.objects.create(
        owner=rights.person,
        acting_for=rights.person.acting_for,
        list=key,
        kind=ExportKind(kind),
        query=query,
        language=language,
        asked_at=at,
        touched_at=at,
    )
    text = f"Liste „{one.title}“ als {asked.get_kind_display()} angefordert"
    journal(rights.person, at, "ask_for_export", asked, text, {"query": query})
    jobs.configure_task(EXPORT).defer(export_id=asked.pk)
    return asked


def begin_export(export_id: int, *, file: str, at: datetime) -> bool:
    """Take an export over; False where another worker has, or where it was given up."""
    waiting = ListExport.objects.filter(pk=export_id, state=ExportState.WAITING)
    return bool(waiting.update(state=ExportState.WRITING, file=file, touched_at=at))


def note_progress(export_id: int, *, rows: int, total: int, at: datetime) -> bool:
    """Write down how far a file is; False where it was given up meanwhile."""
    writing = ListExport.objects.filter(pk=export_id, state=ExportState.WRITING)
    return bool(writing.update(rows=rows, total=total, touched_at=at))


def finish_export(export_id: int, *, rows: int, at: datetime) -> bool:
    """Let the file be fetched for some hours; False where it was given up meanwhile."""
    until = at + timedelta(hours=settings.EXPORT_HOURS)
    writing = ListExport.objects.filter(pk=export_id, state=ExportState.WRITING)
    return bool(
        writing.update(state=ExportState.READY, rows=rows, total=rows, touched_at=at, expires_at=until)
    )


def fail_export(export_id: int, *, at: datetime) -> None:
    ListExport.objects.filter(pk=export_id, state__in=UNDER_WAY).update(
        state=ExportState.FAILED, touched_at=at
    )


def give_up_exports(*, before: datetime, at: datetime) -> list[str]:
    """Mark as failed what no worker has touched since then; return the names of their files."""
    still = ListExport.objects.filter(state=ExportState.WRITING, touched_at__lt=before)
    return _ended(list(still.order_by("pk")), ExportState.FAILED, at)


def expire_exports(*, at: datetime) -> list[str]:
    """Mark what was there long enough; return the names of the files to remove."""
    over = ListExport.objects.filter(state=ExportState.READY, expires_at__lte=at)
    return _ended(list(over.order_by("pk")), ExportState.EXPIRED, at)


def require_short(query: str) -> None:
    if len(query) > LONGEST:
        raise Refused(N_("Diese Auswahl ist zu lang. Bitte wählen Sie weniger Filter oder Spalten."))


def _ended(exports: list[ListExport], state: ExportState, at: datetime) -> list[str]:
    ids = [one.pk for one in exports]
    ListExport.objects.filter(pk__in=ids).exclude(state=state).update(state=state, file="", touched_at=at)
    return [one.file for one in exports if one.file]
