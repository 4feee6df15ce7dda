"""Parts that actions on files share: which kind and size is taken, and under which name it is kept."""

from pathlib import PurePosixPath

from django.conf import settings

from stellwerk.gateways.attachments import ENDINGS, media_type
from stellwerk.law.working import N_, Refused

MEGABYTE = 1_000_000


def required_kind(name: str, content: bytes) -> str:
    """Return the media type of a file.

    Refused: it is empty, too large, or of a kind that is not taken.
    """
    if not content:
        raise Refused(N_("Die Datei ist leer. Bitte wählen Sie eine andere."), field="file")
    if len(content) > settings.ATTACHMENT_LIMIT_MB * MEGABYTE:
        raise Refused(
            N_("Die Datei ist größer als %(limit)s MB. Bitte verkleinern oder teilen Sie sie."),
            field="file",
            limit=str(settings.ATTACHMENT_LIMIT_MB),
        )
    kind = media_type(name, content)
    if not kind:
        raise Refused(
            N_("Diese Datei ist keine davon: %(kinds)s. Bitte speichern Sie sie in einem dieser Formate."),
            field="file",
            kinds=", ".join(ENDINGS),
        )
    return kind


def plain_name(name: str) -> str:
    """Keep the last part of a path, whatever system wrote it, without what cannot be printed."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(it for it in last if it.isprintable())[-200:] or "Datei"
