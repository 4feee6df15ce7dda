"""What every page knows: the person's rights, the navigation, and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stellwerk.access import Rights, Verb
from stellwerk.web.navigation import entries


def page(request: HttpRequest) -> dict[str, Any]:
    rights: Rights | None = getattr(request, "rights", None)
    return {
        "rights": rights,
        "navigation": SimpleLazyObject(lambda: entries(request, rights)),
        "demo": settings.DEMO,
        "safe_mode": settings.SAFE_MODE and rights is not None and rights.may(Verb.READ_OFFICE),
    }
