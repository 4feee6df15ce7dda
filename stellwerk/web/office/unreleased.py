"""Letters of a run before its release, set for looking at and never kept."""

from functools import cache

from django.conf import settings

from stellwerk.gateways import clock
from stellwerk.gateways.pdf import Typesetter
from stellwerk.letters.compose import document
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.typeset import letter_pdf, typesetter


def preview_pdf(content: LetterContent) -> bytes:
    return letter_pdf(_typesetter(), document(content), at=clock.now())


@cache
def _typesetter() -> Typesetter:
    return typesetter(settings.FONTS_DIR)
