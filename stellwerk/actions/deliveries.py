"""Deliver what is due: claim a few dispatches, make each PDF once, hand it over, write down the answer.

A claim is a lease: the worker that drew it has until ``next_attempt_at``; if it dies, the dispatch is due
again by itself. Delivery is at least once, and a repeat carries the same Message-ID.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import psycopg
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stellwerk.actions._decisions import silence
from stellwerk.actions._steps import journal
from stellwerk.gateways import smtp
from stellwerk.gateways.mail_message import Attachment, mail_message, pdf_attachment
from stellwerk.letters.mail import file_name, mail_reply_to, mail_subject, mail_text
from stellwerk.letters.verify import fingerprint
from stellwerk.models import (
    Dispatch,
    DispatchRole,
    DispatchState,
    Letter,
    LetterFile,
    LetterKind,
    Notice,
    RoundState,
    Run,
    RunState,
)

log = logging.getLogger(__name__)
UNDER_WAY = (DispatchState.WAITING, DispatchState.SENDING)
KEEP = """
INSERT INTO stellwerk_letterfile (letter_id, sha256, size, content, rendered_at)
VALUES (%s, %s, %s, %b, %s) ON CONFLICT DO NOTHING
"""
RECORD = """
WITH mine AS (
    UPDATE stellwerk_dispatch
    SET state = %(state)s, answer = %(answer)s, claim = NULL, attempts = attempts + %(tries)s,
        sent_at = %(sent_at)s, next_attempt_at = %(next_attempt_at)s
    WHERE id = %(dispatch)s AND claim = %(claim)s
    RETURNING id
)
INSERT INTO stellwerk_attempt (dispatch_id, at, outcome, answer)
SELECT id, %(at)s, %(outcome)s, %(answer)s FROM mine
"""
UNSETTABLE = (
    "Das Schreiben kann nicht gesetzt werden. Bitte fragen Sie den Betrieb; das Protokoll sagt, warum."
)
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))


class Typesetter(Protocol):
    def pdf(self, document: dict[str, object], *, at: datetime) -> bytes: ...


class Mailer(Protocol):
    def send(self, message: bytes, recipient: str) -> smtp.Answer: ...


@transaction.atomic(durable=True)
def claim(*, at: datetime, limit: int, lease: timedelta) -> list[Dispatch]:
    """Draw up to ``limit`` due dispatches for this worker; nobody else gets them while the lease lasts.

    What belongs to a stopped run is kept back when it is drawn: asking before would look through all of them.
    """
    due = Dispatch.objects.filter(state__in=UNDER_WAY, next_attempt_at__lte=at)
    free = due.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True)
    token = uuid4()
    while keys := list(free.values_list("pk", flat=True)[:limit]):
        drawn = Dispatch.objects.filter(pk__in=keys)
        if _keep_back(drawn, at) < len(keys):
            wanted = drawn.filter(state__in=UNDER_WAY)
            wanted.update(state=DispatchState.SENDING, claim=token, next_attempt_at=at + lease)
            related = "office", "letter__addressee", "letter__programme__letterhead"
            mine = drawn.filter(claim=token).order_by("pk").select_related(*related)
            return list(mine.defer("letter__document"))
    return []


def attachments(
    dispatches: Sequence[Dispatch], *, typesetter: Typesetter, at: datetime
) -> dict[int, Attachment]:
    """Return the file of each letter, ready for the mail; what is not typeset yet is typeset now.

    A letter that the layout cannot set is left out, and the log says why.
    """
    letters = {dispatch.letter_id: dispatch.letter for dispatch in dispatches}
    files = LetterFile.objects.filter(letter__in=letters)
    made = {pk: bytes(content) for pk, content in files.values_list("letter_id", "content")}
    missing = Letter.objects.filter(pk__in=letters.keys() - made.keys()).values_list(
        "pk", "document", "released_at"
    )
    new = dict(_typeset(missing.order_by("pk"), typesetter))
    # Two workers may set the same circular at once: the first one is kept, and both send that one.
    _keep(new, at)
    kept = (
        files.filter(letter__in=new).values_list("letter_id", "content") if _shared(new, dispatches) else []
    )
    made |= new | {pk: bytes(content) for pk, content in kept}
    return {pk: pdf_attachment(file_name(letters[pk]), pdf) for pk, pdf in made.items()}


def deliver(
    dispatch: Dispatch, attachment: Attachment | None, *, mailer: Mailer, sender: str, at: datetime
) -> smtp.Answer:
    """Hand one dispatch to the mail server and return its answer; nothing is written here.

    attachment  None where the letter could not be set
    """
    if attachment is None:
        return smtp.Unsendable(0, UNSETTABLE)
    letter = dispatch.letter
    try:
        message = mail_message(
            message_id=dispatch.message_id,
            dispatch=str(dispatch.pk),
            sender=sender,
            recipient=dispatch.address,
            subject=mail_subject(letter),
            text=mail_text(dispatch),
            written_at=at,
            reply_to=mail_reply_to(dispatch),
            attachments=[attachment],
        )
    except ValueError as error:
        return smtp.Unsendable(0, f"Die E-Mail kann nicht geschrieben werden: {error}")
    return mailer.send(message, dispatch.address)


def record(dispatch: Dispatch, answer: smtp.Answer, *, at: datetime) -> DispatchState:
    """Write the server's answer to the dispatch; only the worker that holds the claim may.

    One statement, and so one durable transaction: every mail waits for it before the next one goes out.
    """
    state, pause = _outcome(answer, dispatch.attempts)
    values = {
        "dispatch": dispatch.pk,
        "claim": dispatch.claim,
        "state": state.value,
        "answer": _said(answer),
        "tries": 0 if isinstance(answer, smtp.HeldBack) else 1,
        "sent_at": at if state == DispatchState.SENT else None,
        "next_attempt_at": None if pause is None else at + pause,
        "at": at,
        "outcome": type(answer).__name__,
    }
    with _server_side_cursor() as cursor:
        cursor.execute(RECORD, values, prepare=True)
    return state


@transaction.atomic(durable=True)
def give_back(dispatches: Sequence[Dispatch], *, at: datetime) -> None:
    """Return what was claimed at once untried: the server cannot be reached, or the claim took too long."""
    if dispatches:
        keys = [dispatch.pk for dispatch in dispatches]
        mine = Dispatch.objects.filter(pk__in=keys, claim=dispatches[0].claim)
        mine.update(state=DispatchState.WAITING, claim=None, next_attempt_at=at)


@transaction.atomic(durable=True)
def settle(*, at: datetime) -> None:
    """Note that a run is sent once all its letters are; keep back what a stopped run left behind."""
    left = Q(state=DispatchState.WAITING) | Q(state=DispatchState.SENDING, next_attempt_at__lte=at)
    _keep_back(Dispatch.objects.filter(left), at)
    decided = Dispatch.objects.exclude(letter__kind=LetterKind.CONSULTATION)  # what was asked before is past
    unsent = decided.filter(letter__run=OuterRef("pk")).exclude(state=DispatchState.SENT)
    done = Run.objects.filter(~Exists(unsent), state=RunState.RELEASED).select_for_update(skip_locked=True)
    for run in done.order_by("pk"):
        run.state, run.sent_at = RunState.SENT, at
        run.save(update_fields=["state", "sent_at"])
        journal(None, at, "settle", run, "Alle Schreiben sind versandt")


def _keep_back(dispatches: QuerySet[Dispatch], at: datetime) -> int:
    """Mark what belongs to a stopped run or round as stopped, its notices with it; return how many."""
    of_round = Q(letter__decision__round__state=RoundState.STOPPED)
    left = dispatches.filter(Q(letter__run__state=RunState.STOPPED) | of_round)
    stopped = list(left.filter(role=DispatchRole.TO).values_list("letter_id", flat=True))
    silence(stopped, at)
    Notice.objects.filter(letter__in=stopped, stopped_on=None).update(stopped_on=timezone.localdate(at))
    return left.update(state=DispatchState.STOPPED, claim=None)


def _typeset(
    letters: Iterable[tuple[int, dict[str, object], datetime]], typesetter: Typesetter
) -> Iterator[tuple[int, bytes]]:
    """Set each letter; one that fails must not keep those from going out that were claimed with it."""
    for pk, document, released_at in letters:
        try:
            yield pk, typesetter.pdf(document, at=released_at)
        except ValueError:
            log.exception("letter %s cannot be set", pk)


def _outcome(answer: smtp.Answer, attempts: int) -> tuple[DispatchState, timedelta | None]:
    if isinstance(answer, smtp.Accepted):
        return DispatchState.SENT, None
    if isinstance(answer, smtp.HeldBack):
        return DispatchState.HELD_BACK, None
    if isinstance(answer, smtp.RefusedRecipient | smtp.Unsendable) or attempts >= len(PAUSES):
        return DispatchState.FAILED, None
    return DispatchState.WAITING, PAUSES[attempts]


def _said(answer: smtp.Answer) -> str:
    return f"{answer.code} {answer.text}"[:500] if answer.code else answer.text[:500]


@transaction.atomic(durable=True)
def _keep(pdfs: Mapping[int, bytes], at: datetime) -> None:
    """Store new files as bytes: Django would spell them in hexadecimal, which takes four times as long."""
    rows = [(pk, fingerprint(pdf), len(pdf), pdf, at) for pk, pdf in pdfs.items()]
    with _server_side_cursor() as cursor:
        cursor.executemany(KEEP, rows)


@contextmanager
def _server_side_cursor() -> Iterator[psycopg.Cursor]:
    """Yield a cursor that sends values beside the statement; Django's own writes them into it."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


def _shared(new: dict[int, bytes], dispatches: Sequence[Dispatch]) -> bool:
    """Say whether a letter without a single addressee is among the new ones: others may set it, too."""
    return any(dispatch.letter.addressee_id is None for dispatch in dispatches if dispatch.letter_id in new)
