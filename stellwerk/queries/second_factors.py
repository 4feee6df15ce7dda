"""Second factors: who has one, who needs one, and who may try things without it."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from stellwerk.access import FACTORS, Rights
from stellwerk.access import is_example_person as is_example_person
from stellwerk.models import Person
from stellwerk.verbs import SECOND_FACTOR


def has_second_factor(person: Person) -> bool:
    """Say whether a code generator or a passkey is set up; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists())


def lacks_second_factor(person: Person) -> bool:
    """Say whether the person must set one up before they release."""
    return not is_example_person(person) and not has_second_factor(person)


def needs_second_factor(rights: Rights) -> bool:
    """Say whether what the person may do needs a second factor."""
    return bool(rights.verbs & SECOND_FACTOR)


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has set up beside the password."""

    totp: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None

    @property
    def is_set_up(self) -> bool:
        return self.totp is not None or bool(self.passkeys)


def factors(person: Person) -> Factors:
    found = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk"))
    by_type = {one.type: one for one in found}
    return Factors(
        totp=by_type.get(Authenticator.Type.TOTP),
        passkeys=[one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        codes=by_type.get(Authenticator.Type.RECOVERY_CODES),
    )


def way_to_confirm(person: Person) -> str:
    """Return the route of the page where this person shows a factor once more."""
    own = factors(person)
    return "mfa_reauthenticate" if own.totp or not own.passkeys else "mfa_reauthenticate_webauthn"


def with_second_factor(people: Iterable[int]) -> set[int]:
    """Return who of these people has set one up."""
    found = Authenticator.objects.filter(user_id__in=list(people), type__in=FACTORS)
    return set(found.values_list("user_id", flat=True))
