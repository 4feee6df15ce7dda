"""Letters that no worker has set yet, set for looking at and never kept."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from stellwerk.gateways import clock
from stellwerk.gateways.pdf import Typesetter
from stellwerk.letters.compose import document
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.typeset import letter_pdf, typesetter


def preview_pdf(content: LetterContent) -> bytes:
    return letter_pdf(_typesetter(), document(content), at=clock.now())


def typeset(frozen: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of a frozen letter that no worker has set yet; the same time gives the same bytes."""
    return letter_pdf(_typesetter(), frozen, at=at)


@cache
def _typesetter() -> Typesetter:
    return typesetter(settings.FONTS_DIR)
