"""Kept forms: what still waits for the person who typed it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from stellwerk.gateways.sealed import unseal
from stellwerk.models import KeptForm, Person

PURPOSE = "kept forms"
Fields = Mapping[str, Sequence[str]]


def in_force(person: Person, *, at: datetime) -> QuerySet[KeptForm]:
    """Return what was kept for this person and is not too old, the newest first."""
    since = at - timedelta(minutes=settings.KEPT_FORM_MINUTES)
    return KeptForm.objects.filter(person=person, kept_at__gt=since).order_by("-kept_at", "-pk")


def fields_of(kept: KeptForm) -> Fields:
    """Return what was typed, by name; nothing where the key of the installation has changed since."""
    words = unseal(bytes(kept.content), key=settings.SECRET_KEY, purpose=PURPOSE)
    return {} if words is None else json.loads(words)
