"""The terminal: `stellwerk --help` lists what it can do."""

import os
import sys
from importlib import import_module

from stellwerk.law.working import Refused


def main() -> None:
    """Run one command; a refusal is one sentence and exit code 2, Ctrl-C is quiet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Imported by name: the commands read settings, and settings read what was just set.
    commands = import_module("stellwerk.management.terminal.commands")
    try:
        commands.app()
    except Refused as no:
        print(no.sentence(), file=sys.stderr)
        raise SystemExit(2) from no
    except KeyboardInterrupt:
        raise SystemExit(130) from None
