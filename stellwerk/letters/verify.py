"""Is this letter ours and unchanged? The fingerprint of a PDF and the data attached to it."""

import hashlib
import json
from io import BytesIO
from typing import Any

import pikepdf

ATTACHMENTS = ("bescheid.json", "vertrag.json")


def fingerprint(pdf: bytes) -> str:
    """Return the SHA-256 of a letter, as it is kept with the letter."""
    return hashlib.sha256(pdf).hexdigest()


def attached_data(pdf: bytes) -> dict[str, Any] | None:
    """Return the data attached to a decision; None where nothing readable is attached, or it is no PDF."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            names = [one for one in ATTACHMENTS if one in opened.attachments]
            found = opened.attachments.get(names[0]) if names else None
            text = found.get_file().read_bytes() if found else b""
            made = json.loads(text) if text else None
    except (pikepdf.PdfError, ValueError):
        return None
    return made if isinstance(made, dict) else None
