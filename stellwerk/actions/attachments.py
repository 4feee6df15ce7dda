"""Attach a file to a field of an application, and take it away again."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.http import Http404

from stellwerk.access import Rights, Verb
from stellwerk.actions._applications import locked_application, open_fields
from stellwerk.actions._files import MEGABYTE, plain_name, required_kind
from stellwerk.actions._steps import journal
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import FieldKind
from stellwerk.law.working import N_, Refused
from stellwerk.models import Application, Attachment

MOST_FILES = 30


@transaction.atomic(durable=True)
def attach_file(
    application_id: int, field: str, *, rights: Rights, at: datetime, name: str, content: bytes
) -> Attachment:
    """Keep a file with an application; the same file twice in a field is kept once.

    Refused: the field takes no file or is not open, the kind is not allowed, or there is too much of it.
    """
    application = locked_application(application_id, rights, Verb.APPLY, "write")
    _require_field(application, field)
    kind = required_kind(name, content)
    digest = hashlib.sha256(content).hexdigest()
    before = Attachment.objects.filter(application=application, removed_at=None)
    if same := before.filter(field=field, sha256=digest).first():
        raise Refused(N_("Diese Datei ist hier schon angehängt: %(name)s"), field="file", name=same.name)
    _require_room(application, len(content))
    made = Attachment.objects.create(
        application=application,
        field=field,
        name=plain_name(name),
        media_type=kind,
        size=len(content),
        sha256=digest,
        content=content,
        by=rights.person,
        at=at,
    )
    text = f"Antrag {application.file_number}: Anlage „{made.name}“ hochgeladen"
    journal(rights.person, at, "attach_file", application, text, {"sha256": digest, "size": made.size})
    return made


@transaction.atomic(durable=True)
def remove_attachment(application_id: int, attachment_id: int, *, rights: Rights, at: datetime) -> Attachment:
    """Take a file out of an application; the authority keeps what it was sent before.

    Http404: there is no such file; Refused: its field is not open.
    """
    application = locked_application(application_id, rights, Verb.APPLY, "write")
    found = Attachment.objects.filter(application=application, pk=attachment_id, removed_at=None)
    file = found.defer("content").first()
    if file is None:
        raise Http404
    _require_field(application, file.field)
    file.removed_at = at
    file.save(update_fields=["removed_at"])
    text = f"Antrag {application.file_number}: Anlage „{file.name}“ entfernt"
    journal(rights.person, at, "remove_attachment", application, text)
    return file


def _require_field(application: Application, key: str) -> None:
    field = parse(application.form_version.content).field(key)
    if field is None or field.kind != FieldKind.FILE:
        raise Http404
    allowed = open_fields(application)
    if allowed is not None and key not in allowed:
        raise Refused(N_("Dieses Feld ist für die Nachforderung nicht geöffnet."), field="file")


def _require_room(application: Application, size: int) -> None:
    kept = Attachment.objects.filter(application=application)
    total = kept.aggregate(total=Sum("size"))["total"] or 0
    limit = settings.APPLICATION_LIMIT_MB
    if total + size > limit * MEGABYTE or kept.count() >= MOST_FILES:
        raise Refused(
            N_("Ein Antrag hat höchstens %(most)s Anlagen mit zusammen %(limit)s MB."),
            field="file",
            most=str(MOST_FILES),
            limit=str(limit),
        )
