"""The letters that all typesetters get: the documents of the released notices, as they were frozen."""

from typing import Any

from stellwerk.models import Letter, LetterKind


def notices(count: int) -> list[dict[str, Any]]:
    """Return up to ``count`` documents, in the order in which the workers set them."""
    found = Letter.objects.filter(kind=LetterKind.NOTICE).order_by("pk")
    return list(found.values_list("document", flat=True)[:count])
