"""Sets a composed letter; a character the fonts lack is refused, not left out."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from stellwerk.gateways.pdf import Typesetter, Unprintable
from stellwerk.law.working import N_, Refused

LAYOUT_FOLDER = Path(__file__).parent / "layout"


def typesetter(fonts: Path) -> Typesetter:
    """Return a typesetter for letters; make one a process and keep it."""
    return Typesetter(LAYOUT_FOLDER, fonts)


def letter_pdf(typesetter: Typesetter, document: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of a document; the same document and time give the same bytes.

    Refused: the fonts of letters lack a character.
    """
    try:
        return typesetter.pdf(document, at=at)
    except Unprintable as error:
        raise _unprintable(error.characters) from error


def require_printable(spelling: str, characters: frozenset[str]) -> None:
    """Refuse a document, spelled out, with other characters than these, before anybody has to set it."""
    if lacking := set(spelling) - characters:
        raise _unprintable("".join(sorted(lacking)))


def _unprintable(characters: str) -> Refused:
    return Refused(
        N_(
            "Das Schreiben enthält Zeichen, die nicht gedruckt werden können: %(characters)s"
            " Bitte die Angaben anders schreiben."
        ),
        characters=characters,
    )
