"""The check of an application: its points with their results, who may do it, notes, flags, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from stellwerk.law.form_reading import parse
from stellwerk.models import (
    Application,
    Check,
    CheckState,
    CorrectionRequest,
    EarlyStart,
    Flag,
    Note,
    Person,
    Role,
)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the check list; who and when are empty while it is open."""

    key: str
    label: str
    help: str
    state: str
    remark: str = ""
    by: str = ""
    at: datetime | None = None


def points(application: Application) -> list[Point]:
    """Return the list as the form version defines it, with the results so far."""
    done = {one.key: one for one in Check.objects.filter(application=application).select_related("by")}
    return [
        _point(one.key, one.label, one.help, done.get(one.key))
        for one in parse(application.form_version.content).checks
    ]


def open_points(listed: Sequence[Point]) -> int:
    return sum(one.state == CheckState.OPEN for one in listed)


def case_workers(authority_id: int, *, on: date) -> QuerySet[Person]:
    """Return who prepares decisions of an authority on a day."""
    current = Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=on)
    found = Person.objects.filter(
        current,
        memberships__office=authority_id,
        memberships__role=Role.PREPARER,
        memberships__starts_on__lte=on,
        is_active=True,
    )
    return found.distinct().order_by("name", "pk")


def notes(application: Application) -> QuerySet[Note]:
    return Note.objects.filter(application=application).select_related("by").order_by("-at", "-pk")


def flags(application: Application) -> QuerySet[Flag]:
    found = Flag.objects.filter(application=application).select_related("by", "cleared_by")
    return found.order_by("cleared_at", "-at", "-pk")


def corrections(application: Application) -> QuerySet[CorrectionRequest]:
    found = CorrectionRequest.objects.filter(application=application)
    return found.select_related("by", "base", "answer").order_by("-number", "-pk")


def early_start(application: Application) -> EarlyStart | None:
    found = EarlyStart.objects.filter(application=application).select_related("proposed_by", "decided_by")
    return found.first()


def _point(key: str, label: str, help_text: str, done: Check | None) -> Point:
    if done is None:
        return Point(key, label, help_text, CheckState.OPEN)
    return Point(key, label, help_text, done.state, done.remark, done.by.name, done.at)
