"""A worker writes a list into a file, says how far it is, and removes what is over."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import QueryDict
from django.utils import translation

from stellwerk.access import Rights, rights_of
from stellwerk.actions import lists as act
from stellwerk.gateways import clock
from stellwerk.gateways.list_files import write
from stellwerk.models import ListExport, Substitution
from stellwerk.queries.lists.all_lists import listing
from stellwerk.queries.lists.leaves import all_rows
from stellwerk.queries.lists.values import cells, paths
from stellwerk.queries.lists.wanted import wanted

STEP = 2000  # rows between two words on how far it is
SILENCE = timedelta(minutes=10)  # after which nobody is writing any more


class GivenUpError(RuntimeError):
    """Somebody decided meanwhile that this file will not come."""


def write_export(export_id: int) -> None:
    """Write one file that was asked for; a fault leaves nothing half written, and its page says so."""
    name = f"{export_id}-{secrets.token_urlsafe(12)}"
    if not act.begin_export(export_id, file=name, at=clock.now()):
        return
    target, is_done = folder() / name, False
    try:
        rows = _written(ListExport.objects.select_related("owner").get(pk=export_id), target)
        is_done = act.finish_export(export_id, rows=rows, at=clock.now())
    finally:
        if not is_done:
            target.unlink(missing_ok=True)
            act.fail_export(export_id, at=clock.now())


def clear_exports() -> None:
    """Remove files that are over, and say of those whose worker died that they will not come."""
    now = clock.now()
    over = [*act.expire_exports(at=now), *act.give_up_exports(before=now - SILENCE, at=now)]
    for name in over:
        (folder() / name).unlink(missing_ok=True)


def folder() -> Path:
    """Return where files lie until they are fetched: nobody else on the machine may look into it."""
    settings.EXPORTS.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(settings.EXPORTS)


def _written(asked: ListExport, target: Path) -> int:
    """Write the file with the rights that the person has now, not with those of when it was asked for."""
    rights = _rights(asked)
    with translation.override(asked.language):
        it = wanted(listing(asked.list, rights), QueryDict(asked.query), rights)
        rows, total = all_rows(it, rights, on=clock.today())
        read = paths(it.columns)
        values = map(cells(it.columns, read), rows.values_list(*read).iterator(chunk_size=STEP))
        keys, head = [it.key for it in it.columns], [str(it.label) for it in it.columns]
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        progress = _Progress(asked.pk, total)
        with os.fdopen(descriptor, "wb") as file:
            write(asked.kind, file, keys, head, values, progress)
    return progress.rows


def _rights(asked: ListExport) -> Rights:
    """Return the rights of whoever asked, or of the person in whose place they did, if that still holds."""
    on = clock.today()
    held = Substitution.objects.filter(
        substitute=asked.owner_id, principal=asked.acting_for_id, starts_on__lte=on, ends_on__gt=on
    )
    substitution = held.order_by("pk").values_list("pk", flat=True).first() if asked.acting_for_id else None
    return rights_of(asked.owner, on=on, substitution=substitution)


class _Progress:
    """Tells the database now and then how far the file is."""

    def __init__(self, export_id: int, total: int) -> None:
        self.export_id, self.total, self.rows = export_id, total, 0
        self._tell()

    def __call__(self, rows: int, /) -> None:
        self.rows = rows
        if rows % STEP == 0:
            self._tell()

    def _tell(self) -> None:
        now = clock.now()
        if not act.note_progress(self.export_id, rows=self.rows, total=self.total, at=now):
            raise GivenUpError
