"""The clock of the entrances. A demonstration begins on a fixed day; nothing below asks for today."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the moment; of a demonstration, with the true time of day.

    It begins on its day whenever it is started, and past midnight goes on to the next one: a clock that went
    back would leave everything lying that is due from the evening on.
    """
    moment = timezone.localtime()
    fixed: date | None = settings.DEMO_DAY
    return moment if fixed is None else moment - (settings.DEMO_BEGAN - fixed)


def today() -> date:
    return now().date()
