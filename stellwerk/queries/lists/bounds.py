"""Filters that name a bound: from or until a day, from or up to an amount."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from stellwerk.queries.lists.declared import Narrow


def since(path: str) -> Narrow:
    """Keep what happened on a day or later, by the clocks of the people here."""
    return lambda rows, day, _on: rows.filter(**{f"{path}__gte": _midnight(day)})


def until(path: str) -> Narrow:
    """Keep what happened on a day or earlier."""
    return lambda rows, day, _on: rows.filter(**{f"{path}__lt": _midnight(day + timedelta(days=1))})


def at_least(path: str) -> Narrow:
    return lambda rows, amount, _on: rows.filter(**{f"{path}__gte": amount})


def at_most(path: str) -> Narrow:
    return lambda rows, amount, _on: rows.filter(**{f"{path}__lte": amount})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
