"""People: add and invite them, give them roles, end what they may do."""

from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from stellwerk.access import Rights, visible
from stellwerk.actions._account_links import add_link
from stellwerk.actions._steps import journal
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.models import LinkKind, Membership, Office, Person, Role
from stellwerk.queries.people import roles_to_give

ACCOUNT_CHANGES = {
    "password_changed": "Passwort geändert",
    "password_set": "Passwort gesetzt",
    "password_reset": "Passwort über einen Link neu gesetzt",
    "totp_activated": "Code-Generator eingerichtet",
    "totp_deactivated": "Code-Generator entfernt",
    "webauthn_added": "Passkey eingerichtet",
    "webauthn_removed": "Passkey entfernt",
    "recovery_codes_generated": "Neue Ersatzcodes erzeugt",
}


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


@transaction.atomic(durable=True)
def invite_person(
    *,
    email: str,
    name: str,
    role: Role,
    office: Office,
    starts_on: date,
    ends_on: date | None,
    rights: Rights,
    at: datetime,
) -> Membership:
    """Let somebody act for an office in a role, and send them a link to sign in for the first time.

    ends_on  first day without the role; None where no end is known

    Refused: the role is not theirs to give, it is for themselves, or the person has it already.
    """
    if role not in roles_to_give(rights, office):
        raise PermissionDenied
    if email.casefold() == rights.person.email.casefold():
        raise Refused(N_("Sich selbst kann niemand eine Rolle geben. Bitte fragen Sie eine andere Person."))
    person = Person.objects.filter(email__iexact=email).first() or _known_by_mail(email, name)
    _refuse_twice(person, role, office, starts_on)
    membership = Membership.objects.create(
        person=person, office=office, role=role, starts_on=starts_on, ends_on=ends_on
    )
    add_link(person, LinkKind.INVITATION, by=rights.person, at=at, lasts=_invitation_lasts())
    text = f"Eingeladen: {person.name} als {role.label} für {office.name}"
    journal(rights.person, at, "invite_person", person, text, {"role": role.value, "office": office.key})
    return membership


@transaction.atomic(durable=True)
def invite_again(person_id: int, *, rights: Rights, at: datetime) -> Person:
    """Send a new link to somebody who never signed in; the earlier one opens nothing any more.

    Refused: the person signed in already.
    """
    person = _kept(person_id, rights)
    if person.last_login:
        raise Refused(
            N_(
                "%(name)s hat sich schon angemeldet und kann selbst einen Link zum Anmelden anfordern. "
                "Eine neue Einladung ist nicht nötig."
            ),
            name=person.name,
        )
    add_link(person, LinkKind.INVITATION, by=rights.person, at=at, lasts=_invitation_lasts())
    journal(rights.person, at, "invite_again", person, f"Erneut eingeladen: {person.name}")
    return person


@transaction.atomic(durable=True)
def end_membership(membership_id: int, *, last_day: date, rights: Rights, at: datetime) -> Membership:
    """End what somebody may do for an office; what they did stays.

    Refused: it is one's own, it has ended, or the last day lies before the first.
    """
    found = Membership.objects.select_for_update(of=("self",)).select_related("person", "office")
    one = get_object_or_404(visible(found, rights), pk=membership_id)
    if Role(one.role) not in roles_to_give(rights, one.office):
        raise PermissionDenied
    _refuse_end(one, last_day, rights.person, on=timezone.localdate(at))
    before, one.ends_on = one.ends_on, last_day + timedelta(days=1)
    one.save(update_fields=["ends_on"])
    text = f"{one.person.name}: {one.get_role_display()} für {one.office.name} endet am {german(last_day)}"
    journal(rights.person, at, "end_membership", one.person, text, {"before": str(before or "")})
    return one


@transaction.atomic(durable=True)
def note_account_change(person: Person, what: str, *, at: datetime) -> None:
    """Write down what a person changed about signing in.

    what  one of ACCOUNT_CHANGES
    """
    journal(person, at, "change_account", person, f"{person.name}: {ACCOUNT_CHANGES.get(what, what)}")


@transaction.atomic(durable=True)
def use_code(person: Person, code: str, *, at: datetime) -> bool:
    """Say whether a code or a recovery code is right; it counts once."""
    own = Authenticator.objects.filter(user_id=person.pk).exclude(type=Authenticator.Type.WEBAUTHN)
    is_right = any(one.wrap().validate_code(code) for one in own.order_by("pk"))
    journal(person, at, "use_code", person, f"Code am Terminal: {'richtig' if is_right else 'falsch'}")
    return is_right


def _invitation_lasts() -> timedelta:
    return timedelta(hours=settings.INVITATION_HOURS)


def _known_by_mail(email: str, name: str) -> Person:
    """Store somebody without a password: the link in the mail opens the account."""
    person = Person(email=email.lower(), name=name)
    person.set_unusable_password()
    person.save()
    return person


def _refuse_twice(person: Person, role: Role, office: Office, starts_on: date) -> None:
    if not person.is_active:
        raise Refused(N_("Dieses Konto ist gesperrt. Bitte wenden Sie sich an den Betrieb."), field="email")
    lasting = Q(ends_on=None) | Q(ends_on__gt=starts_on)
    if Membership.objects.filter(lasting, person=person, office=office, role=role).exists():
        raise Refused(
            N_("%(name)s hat diese Rolle schon. Bitte prüfen Sie die Liste der Personen."),
            field="email",
            name=person.name,
        )


def _refuse_end(one: Membership, last_day: date, by: Person, *, on: date) -> None:
    if one.person_id == by.pk:
        raise Refused(N_("Ihre eigene Rolle beendet eine andere Person. Bitte sprechen Sie sie an."))
    if one.ends_on and one.ends_on <= on:
        raise Refused(N_("Diese Rolle ist schon beendet. Bitte laden Sie die Seite neu."))
    if last_day < one.starts_on:
        raise Refused(
            N_("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie das Datum."), field="last_day"
        )


def _kept(person_id: int, rights: Rights) -> Person:
    """Return a person of an office whose people one keeps.

    Http404: not among the people one sees; PermissionDenied: seen, but not kept.
    """
    person = get_object_or_404(visible(Person.objects.all(), rights), pk=person_id)
    held = Membership.objects.filter(person=person).select_related("office")
    if not any(Role(one.role) in roles_to_give(rights, one.office) for one in held.order_by("pk")):
        raise PermissionDenied
    return person


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
