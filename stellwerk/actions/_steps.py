"""Parts that several actions share: lock a run, freeze a letter, address it, write the journal."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import Http404
from procrastinate.contrib.django import app as jobs

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._insert import insert
from stellwerk.gateways.fonts import covered_characters, font_files
from stellwerk.gateways.smtp import is_address
from stellwerk.law.working import N_, Refused
from stellwerk.letters.compose import document, in_substitution, spelling_sha256
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.typeset import require_printable
from stellwerk.models import (
    Dispatch,
    DispatchRole,
    JournalEntry,
    Letter,
    LetterKind,
    Office,
    Person,
    Run,
    RunState,
)
from stellwerk.queries.second_factors import lacks_second_factor

DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Recipient:
    office: Office
    role: DispatchRole


def locked_run(run_id: int, rights: Rights, verb: Verb, *states: RunState) -> Run:
    """Return the run, locked until the end of the transaction.

    Http404: there is none; PermissionDenied: no right; Refused: it is in another state by now.
    """
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("programme", "terms")
        .filter(pk=run_id)
        .first()
    )
    if run is None:
        raise Http404
    require(rights, verb, office_id=run.programme.authority_id)
    if run.state not in states:
        raise Refused(
            N_(
                "Die Fortführung ist inzwischen „%(state)s“; dieser Schritt ist so nicht mehr möglich. "
                "Bitte laden Sie die Seite neu."
            ),
            state=str(run.get_state_display()),
        )
    return run


def require_second_factor(person: Person) -> None:
    """Let pass whoever has set up a second factor; the example's people of a demonstration need none.

    Refused: none is set up.
    """
    if lacks_second_factor(person):
        raise Refused(
            N_(
                "Wer freigibt, braucht einen zweiten Faktor für die Anmeldung. "
                "Bitte richten Sie ihn unter „Mein Konto“ ein und versuchen Sie es dann noch einmal."
            )
        )


def counted(number: int, one: str, several: str) -> str:
    """Return a number with what it counts: 1 Antrag, 2 Anträge."""
    return f"{number} {one if number == 1 else several}"


def journal(
    by: Person | None,
    at: datetime,
    verb: str,
    thing: Model | None,
    text: str,
    details: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Write one entry and return it; what somebody did in substitution names the principal, too."""
    told = dict(details or {})
    if by and by.acting_for:
        told["acting_for"] = by.acting_for.pk
        text = f"{text[:360]} (in Vertretung für {by.acting_for.name})"
    return JournalEntry.objects.create(
        by=by,
        at=at,
        verb=verb,
        thing=(thing._meta.model_name or "") if thing else "",
        thing_id=thing.pk if thing else 0,
        text=text[:500],
        details=told,
    )


def frozen_letter(
    content: LetterContent,
    *,
    text_version_id: int,
    by: Person,
    at: datetime,
    run: Run | None = None,
    **of: Any,
) -> Letter:
    """Return the letter of a content, not saved yet: from here on nothing of it changes.

    run  None where the letter belongs to none; ``of`` names the programme then

    Refused: the text needs a fact that is missing, or a character that no font of letters shows.
    """
    if by.acting_for:
        content = in_substitution(content, by.name, by.acting_for.name)
    made = document(content)
    require_printable(made.spelling, printable_characters())
    if run is not None:
        of |= {"run": run, "programme_id": run.programme_id}
    return Letter(
        kind=LetterKind(content.kind),
        file_number=content.file_number,
        subject=made["title"][:300],
        dated_on=content.date,
        text_version_id=text_version_id,
        document=made,
        document_sha256=spelling_sha256(made.spelling),
        released_by=by,
        released_at=at,
        **of,
    )


@cache
def printable_characters() -> frozenset[str]:
    """Return what the fonts of letters show."""
    return covered_characters(font_files(settings.FONTS_DIR))


def address(
    letters: Sequence[Letter], recipients: Iterable[Sequence[Recipient]], *, at: datetime
) -> list[Dispatch]:
    """Store the letters and one dispatch per recipient; ring for the workers once this is committed.

    Refused: a recipient has no address.
    """
    dispatches = outbox(letters, recipients, at=at)
    ring()
    return dispatches


def outbox(
    letters: Sequence[Letter], recipients: Iterable[Sequence[Recipient]], *, at: datetime
) -> list[Dispatch]:
    """Store the letters and one dispatch per recipient; nobody is told yet.

    Refused: a recipient has no address.
    """
    insert(letters)
    dispatches = [
        _dispatch(letter, recipient, at)
        for letter, to in zip(letters, recipients, strict=True)
        for recipient in _each_office_once(to)
    ]
    insert(dispatches)
    return dispatches


def _each_office_once(recipients: Sequence[Recipient]) -> Iterable[Recipient]:
    """Leave out the copy for an office that gets the letter anyway."""
    first: dict[int, Recipient] = {}
    for recipient in recipients:
        first.setdefault(recipient.office.pk, recipient)
    return first.values()


def ring() -> None:
    """Tell each worker that there is something to deliver; the job is part of the transaction."""
    for _worker in range(settings.WORKERS):
        jobs.configure_task(DELIVER).defer()


def _dispatch(letter: Letter, recipient: Recipient, at: datetime) -> Dispatch:
    office = recipient.office
    return Dispatch(
        letter=letter,
        office=office,
        role=recipient.role,
        address=address_of(office),
        message_id=_message_id(letter, office),
        next_attempt_at=at,
        created_at=at,
    )


def address_of(office: Office) -> str:
    """Return where mail for an office goes.

    Refused: no valid address is stored.
    """
    if not is_address(office.email):
        raise Refused(
            N_(
                "Für „%(office)s“ ist keine gültige E-Mail-Adresse hinterlegt. "
                "Bitte berichtigen Sie die Adresse und versuchen Sie es dann noch einmal."
            ),
            field="email",
            office=office.name,
        )
    return office.email


def _message_id(letter: Letter, office: Office) -> str:
    """Derive the id from letter and recipient, so that a repeat is recognisable as one."""
    digest = hashlib.sha256(f"{letter.pk}:{letter.document_sha256}:{office.key}".encode()).hexdigest()
    return f"<{digest[:40]}@{settings.MESSAGE_ID_DOMAIN}>"
