"""The terminal: `stellwerk --help` lists what it can do."""

import os
import sys

import django

from config.env import ROOT, demo_behind, postgres_folder
from stellwerk.law.working import Refused
from stellwerk.management import processes
from stellwerk.management.processes import LOCALHOST, PORT
from stellwerk.management.terminal.commands import application

# The demonstration keeps its mail on this machine; the short one begins anew in a folder of its own.
LOCAL = {"STELLWERK_DEMO": "1", "MAIL_ALLOWED": ".invalid", "SMTP_HOST": "127.0.0.1"}
ENVIRONMENTS = {
    "run": LOCAL | {"SMTP_PORT": "1025"},
    "demo": LOCAL | {"STELLWERK_VAR": str(ROOT / "var" / "demo")},
}


def main() -> None:
    """Run one command; a refusal is one sentence and exit code 2, Ctrl-C is quiet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for name, value in ENVIRONMENTS.get("".join(sys.argv[1:2]), {}).items():
        os.environ.setdefault(name, value)
    demo_behind()  # the same for all processes that follow, also past midnight
    try:
        if sys.argv[1:] == ["run"] and postgres_folder().exists():
            _begin_to_serve()
        django.setup()
        application("".join(sys.argv[1:2]))()
    except Refused as no:
        print(no.sentence(), file=sys.stderr)
        raise SystemExit(2) from no
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        processes.web(LOCALHOST, PORT).end()


def _begin_to_serve() -> None:
    """Let the web application load beside us; it waits for the database, which we look after."""
    processes.free_port(LOCALHOST, PORT)
    processes.web(LOCALHOST, PORT).start()
