"""Add people and give them roles."""

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from stellwerk.actions._steps import journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import Membership, Office, Person, Role


@transaction.atomic(durable=True)
def add_person(
    *, email: str, name: str, role: str, office_key: str, starts_on: date, password: str, at: datetime
) -> Membership:
    """Let a person act for an office in a role from a day on; a known person keeps the password.

    Refused: unknown role or office, or a weak password.
    """
    office = Office.objects.filter(key=office_key).first()
    if office is None:
        raise Refused(
            N_("Eine Stelle „%(key)s“ gibt es nicht. Bitte prüfen Sie die Kennung."), key=office_key
        )
    if role not in Role.values:
        known = ", ".join(Role.values)
        raise Refused(
            N_("Die Rolle „%(role)s“ gibt es nicht. Möglich sind: %(known)s."), role=role, known=known
        )
    person = Person.objects.filter(email__iexact=email).first() or _new(email, name, password)
    membership, _is_new = Membership.objects.get_or_create(
        person=person, office=office, role=role, ends_on=None, defaults={"starts_on": starts_on}
    )
    journal(None, at, "add_person", person, f"{name}: {role} für {office.name}")
    return membership


def _new(email: str, name: str, password: str) -> Person:
    person = Person(email=email.lower(), name=name)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused(
            N_("Das Passwort ist zu schwach: %(why)s"), field="password", why=" ".join(weak.messages)
        ) from weak
    person.set_password(password)
    person.save()
    return person
