"""Tokens: which are mine, and whose is this one."""

import hashlib

from django.db.models import QuerySet

from stellwerk.access import Rights
from stellwerk.models import ApiToken


def fingerprint(secret: str) -> str:
    """Return what is stored of a token; the token itself is shown once and kept nowhere."""
    return hashlib.sha256(secret.encode()).hexdigest()


def own(rights: Rights) -> QuerySet[ApiToken]:
    """Return a person's own tokens, the newest first; nobody sees those of others."""
    return ApiToken.objects.filter(person=rights.person).order_by("-created_at", "-pk")


def in_force(secret: str) -> ApiToken | None:
    """Return the token, unless it is unknown, withdrawn or of somebody who may not sign in any more."""
    found = ApiToken.objects.select_related("person").filter(
        token_sha256=fingerprint(secret), revoked_at=None, person__is_active=True
    )
    return found.first()
