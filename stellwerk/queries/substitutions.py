"""Substitutions: who stands in for whom, whose may be arranged, and which one may be begun today."""

from datetime import date

from django.db.models import Q, QuerySet

from stellwerk.access import Rights, Verb, visible
from stellwerk.models import Person, Substitution
from stellwerk.queries.people import offices_to_keep


def substitutions(rights: Rights) -> QuerySet[Substitution]:
    """Return one's own, both ways, and those of the people of one's own offices; the newest first."""
    of_office = visible(Substitution.objects.all(), rights).values("pk")
    own = Q(principal=rights.person) | Q(substitute=rights.person)
    found = Substitution.objects.filter(own | Q(pk__in=of_office))
    return found.select_related("principal", "substitute", "by").order_by("-starts_on", "-pk")


def open_to(person: Person, *, on: date) -> QuerySet[Substitution]:
    """Return the substitutions in which a person may act on a day."""
    found = Substitution.objects.filter(substitute=person, starts_on__lte=on, ends_on__gt=on)
    return found.select_related("principal").order_by("principal__name", "pk")


def principals_to_keep(rights: Rights) -> QuerySet[Person]:
    """Return for whom one may arrange a substitution: oneself, and the people one keeps.

    Nobody does it while acting for somebody else.
    """
    if rights.person.acting_for:
        return Person.objects.none()
    kept = Q(pk=rights.person.pk)
    if rights.may(Verb.KEEP_PEOPLE):
        kept |= Q(memberships__office__in=offices_to_keep(rights).values("pk"))
    keys = Person.objects.filter(kept, is_active=True).values("pk")
    return Person.objects.filter(pk__in=keys).order_by("name", "pk")
