"""A second person certifies: the application is submitted, and the receipt is a frozen letter."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stellwerk.access import Rights, Verb
from stellwerk.actions._applications import (
    locked_application,
    require_complete,
    require_in_time,
    write_version,
)
from stellwerk.actions._steps import Recipient, address, frozen_letter, journal, printable_characters
from stellwerk.gateways.smtp import is_address
from stellwerk.law.answers import Value, amount
from stellwerk.law.applications import require_second_person
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import Definition, Meaning
from stellwerk.law.working import N_, Refused
from stellwerk.letters.compose import canonical
from stellwerk.letters.receipts import receipt_content
from stellwerk.models import (
    Application,
    ApplicationState,
    ApplicationVersion,
    Attachment,
    CorrectionRequest,
    DispatchRole,
    Letter,
    Receipt,
    TextKind,
)
from stellwerk.queries.applications import attachments, authors, written
from stellwerk.queries.letters import text_in_force


@transaction.atomic(durable=True)
def certify_application(
    application_id: int, *, rights: Rights, at: datetime, seen: int | None = None
) -> Receipt:
    """Submit an application that somebody else of the office wrote, and confirm that it has arrived.

    at    when the last byte of the request had arrived: this moment decides whether it is in time
    seen  the version that was read; none: whatever is the newest one

    Refused: the same person wrote, somebody changed it meanwhile, something is missing, or the window closed.
    """
    application = locked_application(application_id, rights, Verb.CERTIFY, "certify")
    require_second_person(authors(application), rights.person.pk)
    require_in_time(application, at)
    _require_seen(application, seen)
    answers = require_complete(application)
    _submit(application, answers, rights, at)
    version = write_version(application, answers, rights=rights, at=at, is_submitted=True)
    _close_correction(application, version, at)
    receipt = _receipt(application, version, rights, at)
    text = f"Antrag {application.file_number} eingereicht, Fassung {version.number}"
    journal(rights.person, at, "certify_application", application, text, {"sha256": receipt.sha256})
    return receipt


def _require_seen(application: Application, seen: int | None) -> None:
    """Nobody signs what they have not read: it may have been given back, changed and handed over again."""
    if seen is not None and written(application).number != seen:
        raise Refused(N_("Der Antrag wurde inzwischen geändert. Bitte prüfen Sie ihn noch einmal."))


def _submit(application: Application, answers: Mapping[str, Value], rights: Rights, at: datetime) -> None:
    asked = _meant(parse(application.form_version.content), Meaning.AMOUNT_ASKED)
    application.state, application.certified_by = ApplicationState.SUBMITTED, rights.person
    application.submitted_at = application.submitted_at or at
    application.amount_asked = amount(answers, asked) if asked else None
    application.save(update_fields=["state", "certified_by", "submitted_at", "amount_asked"])
    fresh = Attachment.objects.filter(application=application, submitted_at=None, removed_at=None)
    fresh.update(submitted_at=at)


def _meant(definition: Definition, meaning: Meaning) -> str:
    """Return the field with a meaning; empty where the form has none."""
    return next((one.key for one in definition.fields if one.meaning == meaning), "")


def _close_correction(application: Application, version: ApplicationVersion, at: datetime) -> None:
    asked = CorrectionRequest.objects.filter(application=application, answered_at=None)
    asked.update(answered_at=at, answer=version)


def _receipt(application: Application, version: ApplicationVersion, rights: Rights, at: datetime) -> Receipt:
    files = attachments(application)
    digest = hashlib.sha256(canonical({"answers": version.answers, "files": _files(files)}).encode())
    sha256 = digest.hexdigest()
    on, programme_id = timezone.localdate(at), application.call.programme_id
    text = text_in_force(TextKind.RECEIPT, on=on, programme_id=programme_id)
    content = receipt_content(
        application, version, files, text, received_at=at, sha256=sha256, printable=printable_characters()
    )
    letter = frozen_letter(
        content,
        text_version_id=text.pk,
        by=rights.person,
        at=at,
        programme_id=application.call.programme_id,
        addressee=application.applicant,
    )
    _send(letter, application, at)
    return Receipt.objects.create(
        application=application,
        version=version,
        letter=letter,
        received_at=at,
        certified_by=rights.person,
        sha256=sha256,
    )


def _files(files: list[Attachment]) -> list[Any]:
    return [[one.field, one.name, one.sha256] for one in files]


def _send(letter: Letter, application: Application, at: datetime) -> None:
    """Send the receipt by mail, too, where there is an address; a missing one keeps nobody from applying."""
    is_reachable = is_address(application.applicant.email)
    to = [Recipient(application.applicant, DispatchRole.TO)] if is_reachable else []
    address([letter], [to], at=at)
