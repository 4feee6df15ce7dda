"""Tokens for other systems: make one, withdraw it, note that it was used."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import ApiToken
from stellwerk.queries.tokens import fingerprint, own

MOST = 10
NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic(durable=True)
def create_token(name: str, *, rights: Rights, at: datetime) -> tuple[ApiToken, str]:
    """Make a token that may do what the person may; return it and its secret, which is kept nowhere.

    Refused: the person has ten in force already.
    """
    require(rights, Verb.READ_COVERAGE)
    if own(rights).filter(revoked_at=None).count() >= MOST:
        raise Refused(
            N_("Sie haben schon %(most)s gültige Schlüssel. Bitte ziehen Sie zuerst einen zurück."),
            most=str(MOST),
        )
    secret = f"stw_{secrets.token_urlsafe(32)}"
    made = ApiToken.objects.create(
        person=rights.person, name=name, token_sha256=fingerprint(secret), created_at=at
    )
    journal(rights.person, at, "create_token", made, f"Schlüssel für die Schnittstelle angelegt: {name}")
    return made, secret


@transaction.atomic(durable=True)
def revoke_token(token_id: int, *, rights: Rights, at: datetime) -> ApiToken:
    """Withdraw one's own token; from now on it opens nothing, and it cannot be brought back.

    Http404: the person has no such token in force.
    """
    token: ApiToken = get_object_or_404(own(rights).select_for_update(), pk=token_id, revoked_at=None)
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    text = f"Schlüssel für die Schnittstelle zurückgezogen: {token.name}"
    journal(rights.person, at, "revoke_token", token, text)
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Note that a token was used, at most every ten minutes."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
