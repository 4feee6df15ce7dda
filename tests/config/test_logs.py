"""Nobody writes entries into the log by what they send."""

import logging
import sys

from config.logs import Line


def written(message: str, *args: object, **more: object) -> str:
    record = logging.LogRecord("stellwerk", logging.WARNING, __file__, 1, message, args, None)
    record.__dict__.update(more)
    return Line("%(levelname)s %(message)s").format(record)


def test_a_line_break_in_what_is_quoted_stays_in_its_line() -> None:
    said = written("404 for person 5: %s", "/x\n2026-01-01 ERROR erfunden\r\x1b[2J\u2028\x85")

    assert "\n" not in said
    assert said.isprintable()
    assert said.startswith("WARNING 404 for person 5: /x\\x0a2026-01-01 ERROR")


def test_a_traceback_keeps_its_lines() -> None:
    try:
        raise ValueError("ein Fehler")
    except ValueError:
        said = written("failed", exc_info=sys.exc_info())

    assert said.count("\n") >= 3
    assert said.endswith("ValueError: ein Fehler")
