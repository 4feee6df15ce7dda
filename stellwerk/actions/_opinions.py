"""Parts that actions on opinions share: lock a request, keep the files that come with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._files import plain_name, required_kind
from stellwerk.law.working import N_, Refused
from stellwerk.models import Opinion, OpinionFile, OpinionRequest, Person

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brings it."""

    name: str
    content: bytes


def locked_request(request_id: int, rights: Rights | None, verb: Verb | None) -> OpinionRequest:
    """Return a request, locked until the end of the transaction.

    rights, verb  None where a worker acts, or where whoever calls looks at the rights

    Http404: there is none; PermissionDenied: no right; Refused: it was withdrawn.
    """
    rows = OpinionRequest.objects.select_for_update(of=("self",)).select_related(
        "programme__letterhead", "by"
    )
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise Http404
    if rights is not None and verb is not None:
        require(rights, verb, office_id=found.programme.authority_id)
    if found.withdrawn_at is not None:
        raise Refused(
            N_("Diese Bitte um Stellungnahme ist zurückgezogen; eine Stellungnahme ist nicht mehr nötig.")
        )
    return found


def keep_files(
    request: OpinionRequest, opinion: Opinion | None, files: Sequence[Brought], *, by: Person, at: datetime
) -> list[OpinionFile]:
    """Keep files with a question, or with an opinion; the same file twice is kept once.

    Refused: one is not taken, or there are too many.
    """
    before = OpinionFile.objects.filter(request=request, opinion=opinion)
    known = set(before.values_list("sha256", flat=True))
    made = {}
    for one in files:
        file = _file(one, request, opinion, by, at)
        if file.sha256 not in known:
            made[file.sha256] = file
    if len(known) + len(made) > MOST_FILES:
        raise Refused(N_("Höchstens %(most)s Dateien."), field="files", most=str(MOST_FILES))
    return OpinionFile.objects.bulk_create(made.values())


def _file(
    one: Brought, request: OpinionRequest, opinion: Opinion | None, by: Person, at: datetime
) -> OpinionFile:
    try:
        kind = required_kind(one.name, one.content)
    except Refused as no:
        name = plain_name(one.name)
        raise Refused(N_("Datei „%(name)s“: %(sentence)s"), field="files", name=name, sentence=no) from no
    return OpinionFile(
        request=request,
        opinion=opinion,
        name=plain_name(one.name),
        media_type=kind,
        size=len(one.content),
        sha256=hashlib.sha256(one.content).hexdigest(),
        content=one.content,
        by=by,
        at=at,
    )
