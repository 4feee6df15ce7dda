"""Whose token is this: it may do what its person may do today, and nothing that the person may not."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import HttpBearer

from stellwerk.access import Rights, rights_of
from stellwerk.actions.tokens import note_use
from stellwerk.gateways import clock
from stellwerk.models import ApiToken
from stellwerk.queries.tokens import in_force


@dataclass(frozen=True, slots=True)
class Caller:
    token: ApiToken
    rights: Rights


class AsCaller(HttpRequest):
    """A request whose token was recognised."""

    auth: Caller


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002
        found = in_force(token)
        if found is None:
            return None
        note_use(found, at=clock.now())
        return Caller(found, rights_of(found.person, on=clock.today()))
