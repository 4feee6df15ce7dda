"""Letters and dispatches: each letter once, each recipient once, and what is sent is final."""

from collections.abc import Callable

import pytest

from stellwerk.models import Dispatch, Letter, Run, TextVersion

Breaks = Callable[..., None]
DISPATCH = "UPDATE stellwerk_dispatch SET"
FINAL = "a sent dispatch is final, and a recipient never changes"


@pytest.mark.parametrize("kind", ["notice", "consultation", "circular"])
def test_a_run_has_each_letter_once(stored: Callable, copy_breaks: Breaks, kind: str) -> None:
    copy_breaks("letter_once_per_run", stored(Letter, kind=kind))


def test_a_recipient_gets_a_letter_once(stored: Callable, copy_breaks: Breaks) -> None:
    copy_breaks("dispatch_once_per_recipient", stored(Dispatch), message_id="<anders@stellwerk.invalid>")


def test_a_message_id_is_given_once(released: Run, stored: Callable, copy_breaks: Breaks) -> None:
    other = Letter.objects.get(kind="circular")

    copy_breaks("message_id", stored(Dispatch, letter__kind="notice"), letter=other)


def test_what_is_sent_has_a_time(stored: Callable, breaks: Breaks) -> None:
    breaks("dispatch_sent_has_time", f"{DISPATCH} state = 'sent' WHERE id = %s", stored(Dispatch).pk)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'waiting'",
        "answer = 'anders'",
        "sent_at = now()",
        "address = 'fremd@amt.invalid'",
        "attempts = 9",
    ],
)
def test_a_sent_dispatch_is_final(stored: Callable, breaks: Breaks, change: str) -> None:
    dispatch = stored(Dispatch)
    dispatch.state, dispatch.sent_at = "sent", dispatch.created_at
    dispatch.save()

    breaks(FINAL, f"{DISPATCH} {change} WHERE id = %s", dispatch.pk)


@pytest.mark.parametrize("column", ["letter_id", "office_id", "message_id", "role"])
def test_who_gets_which_letter_never_changes(stored: Callable, breaks: Breaks, column: str) -> None:
    values = {
        "letter_id": "(SELECT max(id) FROM stellwerk_letter)",
        "office_id": "(SELECT max(id) FROM stellwerk_office)",
        "message_id": "'<anders@stellwerk.invalid>'",
        "role": "'copy'",
    }

    breaks(FINAL, f"{DISPATCH} {column} = {values[column]} WHERE id = %s", stored(Dispatch).pk)


def test_a_dispatch_is_never_deleted(stored: Callable, breaks: Breaks) -> None:
    breaks(FINAL, "DELETE FROM stellwerk_dispatch WHERE id = %s", stored(Dispatch).pk)


def test_a_text_has_each_version_once(stored: Callable, copy_breaks: Breaks) -> None:
    copy_breaks("text_version_is_unique", stored(TextVersion))
