"""What kind of file somebody brings: told by its content, never by its name alone."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

ZIPPED = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml"),
    "odt": ("application/vnd.oasis.opendocument.text", "content.xml"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "content.xml"),
}
BEGINNINGS = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
}
ENDINGS = (*BEGINNINGS, *ZIPPED)


def media_type(name: str, content: bytes) -> str:
    """Return the media type of a file that may be attached; empty where its kind or content is another."""
    ending = name.rpartition(".")[2].lower()
    if ending in BEGINNINGS:
        kind, beginning = BEGINNINGS[ending]
        return kind if content.startswith(beginning) else ""
    if ending in ZIPPED:
        kind, part = ZIPPED[ending]
        return kind if _holds(content, part) else ""
    return ""


def _holds(content: bytes, part: str) -> bool:
    """Look into the list of a packed file without unpacking anything."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return part in packed.namelist()
    except BadZipFile:
        return False
