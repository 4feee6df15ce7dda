"""Rights: what somebody may do on a day, and what is refused to whom."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q

from stellwerk.law.working import N_, Refused
from stellwerk.models import Membership, Person, Role, Substitution
from stellwerk.models.people import DEMO_DOMAIN
from stellwerk.verbs import IN_PERSON, MATRIX, SECOND_FACTOR, Verb

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


@dataclass(frozen=True, slots=True)
class Rights:
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
        return frozenset(verb for role in self.roles for verb in self._verbs_of(role))

    def offices(self, verb: Verb) -> frozenset[int]:
        """Return the offices for which the person may do this."""
        return frozenset(office for role, office in self.held if verb in self._verbs_of(role))

    def districts(self, verb: Verb) -> frozenset[str]:
        """Return the keys of the districts in which the person may do this."""
        return frozenset(district for role, district in self.territory if verb in self._verbs_of(role))

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs

    def _verbs_of(self, role: Role) -> frozenset[Verb]:
        return MATRIX[role] - IN_PERSON if self.person.acting_for else MATRIX[role]


def rights_of(person: Person, *, on: date, substitution: int | None = None) -> Rights:
    """Return what the person may do on a day.

    substitution  key of the one they act in; their own rights count where it is not in force
    """
    person.acting_for = _principal(person, substitution, on) if substitution else None
    current = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on),
        person=person.acting_for or person,
        person__is_active=True,
        starts_on__lte=on,
    )
    factors = Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS)
    rows = list(current.values_list("role", "office_id", "office__district_id", Exists(factors)))
    return Rights(
        person,
        held=frozenset((Role(role), office) for role, office, _district, _strong in rows),
        territory=frozenset((Role(role), district) for role, _office, district, _strong in rows if district),
        has_second_factor=any(strong for *_role, strong in rows),
    )


def is_example_person(person: Person) -> bool:
    """Say whether this is one of the invented people of a demonstration, who may release without one."""
    return settings.DEMO and person.email.endswith(DEMO_DOMAIN)


def _principal(person: Person, substitution: int, on: date) -> Person | None:
    found = Substitution.objects.filter(
        pk=substitution, substitute=person, substitute__is_active=True, starts_on__lte=on, ends_on__gt=on
    )
    one = found.select_related("principal").first()
    return one.principal if one else None


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
