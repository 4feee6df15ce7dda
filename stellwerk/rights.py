"""Rights: what somebody may do on a day, and what is refused to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet

from stellwerk.gateways.prepared import Shaped, answers, first
from stellwerk.law.working import N_, Refused
from stellwerk.models import Membership, Person, Role, Substitution
from stellwerk.models.people import DEMO_DOMAIN
from stellwerk.verbs import IN_PERSON, MATRIX, SECOND_FACTOR, Verb

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


@dataclass(frozen=True, slots=True)
class Rights(Shaped):
    """What a person may do on one day: (role, office) pairs, read in one query.

    territory  (role, key of the district) for the offices that have one

    While somebody acts for a principal (``person.acting_for``), these are the principal's rights.
    """

    person: Person
    held: frozenset[tuple[Role, int]]
    territory: frozenset[tuple[Role, str]] = frozenset()
    has_second_factor: bool = False

    @property
    def acting_for_id(self) -> int | None:
        return self.person.acting_for.pk if self.person.acting_for else None

    @property
    def lacks_second_factor(self) -> bool:
        """Say whether one is still to be set up; the invented people of a demonstration need none."""
        return not self.has_second_factor and not is_example_person(self.person)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _office in self.held)

    @property
    def verbs(self) -> frozenset[Verb]:
        return _verbs(self.roles, acts=self.person.acting_for is not None)

    def offices(self, verb: Verb) -> frozenset[int]:
        """Return the offices for which the person may do this."""
        return frozenset(office for role, office in self.held if verb in self._verbs_of(role))

    def districts(self, verb: Verb) -> frozenset[str]:
        """Return the keys of the districts in which the person may do this."""
        return frozenset(district for role, district in self.territory if verb in self._verbs_of(role))

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs

    def taken_apart(self) -> tuple[Any, tuple[Any, ...]]:
        """Return which role is held in the how manieth office or district, and the keys of all of them.

        Two people with the same roles in one office each have the same shape.
        """
        offices, districts = sorted({it for _, it in self.held}), sorted({it for _, it in self.territory})
        acting_for = () if self.person.acting_for is None else (self.person.acting_for.pk,)
        shape = (
            frozenset([(role, offices.index(it)) for role, it in self.held]),
            frozenset([(role, districts.index(it)) for role, it in self.territory]),
            (len(offices), len(districts), len(acting_for), self.has_second_factor),
        )
        return shape, (*offices, *districts, self.person.pk, *acting_for)

    @classmethod
    def put_together(cls, shape: Any, keys: Sequence[Any]) -> "Rights":
        held, territory, (offices, districts, acts, has_second_factor) = shape
        person = Person(pk=keys[offices + districts])
        person.acting_for = Person(pk=keys[-1]) if acts else None
        return cls(
            person,
            held=frozenset((role, keys[place]) for role, place in held),
            territory=frozenset((role, keys[offices + place]) for role, place in territory),
            has_second_factor=has_second_factor,
        )

    def _verbs_of(self, role: Role) -> frozenset[Verb]:
        return _verbs_of(role, acts=self.person.acting_for is not None)


@lru_cache
def _verbs(roles: frozenset[Role], *, acts: bool) -> frozenset[Verb]:
    return frozenset(verb for role in roles for verb in _verbs_of(role, acts=acts))


@lru_cache
def _verbs_of(role: Role, *, acts: bool) -> frozenset[Verb]:
    return MATRIX[role] - IN_PERSON if acts else MATRIX[role]


def rights_of(person: Person, *, on: date, substitution: int | None = None) -> Rights:
    """Return what the person may do on a day.

    substitution  key of the one they act in; their own rights count where it is not in force
    """
    person.acting_for = _principal(person, substitution, on) if substitution else None
    rows = answers(_memberships, (person.acting_for or person).pk, person.pk, on)
    return Rights(
        person,
        held=frozenset((Role(role), office) for role, office, _district, _strong in rows),
        territory=frozenset((Role(role), district) for role, _office, district, _strong in rows if district),
        has_second_factor=any(strong for *_role, strong in rows),
    )


def is_example_person(person: Person) -> bool:
    """Say whether this is one of the invented people of a demonstration, who may release without one."""
    return settings.DEMO and person.email.endswith(DEMO_DOMAIN)


def _memberships(holder: int, person: int, on: date) -> "QuerySet[Membership, Any]":
    """Return the roles of a day, each with office, district, and whether there is a second factor."""
    current = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), person=holder, person__is_active=True, starts_on__lte=on
    )
    factors = Authenticator.objects.filter(user_id=person, type__in=FACTORS)
    return current.values_list("role", "office_id", "office__district_id", Exists(factors))


def _principal(person: Person, substitution: int, on: date) -> Person | None:
    one = first(_substitutions, substitution, person.pk, on)
    return one.principal if one else None


def _substitutions(pk: int, substitute: int, on: date) -> QuerySet[Substitution]:
    found = Substitution.objects.filter(
        pk=pk, substitute=substitute, substitute__is_active=True, starts_on__lte=on, ends_on__gt=on
    )
    return found.select_related("principal").order_by("pk")


def require(rights: Rights, verb: Verb, *, office_id: int | None = None) -> None:
    """Let pass, or refuse. ``office_id`` is the authority or body the thing belongs to.

    PermissionDenied: the verb is not among the person's rights (for that office); Refused: it asks for a
    second factor, and none is set up.
    """
    allowed = rights.may(verb) if office_id is None else office_id in rights.offices(verb)
    if not allowed:
        raise PermissionDenied
    require_factor(rights, verb)


def require_factor(rights: Rights, verb: Verb) -> None:
    """Let pass, or refuse: does this verb ask for a second factor, and is none set up?

    Refused: so it is.
    """
    if verb in SECOND_FACTOR and rights.lacks_second_factor:
        raise Refused(
            N_(
                "Wer freigibt, braucht einen zweiten Faktor für die Anmeldung. "
                "Bitte richten Sie ihn unter „Mein Konto“ ein und versuchen Sie es dann noch einmal."
            )
        )


def require_district(rights: Rights, verb: Verb, district: str) -> None:
    """Let pass, or refuse: is this district the person's own?

    PermissionDenied: it is not, or the verb is not among the person's rights.
    """
    if district not in rights.districts(verb):
        raise PermissionDenied
