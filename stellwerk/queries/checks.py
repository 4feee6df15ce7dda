"""The check of an application: its points with their results, who may do it, notes, flags, corrections."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from stellwerk.access import Rights, Verb
from stellwerk.gateways.prepared import answers, first
from stellwerk.models import (
    Application,
    Check,
    CheckState,
    CorrectionRequest,
    EarlyStart,
    Flag,
    Membership,
    Note,
    Person,
    Role,
)
from stellwerk.queries.calls import definition


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
    done = {one.key: one for one in answers(_checks, application.pk)}
    return [
        _point(one.key, one.label, one.help, done.get(one.key))
        for one in definition(application.form_version).checks
    ]


def _checks(application: int) -> QuerySet[Check]:
    return Check.objects.filter(application=application).select_related("by").order_by("pk")


def open_points(listed: Sequence[Point]) -> int:
    return sum(one.state == CheckState.OPEN for one in listed)


def case_workers(authority_id: int, *, on: date) -> QuerySet[Person]:
    """Return who prepares decisions of an authority on a day."""
    return _case_workers([authority_id], on)


def works_for(person: Person, *, on: date) -> frozenset[int]:
    """Return the authorities for which a person prepares decisions on a day."""
    current = _current_workers(on).filter(person=person, person__is_active=True)
    return frozenset(current.values_list("office_id", flat=True))


def case_worker_names(authority_id: int, *, on: date) -> list[tuple[int, str]]:
    """Return the same with keys and names alone."""
    return answers(_case_worker_names, authority_id, on)


def _case_worker_names(authority_id: int, on: date) -> "QuerySet[Person, tuple[int, str]]":
    return _case_workers([authority_id], on).values_list("pk", "name")


def case_workers_of(rights: Rights, *, on: date) -> QuerySet[Person]:
    """Return who prepares decisions of the authorities for which a person does."""
    return _case_workers(list(rights.offices(Verb.PREPARE)), on)


def all_case_workers(rights: Rights) -> list[tuple[int, str]]:
    """Return key and name of whoever prepares decisions of one's authorities, or once did."""
    return answers(_all_case_workers, rights)


def _all_case_workers(rights: Rights) -> "QuerySet[Person, tuple[int, str]]":
    theirs = Membership.objects.filter(office__in=list(rights.offices(Verb.READ_OFFICE)), role=Role.PREPARER)
    found = Person.objects.filter(pk__in=theirs.values("person")).order_by("name", "pk")
    return found.values_list("pk", "name")


def notes(application: Application) -> list[Note]:
    return answers(_notes, application.pk)


def _notes(application: int) -> QuerySet[Note]:
    return Note.objects.filter(application=application).select_related("by").order_by("-at", "-pk")


def flags(application: Application) -> list[Flag]:
    return answers(_flags, application.pk)


def _flags(application: int) -> QuerySet[Flag]:
    found = Flag.objects.filter(application=application).select_related("by", "cleared_by")
    return found.order_by("cleared_at", "-at", "-pk")


def corrections(application: Application) -> list[CorrectionRequest]:
    return answers(_corrections, application.pk)


def _corrections(application: int) -> QuerySet[CorrectionRequest]:
    found = CorrectionRequest.objects.filter(application=application)
    return found.select_related("by", "base", "answer").order_by("-number", "-pk")


def early_start(application: Application) -> EarlyStart | None:
    return first(_early_start, application.pk)


def _early_start(application: int) -> QuerySet[EarlyStart]:
    found = EarlyStart.objects.filter(application=application).select_related("proposed_by", "decided_by")
    return found.order_by("pk")


def _case_workers(authorities: Collection[int], on: date) -> QuerySet[Person]:
    there = _current_workers(on).filter(office__in=authorities)
    return Person.objects.filter(pk__in=there.values("person"), is_active=True).order_by("name", "pk")


def _current_workers(on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), role=Role.PREPARER, starts_on__lte=on
    )


def _point(key: str, label: str, help_text: str, done: Check | None) -> Point:
    if done is None:
        return Point(key, label, help_text, CheckState.OPEN)
    return Point(key, label, help_text, done.state, done.remark, done.by.name, done.at)
