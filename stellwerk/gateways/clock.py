"""The clock of the entrances. A demonstration can stand still on a day; nothing below asks for today."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the moment; on a demonstration's fixed day, with the true time of day."""
    moment = timezone.localtime()
    fixed: date | None = settings.DEMO_DAY
    return moment if fixed is None else moment.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def today() -> date:
    return now().date()
