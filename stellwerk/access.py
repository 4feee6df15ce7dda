"""Who may do what: role × verb × territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from stellwerk.models import (
    BudgetYear,
    Consultation,
    Dispatch,
    Grant,
    JournalEntry,
    Letter,
    Membership,
    Notice,
    Person,
    Post,
    Programme,
    Role,
    Run,
    RunLine,
    SiteText,
)

M = TypeVar("M", bound=Model)


class Verb(StrEnum):
    READ_OFFICE = "read_office"  # the pages of the authority: programme, runs, ledger
    PREPARE = "prepare"  # draft, compute, consult, record answers
    RELEASE = "release"
    STOP = "stop"
    REPEAT = "repeat"  # try a failed dispatch again
    ANSWER = "answer"  # answer a consultation for one's own office
    READ_OWN = "read_own"  # one's own grant and letters
    OPERATE = "operate"  # texts of the site, nothing of the cases


MATRIX: dict[Role, frozenset[Verb]] = {
    Role.PREPARER: frozenset({Verb.READ_OFFICE, Verb.PREPARE, Verb.STOP, Verb.REPEAT}),
    Role.RELEASER: frozenset({Verb.READ_OFFICE, Verb.RELEASE, Verb.STOP, Verb.REPEAT}),
    Role.AUDITOR: frozenset({Verb.READ_OFFICE}),
    Role.COUNTY: frozenset({Verb.READ_OWN}),
    Role.ASSOCIATION: frozenset({Verb.READ_OWN, Verb.ANSWER}),
    Role.OPERATOR: frozenset({Verb.OPERATE}),
}
OFFICE_ROLES = (Role.PREPARER, Role.RELEASER, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do on one day: (role, office) pairs, read in one query."""

    person: Person
    held: frozenset[tuple[Role, int]]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _office in self.held)

    @property
    def verbs(self) -> frozenset[Verb]:
        return frozenset(verb for role in self.roles for verb in MATRIX[role])

    def offices(self, verb: Verb) -> frozenset[int]:
        """Return the offices for which the person may do this."""
        return frozenset(office for role, office in self.held if verb in MATRIX[role])

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs


def rights_of(person: Person, *, on: date) -> Rights:
    current = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), person=person, person__is_active=True, starts_on__lte=on
    )
    pairs = current.values_list("role", "office_id")
    return Rights(person, frozenset((Role(role), office) for role, office in pairs))


def require(rights: Rights, verb: Verb, *, office_id: int | None = None) -> None:
    """Let pass, or refuse. ``office_id`` is the authority or body the thing belongs to.

    PermissionDenied: the verb is not among the person's rights (for that office).
    """
    allowed = rights.may(verb) if office_id is None else office_id in rights.offices(verb)
    if not allowed:
        raise PermissionDenied


def _authority_path(model: type[Model]) -> str | None:
    paths: dict[type[Model], str] = {
        Programme: "authority",
        Post: "programme__authority",
        Grant: "programme__authority",
        BudgetYear: "programme__authority",
        Run: "programme__authority",
        RunLine: "run__programme__authority",
        Notice: "grant__programme__authority",
        Letter: "programme__authority",
        Dispatch: "letter__programme__authority",
        Consultation: "run__programme__authority",
    }
    return paths.get(model)


def _own(model: type[Model], offices: Iterable[int]) -> Q:
    """Return what a county or association sees: its own, once it is released."""
    offices = list(offices)
    if model is Grant:
        return Q(recipient__in=offices)
    if model is Notice:
        return Q(grant__recipient__in=offices)
    if model is Post:
        return Q(employer__in=offices)
    if model is Dispatch:
        return Q(office__in=offices, state="sent")
    if model is Letter:
        return Q(Exists(Dispatch.objects.filter(letter=OuterRef("pk"), office__in=offices, state="sent")))
    if model is Consultation:
        return Q(office__in=offices)
    return Q(pk__in=[])


def visible(queryset: QuerySet[M], rights: Rights) -> QuerySet[M]:
    """Narrow a query to what the person may see; nothing without a rule.

    LookupError: the model has no rule (our mistake).
    """
    model = queryset.model
    if model is JournalEntry or model is SiteText:
        verb = Verb.READ_OFFICE if model is JournalEntry else Verb.OPERATE
        return queryset if rights.may(verb) else queryset.none()
    path = _authority_path(model)
    if path is None:
        raise LookupError(f"no rule for {model.__name__}")
    office = Q(**{f"{path}__in": list(rights.offices(Verb.READ_OFFICE))})
    return queryset.filter(office | _own(model, rights.offices(Verb.READ_OWN)))
