"""Uploads: what is larger than anything we read is not kept, not even for a moment."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MEGABYTE = 1_000_000


class LimitedUpload(TemporaryFileUploadHandler):
    """Keeps the beginning of a file in a temporary one; its size is told as it was sent.

    Whoever reads it sees that it is too large and says so; the disk never holds more than the limit.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start > settings.UPLOAD_LIMIT_MB * MEGABYTE:
            return None  # thrown away; what follows is read from the line, but not kept
        return super().receive_data_chunk(raw_data, start)
