"""What a day brings to requests for an opinion: reminders before the due date, silence noted after it."""

from contextlib import suppress
from datetime import timedelta

from stellwerk.actions.opinions import note_silence, remind_offices
from stellwerk.gateways import clock
from stellwerk.law.opinions import REMINDED_DAYS_BEFORE
from stellwerk.law.working import Refused
from stellwerk.queries.opinions import due_for_reminder, due_for_silence


def work_due_opinions() -> tuple[int, int]:
    """Remind and note silence, by the day in Germany; return in how many requests.

    Somebody may have done the same by the button meanwhile: that is a refusal, and no fault.
    """
    now = clock.now()
    reminded = due_for_reminder(until=now.date() + timedelta(days=REMINDED_DAYS_BEFORE), on=now.date())
    for pk in reminded:
        with suppress(Refused):
            remind_offices(pk, rights=None, at=now)
    silent = due_for_silence(on=now.date())
    for pk in silent:
        with suppress(Refused):
            note_silence(pk, rights=None, at=now)
    return len(reminded), len(silent)
