"""What every page knows: the person's rights and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "rights": getattr(request, "rights", None),
        "demo": settings.DEMO,
        "safe_mode": settings.SAFE_MODE,
    }
