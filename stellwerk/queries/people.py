"""People: who may sign in to a demonstration."""

from django.db.models import QuerySet

from stellwerk.models import Membership

DEMO_DOMAIN = "@demo.stellwerk.invalid"


def demo_people() -> QuerySet[Membership]:
    """Return the memberships of the shipped example people, one row each."""
    found = Membership.objects.filter(person__email__endswith=DEMO_DOMAIN)
    return found.select_related("person", "office").order_by("pk")
