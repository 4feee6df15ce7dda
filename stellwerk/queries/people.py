"""People: who belongs to which office in which role, who may give roles, who may try a demonstration."""

from datetime import date

from django.db.models import QuerySet

from stellwerk.access import Rights, Verb, visible
from stellwerk.models import Membership, Office, OfficeKind, Person, Role
from stellwerk.models.people import DEMO_DOMAIN as DEMO_DOMAIN

FITS: dict[OfficeKind, tuple[Role, ...]] = {
    OfficeKind.AUTHORITY: (Role.PREPARER, Role.RELEASER, Role.LEADERSHIP, Role.AUDITOR, Role.OPERATOR),
    OfficeKind.DISTRICT_OFFICE: (Role.COUNTY, Role.COORDINATOR),
    OfficeKind.ASSOCIATION: (Role.ASSOCIATION, Role.COORDINATOR),
    OfficeKind.MUNICIPALITY: (),
}
# Who releases gives no right to release: one person could invent the second pair of eyes (docs/decisions).
GIVES: dict[Role, tuple[Role, ...]] = {
    Role.RELEASER: (Role.PREPARER, Role.LEADERSHIP, Role.AUDITOR),
    Role.COUNTY: (Role.COUNTY, Role.COORDINATOR),
    Role.ASSOCIATION: (Role.ASSOCIATION,),
    Role.OPERATOR: tuple(Role),
}


def by_number(number: int) -> Person | None:
    """Return somebody who may sign in, by their number."""
    return Person.objects.filter(pk=number, is_active=True).first()


def demo_people() -> QuerySet[Membership]:
    """Return the memberships of the shipped example people, one row each."""
    found = Membership.objects.filter(person__email__endswith=DEMO_DOMAIN)
    return found.select_related("person", "office").order_by("pk")


def memberships(rights: Rights) -> QuerySet[Membership]:
    """Return who belongs to the offices whose people this person may see, by office and name."""
    found = visible(Membership.objects.all(), rights).select_related("person", "office")
    return found.order_by("office__name", "person__name", "role", "pk")


def offices_to_keep(rights: Rights) -> QuerySet[Office]:
    """Return the offices to which this person may invite people."""
    kept = (
        Office.objects.all()
        if rights.may(Verb.OPERATE)
        else Office.objects.filter(pk__in=rights.offices(Verb.KEEP_PEOPLE))
    )
    return kept.exclude(kind=OfficeKind.MUNICIPALITY).order_by("name", "pk")


def roles_to_give(rights: Rights, office: Office) -> list[Role]:
    """Return the roles that this person may give in an office."""
    held = {role for role, key in rights.held if key == office.pk or role == Role.OPERATOR}
    given = {role for own in held for role in GIVES.get(own, ())} if rights.may(Verb.KEEP_PEOPLE) else set()
    return [role for role in FITS[OfficeKind(office.kind)] if role in given]


def may_end(rights: Rights, one: Membership, *, on: date) -> bool:
    """Say whether this person may end a role that somebody else still has."""
    is_over = one.ends_on is not None and one.ends_on <= on
    own = one.person_id == rights.person.pk
    return not is_over and not own and Role(one.role) in roles_to_give(rights, one.office)


def colleagues(person: Person) -> QuerySet[Person]:
    """Return who belongs to one of a person's offices, without the person."""
    offices = Membership.objects.filter(person=person).values("office")
    there = Membership.objects.filter(office__in=offices).values("person")
    return Person.objects.filter(pk__in=there, is_active=True).exclude(pk=person.pk).order_by("name", "pk")


def by_mail(email: str) -> Person | None:
    """Return who is known by an address and may sign in."""
    return Person.objects.filter(email__iexact=email, is_active=True).first()
