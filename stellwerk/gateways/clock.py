"""The clock of the entrances. That of a demonstration is behind; nothing below asks for today."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the moment; of a demonstration, one on its day, with the true time of day.

    Past midnight it goes on to the next day: a clock that went back would leave everything lying that is due
    from the evening on.
    """
    return timezone.localtime() - settings.DEMO_BEHIND


def today() -> date:
    return now().date()
