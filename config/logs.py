"""The lines of the log: whatever a line quotes, it stays one line; nobody writes entries into it."""

import logging

# Line ends of all kinds, and what steers a terminal; a tab is harmless.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code != 9}


class Line(logging.Formatter):
    """Writes what steers a terminal as text; the lines of a traceback are our own and stay as they are."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the name is logging's)
        return super().formatMessage(record).translate(_CONTROL)
